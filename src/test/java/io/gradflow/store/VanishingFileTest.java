package io.gradflow.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.spark.Sessions;
import io.gradflow.store.lock.LockHolder;
import io.gradflow.sweep.diagnostic.Logging;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever reads a store while another process writes may find that something is gone that was there a moment ago. */
class VanishingFileTest {
    private static final String VANISHING = "gradflow.test.vanishing";
    private static final String RETURNING = "gradflow.test.returning";

    private static final StoreDescription DESCRIPTION = new StoreDescription(
            "lanes-3",
            "lanes",
            8,
            Logging.every(10),
            List.of("activation", "seed"),
            List.of("{\"sweep\":{}}"),
            Map.of("jvm", "17"));

    @TempDir
    private java.nio.file.Path folder;

    /** A local disk on which what has a certain name is deleted once its status is told, or before it is read. */
    public static final class VanishingFileSystem extends LocalFileSystem {
        public VanishingFileSystem() {
            super(new Vanishing());
        }

        private static final class Vanishing extends RawLocalFileSystem {
            /** Whoever lists the folder above sees it, and it stays. */
            private boolean isListing;

            private void vanish(Path path) throws IOException {
                if (path.getName().equals(getConf().get(VANISHING))) {
                    delete(path, true);
                }
            }

            @Override
            public FileStatus getFileStatus(Path path) throws IOException {
                var status = super.getFileStatus(path);
                if (!isListing) {
                    vanish(path);
                }
                return status;
            }

            @Override
            public FileStatus[] listStatus(Path path) throws IOException {
                vanish(path);
                isListing = true;
                try {
                    return super.listStatus(path);
                } catch (FileNotFoundException e) {
                    if (getConf().getBoolean(RETURNING, false)) {
                        mkdirs(path);
                    }
                    throw e;
                } finally {
                    isListing = false;
                }
            }

            @Override
            public FSDataInputStream open(Path path, int bufferSize) throws IOException {
                vanish(path);
                return super.open(path, bufferSize);
            }
        }
    }

    private static Configuration hadoop(String vanishing) {
        var hadoop = Sessions.hadoop(Map.of());
        hadoop.set("fs.file.impl", VanishingFileSystem.class.getName());
        hadoop.setBoolean("fs.file.impl.disable.cache", true);
        hadoop.set(VANISHING, vanishing);
        return hadoop;
    }

    private Store storeWhere(String vanishing) throws Exception {
        String name = folder.resolve("store").toString();
        var store = Store.writable(name, Sessions.hadoop(Map.of()));
        store.describe(DESCRIPTION);
        store.noteProgress(new RunProgress("s", 3, 0, 0, 0, "2026-01-01T00:00:00Z", 1, Double.NaN, false));
        var staged = Files.createDirectories(StoreFiles.local(store.newStaging()));
        Files.writeString(staged.resolve("part-0.parquet"), "rows");
        store.commit(
                new Path(staged.toUri().toString()), List.of(new CommittedFile("part-0.parquet", 4, 5, "00", 5, 0, 0)));
        Files.createDirectories(StoreFiles.local(store.newStaging()));
        Files.createDirectories(folder.resolve("store/_replaced"));
        return Store.existing(name, hadoop(vanishing));
    }

    @Test
    void stagingFoldersAreOfTheirWriter() throws Exception {
        var store = storeWhere(StoreEntry.STAGING.fileName());
        assertEquals(List.of(), store.foreignPaths());
        assertFalse(Files.exists(folder.resolve("store/_staging")));
    }

    @Test
    void aFolderThatIsGoneMayBeBackAtOnce() throws Exception {
        storeWhere(StoreEntry.STAGING.fileName());
        var hadoop = hadoop(StoreEntry.STAGING.fileName());
        hadoop.setBoolean(RETURNING, true);
        var store = Store.existing(folder.resolve("store").toString(), hadoop);
        assertEquals(List.of(), store.foreignPaths());
        assertTrue(Files.exists(folder.resolve("store/_staging")));
    }

    @Test
    void whatWasReplacedIsDeletedByOneProcessOnly() throws Exception {
        var store = storeWhere(StoreEntry.REPLACED.fileName());
        store.deleteReplaced();
        assertFalse(Files.exists(folder.resolve("store/_replaced")));
    }

    @Test
    void aWaveThatIsReplacedIsReadNoMore() throws Exception {
        var store = storeWhere("wave=0");
        assertEquals(List.of(), store.foreignPaths());
        assertEquals(List.of(), store.waves());
    }

    @Test
    void noNoteIsLikeANoteThatIsGone() throws Exception {
        assertEquals(
                Optional.empty(), storeWhere(StoreEntry.PROGRESS.fileName()).progress());
    }

    @Test
    void aLockMayBeGoneBeforeItIsRead() throws Exception {
        var store = storeWhere(StoreEntry.LOCK.fileName());
        Files.writeString(folder.resolve("store/_lock"), LockHolder.self().json());
        assertDoesNotThrow(store::writer);
        Files.deleteIfExists(folder.resolve("store/_lock"));
        assertEquals(Optional.empty(), store.writer());
    }

    @Test
    void rowsThatAreGoneAreNone() throws Exception {
        var store = storeWhere(StoreEntry.EPOCHS.fileName());
        assertEquals(List.of(), store.foreignPaths());
        assertEquals(List.of(), store.waves());
    }
}
