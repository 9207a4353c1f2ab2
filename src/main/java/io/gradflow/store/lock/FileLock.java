package io.gradflow.store.lock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * The operating system's lock on a file of a local disk. The system releases it as soon as the process ends, even
 * when the process is killed.
 *
 * <p>The file says which process holds the lock. It stays when the lock is released, except where the holder has made
 * it and removes all that it has made: then whoever has locked the removed file finds out, and takes the new one. While
 * this process holds the lock it must not open the file again, since closing any of its channels releases the lock.
 */
public final class FileLock implements StoreLock {
    private static final int MAX_BYTES = 4096;

    private final FileChannel channel;

    private FileLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws HeldException if another process holds the lock, or another run in this process
     */
    public static FileLock acquire(Path file) throws IOException {
        var lock = tryToAcquire(file);
        while (lock == null) {
            lock = tryToAcquire(file);
        }
        return lock;
    }

    /** Takes the lock; null if another process has removed the file meanwhile, as a run does that came to nothing. */
    private static FileLock tryToAcquire(Path file) throws IOException {
        var identity = identityOfExisting(file);
        FileLock taken = null;
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (!isFree(channel)) {
                throw new HeldException(LockHolder.parse(content(channel)));
            }
            if (!identity.equals(identity(file))) {
                return null;
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(LockHolder.self().json().getBytes(StandardCharsets.UTF_8)), 0);
            taken = new FileLock(channel);
            return taken;
        } finally {
            if (taken == null) {
                channel.close();
            }
        }
    }

    /** What tells a file from a later one of the same name. Makes the file if there is none. */
    private static Optional<Object> identityOfExisting(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // As it is from the second time on.
        }
        return identity(file);
    }

    private static Optional<Object> identity(Path file) throws IOException {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * The process that holds the lock; empty if there is none. Whoever only looks must not stand in the way of one who
     * asks for the lock at this moment, so this takes no lock, not even a shared one: it reads what the holder has
     * written, and looks whether that process lives. Of another machine it takes the holder's word.
     */
    public static Optional<LockHolder> holder(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var holder = LockHolder.parse(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
            return Optional.of(holder).filter(LockHolder::mayBeAlive);
        }
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another run in this JVM holds the lock.
            return false;
        }
    }

    private static String content(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(MAX_BYTES);
        channel.read(bytes, 0);
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }

    @Override
    public boolean isLost() {
        // The system takes it from no process that lives.
        return false;
    }

    @Override
    public void close() {
        try (channel) {
            channel.truncate(0);
        } catch (IOException e) {
            // What the file says counts only while somebody holds the lock.
        }
    }
}
