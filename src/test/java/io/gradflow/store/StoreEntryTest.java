package io.gradflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.spark.Sessions;
import io.gradflow.sweep.diagnostic.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layout of a store is what the code says: on the page about stores, and on disk. */
class StoreEntryTest {
    private static final Path PAGE = Path.of("src/site/markdown/store.md");

    private static final CommittedFile FILE = new CommittedFile("a.parquet", 4, 3, "00", 3, 0, 0);

    @TempDir
    private Path folder;

    /** A kind of file, by the pattern of its path within a store. */
    private record Line(String pattern, String description) {

        /** Matches what the pattern stands for: numbers, identifiers, names and paths. */
        boolean matches(String path) {
            String expression = Pattern.quote(pattern)
                    .replace("...", "\\E.+\\Q")
                    .replace("=N", "=\\E\\d+\\Q")
                    .replace("ID", "\\E[0-9a-f-]{36}\\Q")
                    .replace("*", "\\E[^/]+\\Q");
            return path.matches(expression);
        }
    }

    private static List<Line> lines() {
        return Arrays.stream(StoreEntry.values())
                .flatMap(entry -> entry.contents().stream()
                        .map(content -> new Line(
                                entry.fileName() + (content.pattern().isEmpty() ? "" : "/" + content.pattern()),
                                content.description())))
                .toList();
    }

    @Test
    void pageShowsTheLayoutAsTheCodeHasIt() throws IOException {
        int width =
                lines().stream().mapToInt(line -> line.pattern.length()).max().orElseThrow();
        String layout = lines().stream()
                .map(line -> "STORE/%-" + width + "s  %s%n")
                .collect(Collectors.joining())
                .formatted(lines().stream()
                        .flatMap(line -> Stream.of(line.pattern, line.description))
                        .toArray());
        String block = "```\n" + layout + "```\n";
        assertTrue(Files.readString(PAGE).contains(block), PAGE + " lacks the block\n" + block);
    }

    /** Every file of a store that has gone through everything has one line of the layout, and every line has a file. */
    @Test
    void everyFileOnDiskHasALine() throws Exception {
        Set<String> found = new TreeSet<>();
        var store = Store.writable(folder.toString(), Sessions.hadoop(Map.of()));
        var lock = store.lock();
        Files.writeString(folder.resolve("store.json"), "torn");
        store.lostNotes()
                .restore(new StoreDescription(
                        "n", "lanes", 8, Logging.every(1), List.of("seed"), List.of("{}"), Map.of()));
        store.writeToken();
        store.noteProgress(new RunProgress("sweep", 3, 0, 0, 0, "2026-01-01T00:00:00Z", 1, Double.NaN, false));
        store.commit(written(store.newStaging()), List.of(FILE));
        store.commit(written(store.newStaging()), List.of(new CommittedFile(FILE.name(), 4, 3, "11", 3, 0, 0)));
        store.setAside(
                store.waves(), Set.of(folder.resolve("epochs/wave=0/a.parquet").toString()));
        var replacement = written(store.newStagedReplacement(store.waves()));
        found.addAll(paths());
        store.replaceAll(replacement, List.of(FILE));
        found.addAll(paths());
        lock.close();

        Set<String> unmatchedPatterns = new TreeSet<>();
        for (var line : lines()) {
            if (found.stream().noneMatch(line::matches)) {
                unmatchedPatterns.add(line.pattern);
            }
        }
        // The notes on a swap and on a replacement are only there between two renames.
        assertEquals(Set.of("_compaction.json", "_replacement.json"), unmatchedPatterns);
        for (var path : found) {
            assertEquals(1, lines().stream().filter(line -> line.matches(path)).count(), path);
        }
    }

    private static org.apache.hadoop.fs.Path written(org.apache.hadoop.fs.Path staged) throws IOException {
        var place = Path.of(staged.toUri());
        Files.createDirectories(place);
        Files.writeString(place.resolve(FILE.name()), "rows");
        return staged;
    }

    private List<String> paths() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString())
                    .toList();
        }
    }

    @Test
    void temporaryFilesOfJsonAreOwnAndOthersAreNot() {
        assertTrue(StoreEntry.isOwn("_store.json"));
        assertTrue(StoreEntry.isOwn("__progress.json"));
        assertTrue(StoreEntry.isOwn("_lock"));
        assertFalse(StoreEntry.isOwn("__lock"));
        assertFalse(StoreEntry.isOwn("_epochs"));
        assertFalse(StoreEntry.isOwn("notes.txt"));
    }
}
