package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stores of two sweeps with random corruptions. Whatever happened to a store, the same commands bring its rows back, or
 * say what they refuse. The system property {@code gradflow.corruptions} is the number of stores, 20 if it is missing.
 */
@Tag("spark")
@Tag("faults")
class CorruptionTest {
    private static final String SWEEP = """
            sweep {
              name = %s
              dataset = { kind = xor, n = 40 }
              architecture = "2-3-1"
              activation = [%s]
              optimizer = { kind = %s, learning-rate = 0.1 }
              epochs = 20
              log-every = 2
              seed = "0..3"
            }
            execution { partitions = 2 }
            """;

    private static final List<String> SWEEPS = List.of("first.conf", "second.conf");

    /** What a file may hold instead. */
    private static final List<String> FOREIGN = List.of(
            "", "{}", "null", "[]", "{\"files\": null}", "PAR1 and no rows PAR1", "\u0000\u0001\u0002", "a note");

    @TempDir
    private static Path folder;

    private static Path original;
    private static String digest;

    @BeforeAll
    static void train() throws IOException {
        Files.writeString(folder.resolve("first.conf"), SWEEP.formatted("first", "tanh, relu", "gd"));
        Files.writeString(folder.resolve("second.conf"), SWEEP.formatted("second", "leaky_relu", "adam"));
        original = folder.resolve("original");
        for (var sweep : SWEEPS) {
            assertEquals(0, run(original, sweep).exitCode());
        }
        var verified = verify(original, "--digest");
        assertEquals(0, verified.exitCode(), verified.err());
        digest = verified.out();
    }

    private static Invocation run(Path store, String sweep) {
        return Invocation.of(
                "run", folder.resolve(sweep).toString(), "--store", store.toString(), "--master", "local[2]");
    }

