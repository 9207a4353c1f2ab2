package io.gradflow.store;

import static java.util.Comparator.comparing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gradflow.spark.Sessions;
import io.gradflow.sweep.diagnostic.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wave in the place of some files, whole and after an end between any two steps. */
class FileReplacementTest {
    private static final Configuration HADOOP = Sessions.hadoop(Map.of());
    private static final CommittedFile KEPT = file("a.parquet", 10);
    private static final CommittedFile REPLACED = file("b.parquet", 5);
    private static final CommittedFile REPLACED_TOO = new CommittedFile("b.parquet", 4, 5, "another", 5, 0, 0);
    private static final CommittedFile NEW = file("c.parquet", 4);

    @TempDir
    private Path folder;

    private Path root;
    private Store store;

    @BeforeEach
    void twoWaves() throws Exception {
        root = folder.resolve("store");
        store = Store.writable(root.toString(), HADOOP);
        store.describe(
                new StoreDescription("n", "lanes", 8, Logging.every(1), List.of("seed"), List.of("{}"), Map.of()));
        store.commit(staged(List.of(KEPT, REPLACED)), List.of(KEPT, REPLACED));
        store.commit(staged(List.of(REPLACED_TOO)), List.of(REPLACED_TOO));
    }

    private static CommittedFile file(String name, long rows) {
        return new CommittedFile(name, 4, rows, name, rows, 0, 0);
    }

    private org.apache.hadoop.fs.Path staged(List<CommittedFile> files) throws Exception {
        var staged = store.newStaging();
        var place = Path.of(staged.toUri());
        Files.createDirectories(place);
        for (var file : files) {
            Files.writeString(place.resolve(file.name()), "rows");
        }
        return staged;
    }

    private List<Wave> replaced() throws Exception {
        return store.waves().stream()
                .map(wave -> wave.with(file -> file.name().equals(REPLACED.name())))
                .toList();
    }

    /** The files of the store by wave, of which each is there. */
    private Map<String, List<CommittedFile>> files() throws Exception {
        var files = new TreeMap<String, List<CommittedFile>>();
        for (var wave : store.waves()) {
            files.put(wave.folder().getName(), wave.files());
            for (var file : wave.files()) {
                assertEquals("rows", Files.readString(Path.of(wave.path(file).toUri())));
            }
        }
        return files;
    }

    /** Whoever reads while files are replaced finds the rows that stay, and no others. */
    private void assertRowsThatStay() throws Exception {
        assertEquals(
                List.of(KEPT, NEW),
                files().values().stream()
                        .flatMap(List::stream)
                        .sorted(comparing(CommittedFile::name))
                        .toList());
        assertEquals(List.of(), store.foreignPathsInEpochs());
    }

    private void assertReplaced() throws Exception {
        assertEquals(Map.of("wave=0", List.of(KEPT), "wave=1", List.of(), "wave=2", List.of(NEW)), files());
        assertEquals(List.of(), store.foreignPaths());
        assertFalse(Files.exists(root.resolve("_staging")));
        assertFalse(Files.exists(root.resolve("_replacement.json")));
    }

    @Test
    void filesAreReplacedByAWave() throws Exception {
        store.replace(replaced(), staged(List.of(NEW)), List.of(NEW));
        assertReplaced();
        assertFalse(Files.exists(root.resolve("_replaced")));
    }

    @Test
    void filesAreReplacedByNothing() throws Exception {
        store.replace(replaced(), store.newStaging(), List.of());
        assertEquals(Map.of("wave=0", List.of(KEPT), "wave=1", List.of()), files());
        assertFalse(Files.exists(root.resolve("_replaced")));
        assertFalse(Files.exists(root.resolve("_replacement.json")));
    }

    /** A kill after the commit of the new wave leaves the files that it replaces. */
    @Test
    void rebuildingRemovesWhatACommittedWaveReplaces() throws Exception {
        var first = root.resolve("epochs/wave=0");
        var replaced = replaced();
        var manifest = Files.readString(first.resolve("_manifest.json"));
        store.replace(replaced, staged(List.of(NEW)), List.of(NEW));
        Files.writeString(first.resolve("_manifest.json"), manifest);
        Files.writeString(first.resolve(REPLACED.name()), "rows");
        Files.delete(root.resolve("store.json"));
        var folders = Store.rebuildable(root.toString(), HADOOP).lostNotes().folders();
        assertEquals(
                List.of(List.of(KEPT), List.of(), List.of(NEW)),
                folders.stream().map(folder -> folder.manifest().files()).toList());
        assertFalse(Files.exists(first.resolve(REPLACED.name())));
    }

    /** Does what a replacement does up to its first visible step, and returns the name of what is staged. */
    private String begin() throws Exception {
        var staged = staged(List.of(NEW));
        new WaveFolder(StoreFiles.at(root.toString(), HADOOP), staged).create(new WaveFolder.Manifest(List.of(NEW)));
        Files.writeString(root.resolve("_replacement.json"), """
                {"staged": "%s", "replaced": ["wave=0/b.parquet", "wave=1/b.parquet"], "contents": [
                  {"name": "c.parquet", "bytes": 4, "rows": 4, "sha256": "c.parquet",
                   "completed": 4, "diverged": 0, "failed": 0}]}
                """.formatted(staged.getName()));
        return staged.getName();
    }

    private void moveAside() throws IOException {
        Files.createDirectories(root.resolve("_replaced"));
        Files.move(root.resolve("epochs/wave=0/b.parquet"), root.resolve("_replaced/wave=0-b.parquet"));
    }

    @Test
    void whoWritesNextGoesOnFromTheNote() throws Exception {
        begin();
        store.abandonUncommitted();
        assertReplaced();
    }

    @Test
    void whoWritesNextGoesOnFromAFileThatIsMovedAndStillInTheManifest() throws Exception {
        begin();
        moveAside();
        assertRowsThatStay();
        store.abandonUncommitted();
        assertReplaced();
    }

    @Test
    void whoWritesNextGoesOnFromTheNewWave() throws Exception {
        var waves = store.waves();
        String staged = begin();
        assertRowsThatStay();
        store.setAside(waves, Set.of(root.resolve("epochs/wave=0/b.parquet").toString()));
        assertRowsThatStay();
        store.setAside(waves, Set.of(root.resolve("epochs/wave=1/b.parquet").toString()));
        assertRowsThatStay();
        Files.move(root.resolve("_staging").resolve(staged), root.resolve("epochs/wave=2"));
        assertRowsThatStay();
        store.abandonUncommitted();
        assertReplaced();
    }

    @Test
    void nothingIsReplacedByAStagedFileThatIsNotWhole() throws Exception {
        String staged = begin();
        Files.writeString(root.resolve("_staging").resolve(staged).resolve("c.parquet"), "row");
        assertThrows(StoreException.class, store::abandonUncommitted);
        assertEquals("rows", Files.readString(root.resolve("epochs/wave=0/b.parquet")));
        assertEquals("rows", Files.readString(root.resolve("epochs/wave=1/b.parquet")));
        assertFalse(Files.exists(root.resolve("_replaced")));
    }
}
