package io.gradflow.store.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseLockTest {
    @TempDir
    private Path folder;

    /** As on file systems that have no locks; a lease that nobody has renewed is a dead one's. */
    @Test
    void aLeaseHoldsUntilItIsOld() throws Exception {
        var file = new org.apache.hadoop.fs.Path(folder.toUri().toString(), "_lock");
        FileSystem files = new RawLocalFileSystem();
        files.initialize(folder.toUri(), new Configuration());
        long now = System.currentTimeMillis();
        var lock = LeaseLock.acquire(files, file, now);
        assertThrows(HeldException.class, () -> LeaseLock.acquire(files, file, now + 59_000));
        assertTrue(LeaseLock.holder(files, file, now).isPresent());

        Files.setLastModifiedTime(folder.resolve("_lock"), FileTime.fromMillis(now - 60_001));
        assertEquals(Optional.empty(), LeaseLock.holder(files, file, now));
        LeaseLock.acquire(files, file, now).close();
        assertFalse(Files.exists(folder.resolve("_lock")));
        lock.close();
    }
}