    private static Invocation verify(Path store, String option) {
        return Invocation.of("verify", option, "--store", store.toString(), "--master", "local[2]");
    }

    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger("gradflow.corruptions", 20));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theRowsComeBackOrTheCommandSaysWhatItRefuses(int seed) throws IOException {
        var place = folder.resolve("corrupted " + seed);
        var store = place.resolve("store");
        for (var path : walk(original)) {
            var copy = store.resolve(original.relativize(path).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(path, copy);
        }
        var outside = Files.createDirectories(place.resolve("outside"));
        Files.writeString(outside.resolve("precious.txt"), "precious");
        Files.copy(original.resolve("epochs/wave=0/_manifest.json"), outside.resolve("_manifest.json"));
        var before = contents(outside);

        var random = new Random(seed);
        var corruptions = new ArrayList<String>();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            corruptions.add(corrupt(store, outside, random));
        }
        String what = "corruption " + seed + ": " + corruptions;

        verify(store, "--digest");
        boolean isMended = runAll(store, what);
        if (!isMended) {
            assertExplained(verify(store, "--rebuild"), store, what);
            isMended = runAll(store, what);
        }
        if (isMended) {
            var verified = verify(store, "--digest");
            assertEquals(digest, verified.out(), () -> what + "\n" + verified.err());
        }
        assertEquals(before, contents(outside), what);
        assertTrue(notes(store) >= corruptions.stream().filter("a note"::equals).count(), what);
    }

    /** Runs both sweeps and returns whether both ended well. */
    private static boolean runAll(Path store, String what) {
        boolean isMended = true;
        for (var sweep : SWEEPS) {
            var run = run(store, sweep);
            assertExplained(run, store, what);
            isMended &= run.exitCode() == 0;
        }
        return isMended;
    }

    /** A refusal is a line about the store, and no stack trace. */
    private static void assertExplained(Invocation run, Path store, String what) {
        if (run.exitCode() != 0) {
            assertTrue(run.exitCode() == 1 || run.exitCode() == 2, () -> what + "\n" + run);
            assertTrue(
                    run.errLines().stream()
                            .anyMatch(line -> line.startsWith("gradflow: ") && line.contains(store + "")),
                    () -> what + "\n" + run.err());
            assertFalse(run.err().contains("\tat "), () -> what + "\n" + run.err());
        }
    }

    /** Does one thing to the store and returns what it was. */
    private static String corrupt(Path store, Path outside, Random random) throws IOException {
        var paths = walk(store);
        var files = paths.stream()
                .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                .toList();
        var file = files.get(random.nextInt(files.size()));
        var other = files.get(random.nextInt(files.size()));
        var folders = paths.stream()
                .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && !path.equals(store))
                .toList();
        var anyFolder = folders.get(random.nextInt(folders.size()));
        byte[] bytes = Files.readAllBytes(file);
        String name = store.relativize(file).toString();
        switch (random.nextInt(12)) {
            case 0 -> {
                int length = random.nextInt(bytes.length + 1);
                Files.write(file, Arrays.copyOf(bytes, length));
                return "truncated to " + length + ": " + name;
            }
            case 1 -> {
                if (bytes.length > 0) {
                    int position = random.nextInt(bytes.length);
                    bytes[position] ^= (byte) (1 << random.nextInt(8));
                    Files.write(file, bytes);
                }
                return "flipped: " + name;
            }
            case 2 -> {
                Files.write(file, Files.readAllBytes(other));
                Files.write(other, bytes);
                return "swapped: " + name + " and " + store.relativize(other);
            }
            case 3 -> {
                var target = file.resolveSibling(random.nextBoolean() ? "renamed.parquet" : "_renamed");
                if (!Files.exists(target)) {
                    Files.move(file, target);
                }
                return "renamed: " + name + " to " + target.getFileName();
            }
            case 4 -> {
                Files.delete(file);
                return "removed: " + name;
            }
            case 5 -> {
                String content = FOREIGN.get(random.nextInt(FOREIGN.size()));
                Files.writeString(file, content);
                return "overwritten with '" + content + "': " + name;
            }
            case 6 -> {
                Files.writeString(anyFolder.resolve("notes.txt"), "a note");
                return "a note";
            }
            case 7 -> {
                var copy = anyFolder.resolve("copy.parquet");
                Files.write(copy, bytes);
                return "copied: " + name + " to " + store.relativize(copy);
            }
            case 8 -> {
                var target = anyFolder.resolveSibling("wave=" + random.nextInt(20));
                if (!Files.exists(target)) {
                    Files.move(anyFolder, target);
                }
                return "renamed: " + store.relativize(anyFolder) + " to " + store.relativize(target);
            }
            case 9 -> {
                var linked = outside.resolve(random.nextBoolean() ? "precious.txt" : "_manifest.json");
                Files.delete(file);
                Files.createSymbolicLink(file, linked);
                return "link to " + linked.getFileName() + ": " + name;
            }
            case 10 -> {
                var note = List.of("_compaction.json", "_replacement.json", "_token.json", "_lock", "_store.json")
                        .get(random.nextInt(5));
                String content = FOREIGN.get(random.nextInt(FOREIGN.size()));
                Files.deleteIfExists(store.resolve(note));
                Files.writeString(store.resolve(note), content);
                return "'" + content + "' in " + note;
            }
            default -> {
                // A digit or a letter of a note becomes another one.
                var notes = files.stream()
                        .filter(path -> path.toString().endsWith(".json"))
                        .toList();
                if (notes.isEmpty()) {
                    return "nothing";
                }
                var note = notes.get(random.nextInt(notes.size()));
                byte[] text = Files.readAllBytes(note);
                int position = text.length == 0 ? 0 : random.nextInt(text.length);
                for (int i = 0; i < text.length && !Character.isLetterOrDigit(text[position]); i++) {
                    position = (position + 1) % text.length;
                }
                if (text.length > 0) {
                    text[position] = (byte) (Character.isDigit(text[position]) ? '0' + random.nextInt(10) : 'x');
                    Files.write(note, text);
                }
                return "changed at " + position + ": " + store.relativize(note);
            }
        }
    }

    private static List<Path> walk(Path from) throws IOException {
        try (var paths = Files.walk(from)) {
            return paths.sorted().toList();
        }
    }

    private static Map<String, String> contents(Path from) throws IOException {
        var contents = new TreeMap<String, String>();
        for (var path : walk(from)) {
            if (Files.isRegularFile(path)) {
                contents.put(path.toString(), new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    /** How many of the user's notes are somewhere in the store. */
    private static long notes(Path store) throws IOException {
        return walk(store).stream().filter(path -> path.endsWith("notes.txt")).count();
    }
}
