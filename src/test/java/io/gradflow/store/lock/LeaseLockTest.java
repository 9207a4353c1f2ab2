package io.gradflow.store.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As on file systems that have no locks; a lease that nobody has renewed is a dead one's. */
class LeaseLockTest {
    @TempDir
    private Path folder;

    private final FileSystem files = new RawLocalFileSystem();
    private org.apache.hadoop.fs.Path file;

    @BeforeEach
    void aPlace() throws IOException {
        file = new org.apache.hadoop.fs.Path(folder.toUri().toString(), "_lock");
        files.initialize(folder.toUri(), new Configuration());
    }

    /** Lets the storage take the lock for so old. */
    private void age(long millis) throws IOException {
        Files.setLastModifiedTime(folder.resolve("_lock"), FileTime.fromMillis(System.currentTimeMillis() - millis));
    }

    private List<String> names() throws IOException {
        try (var found = Files.list(folder)) {
            return found.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Test
    void aLeaseHoldsUntilItIsOld() throws Exception {
        var lock = LeaseLock.acquire(files, file);
        age(55_000);
        assertThrows(HeldException.class, () -> LeaseLock.acquire(files, file));
        assertTrue(LeaseLock.holder(files, file, System.currentTimeMillis()).isPresent());
        assertFalse(lock.isLost());

        age(60_001);
        assertEquals(Optional.empty(), LeaseLock.holder(files, file, System.currentTimeMillis()));
        LeaseLock.acquire(files, file).close();
        assertEquals(List.of(), names());
        lock.close();
    }

    /** Whatever this machine's clock says, that of the storage counts. */
    @Test
    void theStorageTellsTheTime() throws Exception {
        long behind = System.currentTimeMillis() - 3_600_000;
        var slow = new RawLocalFileSystem() {
            @Override
            public org.apache.hadoop.fs.FileStatus getFileStatus(org.apache.hadoop.fs.Path path) throws IOException {
                var status = super.getFileStatus(path);
                // All that is written now is of an hour ago.
                long shifted = status.getModificationTime() - System.currentTimeMillis() + behind;
                return new org.apache.hadoop.fs.FileStatus(status.getLen(), false, 1, 1, shifted, path);
            }
        };
        slow.initialize(folder.toUri(), new Configuration());
        try (var lock = LeaseLock.acquire(slow, file)) {
            assertThrows(HeldException.class, () -> LeaseLock.acquire(slow, file));
            assertFalse(lock.isLost());
        }
    }

    @Test
    void nobodyTouchesTheLockOfAnother() throws Exception {
        var former = LeaseLock.acquire(files, file);
        age(60_001);
        var present = LeaseLock.acquire(files, file);
        String content = Files.readString(folder.resolve("_lock"));
        assertTrue(former.isLost());
        former.renew();
        assertEquals(content, Files.readString(folder.resolve("_lock")));
        former.close();
        assertEquals(content, Files.readString(folder.resolve("_lock")));
        assertFalse(present.isLost());
        age(30_000);
        present.renew();
        assertTrue(System.currentTimeMillis()
                        - Files.getLastModifiedTime(folder.resolve("_lock")).toMillis()
                < 30_000);
        present.close();
        assertEquals(List.of(), names());
    }

    /** Whoever was to take over may have died before it was done. */
    @Test
    void whatIsLeftOfATakeoverIsTakenOver() throws Exception {
        var dead = LeaseLock.acquire(files, file);
        String token = new ObjectMapper()
                .readTree(folder.resolve("_lock").toFile())
                .get("token")
                .asText();
        age(60_001);
        var link = folder.resolve("_lock-" + token);
        Files.writeString(link, "{\"host\":\"h\",\"pid\":1,\"since\":\"2026-01-01T00:00:00Z\"}");
        assertThrows(HeldException.class, () -> LeaseLock.acquire(files, file));
        Files.setLastModifiedTime(link, FileTime.fromMillis(System.currentTimeMillis() - 60_001));
        var lock = LeaseLock.acquire(files, file);
        assertFalse(lock.isLost());
        assertEquals(List.of("_lock"), names());
        dead.close();
        lock.close();
    }

    @Test
    void aLockOfAnEarlierVersionIsTakenOver() throws Exception {
        Files.writeString(folder.resolve("_lock"), LockHolder.self().json());
        assertThrows(HeldException.class, () -> LeaseLock.acquire(files, file));
        age(60_001);
        LeaseLock.acquire(files, file).close();
        assertEquals(List.of(), names());
    }
}
