package io.gradflow.store.lock;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A lock for file systems on which the operating system offers none. It is a file that the holder rewrites from time
 * to time. If the file has not been rewritten for {@link #LEASE}, its holder is taken for dead, and another process
 * may take the lock.
 */
public final class LeaseLock implements StoreLock {
    /** How long a lock lasts that is not renewed. */
    private static final Duration LEASE = Duration.ofSeconds(60);

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
     * @param nowMillis the present time in milliseconds since 1970, by the clock of the file system
     * @throws HeldException if another process holds the lock
     */
    public static LeaseLock acquire(FileSystem files, Path file, long nowMillis) throws IOException {
        var status = statusIfThere(files, file);
        if (status != null) {
            if (isHeld(status, nowMillis)) {
                throw new HeldException(readHolder(files, file));
            }
            // Only what was seen to be old: a lock that is new by now is another's.
            files.delete(file, false);
        }
        var lock = new LeaseLock(files, file);
        try {
            lock.write(false);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster.
            throw new HeldException(readHolder(files, file));
        }
        long period = LEASE.toMillis() / RENEWALS_PER_LEASE;
        var unused = lock.renewal.scheduleAtFixedRate(lock::renew, period, period, TimeUnit.MILLISECONDS);
        return lock;
    }

    /**
     * The process that holds the lock, described for people; empty if there is none.
     *
     * @param nowMillis the present time in milliseconds since 1970, by the clock of the file system
     */
    public static Optional<String> holder(FileSystem files, Path file, long nowMillis) throws IOException {
        var status = statusIfThere(files, file);
        return status != null && isHeld(status, nowMillis)
                ? Optional.of(readHolder(files, file).toString())
                : Optional.empty();
    }

    /** Null if there is no such file. */
    private static FileStatus statusIfThere(FileSystem files, Path file) throws IOException {
        try {
            return files.getFileStatus(file);
        } catch (FileNotFoundException e) {
            return null;
        }
    }

    private static boolean isHeld(FileStatus status, long nowMillis) {
        return nowMillis - status.getModificationTime() < LEASE.toMillis();
    }

    private static LockHolder readHolder(FileSystem files, Path file) throws IOException {
        try (var in = files.open(file)) {
            return LockHolder.parse(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
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
            // There is time for another renewal before the lease ends.
        }
    }

    @Override
    public void close() {
        renewal.shutdownNow();
        try {
            files.delete(file, false);
        } catch (IOException e) {
            // The lock ends by itself when it is not renewed.
        }
    }
}
