package io.gradflow.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A lock where there are none of an operating system's: a file that its holder writes anew from time to time. Whoever
 * finds it old takes the holder for dead.
 */
final class LeaseLock implements StoreLock {
    static final Duration LEASE = Duration.ofSeconds(60);
    private static final int RENEWALS_PER_LEASE = 4;
    private static final int MAX_BYTES = 4096;

    private final FileSystem files;
    private final Path file;
    private final String content = LockHolder.self().json();
    private final ScheduledExecutorService renewal = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "store-lease");
        thread.setDaemon(true);
        return thread;
    });

    private LeaseLock(FileSystem files, Path file) {
        this.files = files;
        this.file = file;
    }

    /**
     * Takes the lock.
     *
     * @param store as the user named it
     * @param nowMillis since 1970, by the clock of the file system
     * @throws StoreException if another process has it
     */
    static LeaseLock acquire(FileSystem files, Path file, String store, long nowMillis)
            throws IOException, StoreException {
        var lock = new LeaseLock(files, file);
        if (files.exists(file)) {
            var status = files.getFileStatus(file);
            if (nowMillis - status.getModificationTime() < LEASE.toMillis()) {
                throw LockHolder.parse(lock.read()).refusal(store);
            }
            files.delete(file, false);
        }
        try {
            lock.write(false);
        } catch (FileAlreadyExistsException e) {
            // Somebody was faster.
            throw LockHolder.parse(lock.read()).refusal(store);
        }
        long period = LEASE.toMillis() / RENEWALS_PER_LEASE;
        var unused = lock.renewal.scheduleAtFixedRate(lock::renew, period, period, TimeUnit.MILLISECONDS);
        return lock;
    }

    /** Who has the lock, if anybody. */
    static Optional<String> holder(FileSystem files, Path file, long nowMillis) throws IOException {
        return nowMillis - files.getFileStatus(file).getModificationTime() < LEASE.toMillis()
                ? Optional.of(
                        LockHolder.parse(new LeaseLock(files, file).read()).toString())
                : Optional.empty();
    }

    private String read() throws IOException {
        try (var in = files.open(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        }
    }

    private void write(boolean overwrite) throws IOException {
        try (var out = files.create(file, overwrite)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void renew() {
        try {
            write(true);
        } catch (IOException e) {
            // The next renewal comes before the lease ends.
        }
    }

    @Override
    public void close() {
        renewal.shutdownNow();
        try {
            files.delete(file, false);
        } catch (IOException e) {
            // It ends by itself.
        }
    }
}
