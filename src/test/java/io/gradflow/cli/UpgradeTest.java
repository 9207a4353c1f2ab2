package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store that the version before numerics {@code lanes-4} has written: 24 networks in 3 files. Their norms are right,
 * or 0 because squares were too small, or infinite because they were too large.
 */
@Tag("spark")
@Tag("faults")
class UpgradeTest {
    private static final Path EARLIER = Path.of("src/test/resources/io/gradflow/cli/lanes-3/store");

    /** Of 24: all of the scales 1e-170 and 1e60, and of scale 1 those that clip or have a beta1 of 0.1. */
    private static final int OUTDATED = 20;

    @TempDir
    private Path folder;

    private String store;

    @BeforeEach
    void copy() throws IOException {
        store = folder.resolve("a 100% [good] store").toString();
        try (var files = Files.walk(EARLIER)) {
            for (var file : files.toList()) {
                Files.copy(file, Path.of(store).resolve(EARLIER.relativize(file)));
            }
        }
    }

    private Invocation run(String into, String... options) {
        return Invocation.of(Stream.concat(
                        Stream.of("run", EARLIER.resolveSibling("norms.conf").toString(), "--store", into),
                        Stream.concat(Stream.of("--master", "local[2]"), Arrays.stream(options)))
                .toArray(String[]::new));
    }

    private Invocation of(String command, String in, String... options) {
        return Invocation.of(Stream.concat(Stream.of(command, "--store", in), Arrays.stream(options))
                .toArray(String[]::new));
    }

    private String digest(String in) {
        return digest(in, "--digest");
    }

    private String digest(String in, String option) {
        var verified = of("verify", in, option, "--master", "local[2]");
        assertEquals(0, verified.exitCode(), verified.err());
        return verified.out();
    }

    @Test
    void itIsReadAsItIs() {
        var verified = of("verify", store, "--master", "local[2]");
        assertEquals(0, verified.exitCode(), verified.err());
        var zeros = of("sql", store, "--format=csv", "SELECT count(*) AS n FROM layers WHERE grad_norm = 0");
        assertTrue(Integer.parseInt(zeros.outLines().get(1)) > 0, zeros.out());
        var outcomes = of(
                "sql",
                store,
                "--format=csv",
                "SELECT sum(completed + diverged + failed) AS ended, count(stuck) + count(stuck_low) AS stuck"
                        + " FROM outcomes");
        assertEquals(List.of("ended,stuck", "24,0"), outcomes.outLines());
    }

    @Test
    void aRunTrainsAgainWhatMayDifferAndNothingElse() throws IOException {
        var before = Files.readString(Path.of(store).resolve("store.json"));
        var grown = run(store, "--set", "sweep.seed=0..1");
        assertEquals(0, grown.exitCode(), grown.err());
        assertTrue(
                grown.errLines()
                        .contains("gradflow: " + OUTDATED + " networks of numerics lanes-3 may differ in lanes-4: these"
                                + " are trained again, and then replaced at once"),
                grown.err());
        assertTrue(grown.err().contains("\n24 networks trained in "), grown.err());
        var fresh = folder.resolve("fresh").toString();
        assertEquals(0, run(fresh, "--set", "sweep.seed=0..1").exitCode());
        assertEquals(digest(fresh), digest(store));
        // Rows that were kept lack the column that came later.
        assertNotEquals(digest(fresh, "--digest=all"), digest(store, "--digest=all"));

        // Zeros that are right, and infinities, are not trained again and again.
        var again = run(store, "--set", "sweep.seed=0..1");
        assertTrue(again.err().contains("\n0 networks trained in "), again.err());
        assertFalse(again.err().contains("may differ"), again.err());

        // The run was killed after the rows had been replaced, and before the description was.
        Files.writeString(Path.of(store).resolve("store.json"), before);
        assertEquals(0, run(store, "--set", "sweep.seed=0..1").exitCode());
        assertEquals(digest(fresh), digest(store));
    }

    /** The run's sweep shares some of the outdated rows with the sweep that is there, but lacks others. */
    @Test
    void aRunTrainsAgainTheOutdatedTasksOfAllSweepsInTheStore() {
        var other = new String[] {"--set", "sweep.scale=[1, 1e60, 2]"};
        var grown = run(store, other);
        assertEquals(0, grown.exitCode(), grown.err());
        assertTrue(grown.err().contains("gradflow: " + OUTDATED + " networks of numerics lanes-3"), grown.err());
        var fresh = folder.resolve("fresh").toString();
        assertEquals(0, run(fresh).exitCode());
        assertEquals(0, run(fresh, other).exitCode());
        assertEquals(digest(fresh), digest(store));
    }

    /** No row is given up that cannot be made again. */
    @Test
    void rowsThatNoConfigurationMakesStay() throws IOException {
        var description = Path.of(store).resolve("store.json");
        Files.writeString(description, Files.readString(description).replace("[0.9,0.1]", "[0.9]"));
        var before = committedFiles();
        var refused = run(store, "--set", "sweep.scale=1", "--set", "sweep.optimizer=gd");
        assertEquals(2, refused.exitCode(), refused.err());
        assertTrue(
                refused.err()
                        .contains(" networks of numerics lanes-3 that may differ in lanes-4, and none of its"
                                + " configurations makes them: take another store"),
                refused.err());
        assertEquals(before, committedFiles());
    }

    /** The committed files with their lengths. */
    private Map<Path, Long> committedFiles() throws IOException {
        var lengths = new TreeMap<Path, Long>();
        try (var files = Files.walk(Path.of(store).resolve("epochs"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                lengths.put(file, Files.size(file));
            }
        }
        return lengths;
    }
}
