package io.gradflow.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The operating system's lock on a file of a local disk. The system releases it as soon as the process ends, even
 * when the process is killed.
 *
 * <p>The file says which process holds the lock. It stays when the lock is released: if it were removed, one process
 * could lock the removed file while another locks a new one. While this process holds the lock it must not open the
 * file again, since closing any of its channels releases the lock.
 */
final class FileLock implements StoreLock {
    private static final int MAX_BYTES = 4096;

    private final FileChannel channel;

    private FileLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param store the store as the user named it, for the message
     * @throws StoreException if another process holds the lock, or another run in this process
     */
    static FileLock acquire(Path file, String store) throws IOException, StoreException {
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            if (!isFree(channel)) {
                throw LockHolder.parse(content(channel)).refusal(store);
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(LockHolder.self().json().getBytes(StandardCharsets.UTF_8)), 0);
            taken = true;
            return new FileLock(channel);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    /** The process that holds the lock, described for people; empty if there is none. */
    static Optional<String> holder(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            // A shared lock needs no right to write, and is refused while another process holds an exclusive one.
            var shared = channel.tryLock(0, Long.MAX_VALUE, true);
            return shared == null
                    ? Optional.of(LockHolder.parse(content(channel)).toString())
                    : Optional.empty();
        } catch (OverlappingFileLockException e) {
            return Optional.of(LockHolder.self().toString());
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
    public void close() {
        try (channel) {
            channel.truncate(0);
        } catch (IOException e) {
            // What the file says counts only while somebody holds the lock.
        }
    }
}
