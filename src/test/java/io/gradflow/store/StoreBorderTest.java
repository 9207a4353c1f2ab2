package io.gradflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.spark.Sessions;
import io.gradflow.sweep.diagnostic.Logging;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store of a stranger, whose names and links point elsewhere: refused by name, and nothing outside changes. */
class StoreBorderTest {
    private static final Configuration HADOOP = Sessions.hadoop(Map.of());

    private static final CommittedFile FILE = new CommittedFile("a.parquet", 4, 3, "00", 3, 0, 0);
    private static final CommittedFile LATER = new CommittedFile("a.parquet", 4, 3, "11", 3, 0, 0);

    @TempDir
    private Path folder;

    private Path root;
    private Path outside;
    private Store store;

    /** Work on a store. */
    @FunctionalInterface
    private interface Work {
        void on(Store store) throws Exception;
    }

    /** All that reads a store or writes into it. */
    private static final List<Work> WORK = List.of(
            Store::waves,
            Store::description,
            Store::foreignPaths,
            Store::progress,
            Store::writer,
            Store::abandonUncommitted,
            Store::deleteReplaced,
            Store::deleteIfVacant,
            store -> store.lock().close(),
            store -> store.describe(description()),
            store -> store.noteProgress(new RunProgress("s", 3, 0, 0, 0, "2026-01-01T00:00:00Z", 1, Double.NaN, false)),
            store -> store.commit(written(store.newStaging()), List.of(LATER)),
            store -> store.setAside(
                    store.waves(), Set.of(store.waves().get(0).folder().toUri().getPath() + "/" + FILE.name())),
            store -> store.replaceAll(written(store.newStagedReplacement(store.waves())), List.of(FILE)));

    @BeforeEach
    void aStoreAndItsNeighbour() throws Exception {
        outside = Files.createDirectories(folder.resolve("outside"));
        Files.createDirectories(outside.resolve("wave=0"));
        Files.writeString(outside.resolve("wave=0/a.parquet"), "mine");
        Files.writeString(
                outside.resolve("wave=0/_manifest.json"), "{\"files\": [{\"name\": \"a.parquet\", \"bytes\": 4}]}");
        Files.writeString(outside.resolve("notes.json"), "{}");
        root = folder.resolve("store");
        makeStore();
    }

    private void makeStore() throws Exception {
        store = Store.writable(root.toString(), HADOOP);
        store.describe(description());
        store.commit(written(store.newStaging()), List.of(FILE));
    }

    private static StoreDescription description() {
        return new StoreDescription("n", "lanes", 8, Logging.every(1), List.of("seed"), List.of("{}"), Map.of());
    }

    private static org.apache.hadoop.fs.Path written(org.apache.hadoop.fs.Path staged) throws IOException {
        var place = Path.of(staged.toUri());
        Files.createDirectories(place);
        Files.writeString(place.resolve(FILE.name()), "rows");
        return staged;
    }

    private Map<String, String> contentsOutside() throws IOException {
        var contents = new TreeMap<String, String>();
        try (var files = Files.walk(outside)) {
            for (var file : files.toList()) {
                contents.put(file.toString(), Files.isDirectory(file) ? "" : Files.readString(file));
            }
        }
        return contents;
    }

