package io.gradflow.store.lock;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Chooses the kind of lock for a file system: the operating system's where it has one, else a lease. */
public final class StoreLocks {
    private StoreLocks() {}

    /**
     * Takes a lock.
     *
     * @param isLocal whether the file is on a disk of this machine, or mounted like one
     * @throws HeldException if another process holds the lock
     */
    public static StoreLock acquire(FileSystem system, Path file, boolean isLocal) throws IOException {
        return isLocal ? FileLock.acquire(local(file)) : LeaseLock.acquire(system, file);
    }

    /** The process that holds a lock now, described for people; empty if there is none. Changes nothing. */
    public static Optional<String> holder(FileSystem system, Path file, boolean isLocal) throws IOException {
        try {
            return isLocal
                    ? FileLock.holder(local(file)).map(LockHolder::toString)
                    : LeaseLock.holder(system, file, System.currentTimeMillis());
        } catch (FileNotFoundException | NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static java.nio.file.Path local(Path file) {
        return java.nio.file.Path.of(file.toUri().getPath());
    }
}
