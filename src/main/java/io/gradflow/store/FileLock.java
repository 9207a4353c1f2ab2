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
 * A lock of the operating system's on a file of a local disk: it ends with the process, however that ends, and at once.
 *
 * <p>The file says who holds the lock. It stays when the lock is given back: once removed, one process could lock it
 * while another locks its successor. Nor may this process open it a second time, since closing that would give the lock
 * back.
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
     * @param store as the user named it
     * @throws StoreException if another process has it
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

    /** Who has the lock, if anybody. */
    static Optional<String> holder(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            // A shared lock, which needs no right to write, is refused as long as another process has its own.
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
            // Another run in this JVM.
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
            // Whoever comes next looks at the lock, not at what the file says.
        }
    }
}