    /** Does everything; what is refused must name the culprit. */
    private void assertNothingOutsideChanges(String culprit) throws Exception {
        var before = contentsOutside();
        int refused = 0;
        for (var work : WORK) {
            try {
                work.on(store);
            } catch (StoreException e) {
                refused++;
                assertTrue(e.getMessage().startsWith("store " + root + " is damaged: " + culprit), e.getMessage());
            } catch (IOException e) {
                // This test itself could not write there.
            }
            assertEquals(before, contentsOutside());
        }
        assertTrue(refused > 0, culprit);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../outside/wave=0/a.parquet",
                "/etc/a.parquet",
                "sub/a.parquet",
                "file:a.parquet",
                "hdfs://host/a.parquet",
                "..",
                ".",
                "",
                "a\\\\b.parquet",
                "a\\nb.parquet",
                "notes.txt",
                "_manifest.json"
            })
    void namesInAManifestAreThoseOfParquetFilesBesideIt(String name) throws Exception {
        manifest("{\"files\": [{\"name\": \"" + name + "\", \"bytes\": 4}]}");
        assertThrows(StoreException.class, store::waves);
        assertNothingOutsideChanges(root + "/epochs/wave=0/_manifest.json: names the file '");
    }

    private void manifest(String json) throws IOException {
        Files.writeString(root.resolve("epochs/wave=0/_manifest.json"), json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[]",
                "7",
                "{\"files\": null}",
                "{\"files\": 7}",
                "{\"files\": [null]}",
                "{\"files\": [{}]}",
                "{\"files\": [{\"name\": \"a.parquet\"}, {\"name\": \"a.parquet\"}]}",
                "{\"files\": [{\"name\": \"a.parquet\", \"bytes\": \"many\"}]}"
            })
    void aManifestOfAnotherShapeIsNamedInOneLine(String json) throws Exception {
        manifest(json);
        var thrown = assertThrows(StoreException.class, store::waves);
        assertTrue(
                thrown.getMessage()
                        .startsWith("store " + root + " is damaged: " + root + "/epochs/wave=0/_manifest.json: "),
                thrown.getMessage());
        assertEquals(1, thrown.getMessage().lines().count(), thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "{\"format\": 2}", "{\"format\": 2, \"numerics\": \"n\", \"log_every\": 1}"})
    void aDescriptionOfAnotherShapeIsNamedInOneLine(String json) throws Exception {
        Files.writeString(root.resolve("store.json"), json);
        var thrown = assertThrows(StoreException.class, store::description);
        assertTrue(
                thrown.getMessage().startsWith("store " + root + " is damaged: " + root + "/store.json: "),
                thrown.getMessage());
        assertEquals(1, thrown.getMessage().lines().count(), thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "{\"staged\": \"_staging/x/epochs\", \"replaced\": \"../outside\"}",
                "{\"staged\": \"../outside\", \"replaced\": \"_replaced/epochs-x\"}",
                "{\"staged\": \"_staging/../../outside/epochs\", \"replaced\": \"_replaced/epochs-x\"}",
                "{\"staged\": \"_staging/x/epochs\", \"replaced\": \"_replaced/epochs-/../../../outside\"}"
            })
    void theNoteOfCompactingNamesFoldersOfTheStore(String json) throws Exception {
        Files.writeString(root.resolve("_compaction.json"), json);
        Files.move(root.resolve("epochs"), root.resolve("elsewhere"));
        assertNothingOutsideChanges(root + "/_compaction.json: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"staged\": \"..\", \"contents\": [], \"replaced\": []}",
                "{\"staged\": \"x\", \"contents\": [null], \"replaced\": []}",
                "{\"staged\": \"x\", \"contents\": [], \"replaced\": [null]}",
                "{\"staged\": \"x\", \"contents\": [], \"replaced\": [\"../../outside/a.parquet\"]}",
                "{\"staged\": \"x\", \"contents\": [], \"replaced\": [\"wave=0/../../../outside/a.parquet\"]}"
            })
    void theNoteOfAReplacementNamesFilesOfTheStore(String json) throws Exception {
        Files.writeString(root.resolve("_replacement.json"), json);
        var before = contentsOutside();
        var failure = assertThrows(StoreException.class, store::abandonUncommitted);
        assertTrue(failure.getMessage().contains(root + "/_replacement.json: must name "), failure::getMessage);
        assertEquals(before, contentsOutside());
    }

    @ParameterizedTest
    @ValueSource(strings = {"epochs", "_staging", "_replaced", "epochs/wave=0", "epochs/wave=1"})
    void foldersThatAreLinksOutOfTheStoreAreNotFollowed(String name) throws Exception {
        link(name, name.startsWith("epochs/") ? outside.resolve("wave=0") : outside);
        assertNothingOutsideChanges(root + "/" + name + ": a link to " + outside);
    }

    /** Whoever wrote by way of a link to nothing would make what it names. */
    @ParameterizedTest
    @ValueSource(strings = {"notes.json", "none.json"})
    void filesThatAreLinksOutOfTheStoreAreNeitherReadNorWritten(String target) throws Exception {
        for (var name : List.of(
                "store.json",
                "_store.json",
                "__progress.json",
                "_compaction.json",
                "_replacement.json",
                "_lock",
                "epochs/wave=0/_manifest.json",
                "epochs/wave=0/__manifest.json",
                "epochs/wave=0/a.parquet")) {
            root = folder.resolve("store of " + name.replace('/', ' '));
            makeStore();
            link(name, outside.resolve(target));
            assertNothingOutsideChanges(root + "/" + name + ": a link to " + outside);
        }
    }

    private void link(String name, Path target) throws IOException {
        var link = root.resolve(name);
        if (Files.isDirectory(link) && !Files.isSymbolicLink(link)) {
            Files.move(link, folder.resolve("moved"));
        } else {
            Files.deleteIfExists(link);
        }
        Files.createSymbolicLink(link, target);
    }

    @Test
    void linksInWhatIsStagedAreRemovedAndNotFollowed() throws Exception {
        var before = contentsOutside();
        var staged = Files.createDirectories(
                root.resolve("_staging").resolve(UUID.randomUUID().toString()));
        Files.createSymbolicLink(staged.resolve("_temporary"), outside);
        store.abandonUncommitted();
        assertFalse(Files.exists(staged));
        assertEquals(before, contentsOutside());
    }

    @Test
    void foreignLinksAreNamedAndNotFollowed() throws Exception {
        Files.createSymbolicLink(root.resolve("epochs/loop"), root);
        Files.createSymbolicLink(root.resolve("epochs/wave=0/away"), outside);
        assertEquals(List.of(root + "/epochs/loop", root + "/epochs/wave=0/away"), store.foreignPaths());
    }

    @Test
    void theFolderOfAStoreMayBeALink() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("link"), root);
        var linked = Store.writable(link.toString(), HADOOP);
        linked.commit(written(linked.newStaging()), List.of(LATER));
        assertEquals(2, store.waves().size());
        // And so may what stays within it.
        Files.move(root.resolve("epochs/wave=1"), root.resolve("epochs/moved"));
        Files.createSymbolicLink(root.resolve("epochs/wave=1"), Path.of("moved"));
        assertEquals(2, linked.waves().size());
    }

    @Test
    void notesOfGreatLengthAndDepthAreRefusedAtOnce() throws Exception {
        for (var name : List.of("store.json", "epochs/wave=0/_manifest.json")) {
            var file = root.resolve(name);
            var good = Files.readString(file);
            try (var large = new RandomAccessFile(file.toFile(), "rw")) {
                large.setLength(1L << 30);
            }
            assertRefusedAtOnce();
            Files.writeString(file, "[".repeat(1_000_000));
            assertRefusedAtOnce();
            Files.delete(file);
            assertEquals(
                    0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
            assertRefusedAtOnce();
            Files.delete(file);
            Files.writeString(file, good);
        }
        assertEquals(1, store.waves().size());
        assertFalse(Files.exists(root.resolve("_staging")));
    }

    private void assertRefusedAtOnce() {
        assertTimeoutPreemptively(
                Duration.ofMinutes(2),
                () -> assertThrows(StoreException.class, () -> {
                    store.description();
                    store.waves();
                }));
    }
}
