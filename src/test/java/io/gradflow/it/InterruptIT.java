package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests Control-C during a run. */
class InterruptIT {
    private static final Pattern IGNORED_SIGNALS = Pattern.compile("SigIgn:\\s*([0-9a-f]+)");
    private static final int SIGINT_BIT = 1 << (2 - 1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private static Path temporary;

    private static ShortSweep sweep;

    @BeforeAll
    static void runUndisturbed() throws IOException {
        assumeFalse(interruptsAreIgnored(), "the tests run in the background of a shell: children ignore SIGINT");
        sweep = ShortSweep.get();
    }

    @Test
    void anInterruptBeforeAnythingIsFinishedLeavesNoStore() throws IOException {
        var store = temporary.resolve("vacant");

        interruptRun(
                store,
                () -> !ShortSweep.parquetFiles(store.resolve("_staging")).isEmpty(),
                "--set",
                "execution.partitions=1",
                "--set",
                "execution.wave-seconds=100");

        assertEquals(List.of("_lock"), names(store));
    }

    @Test
    void aLaterInterruptKeepsCommittedRowsAndTheSameCommandContinues() throws Exception {
        var store = temporary.resolve("begun");

        interruptRun(
                store,
                () -> !ShortSweep.waves(store).isEmpty()
                        && !ShortSweep.parquetFiles(store.resolve("_staging")).isEmpty());

        assertEquals(List.of("_lock", "_progress.json", "epochs", "store.json"), names(store));
        var committed = ShortSweep.committedFiles(store);
        assertEquals(Set.copyOf(committed), Set.copyOf(ShortSweep.parquetFiles(store)));
        try (var duckdb = new DuckDb()) {
            duckdb.loadRows(store);
            assertEquals(
                    List.of(),
                    duckdb.query("SELECT task, count(outcome) FROM epochs GROUP BY task HAVING count(outcome) <> 1"));
            long networks = duckdb.number("SELECT count(DISTINCT task) FROM epochs");
            assertTrue(networks > 0 && networks < ShortSweep.NETWORKS, () -> networks + " networks");
        }
        var states = ShortSweep.states(committed);

        sweep.run(store).run().assertExitCode(0);

        assertEquals(states, ShortSweep.states(committed));
        sweep.assertWhole(store);
    }

    private static void interruptRun(Path store, BooleanSupplier isTheTime, String... options) {
        try (var running = sweep.run(store, options).start()) {
            running.awaitThat("the time to interrupt has come", isTheTime);
            Command.of("kill", "-INT", String.valueOf(running.pid())).run().assertExitCode(0);
            assertTrue(running.endsWithin(PATIENCE), "did not end within " + PATIENCE);
            var finished = running.await().assertExitCode(130);

            assertEquals("", finished.stdout(), finished::toString);
            assertTrue(
                    finished.notes()
                            .contains("gradflow: interrupted; rows that are committed stay in " + store
                                    + "; the same command goes on from there"),
                    finished::toString);
            assertFalse(finished.stderr().contains("org.apache.spark"), finished::toString);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static boolean interruptsAreIgnored() throws IOException {
        var status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        var ignored = IGNORED_SIGNALS.matcher(Files.readString(status));
        return ignored.find() && (Long.parseUnsignedLong(ignored.group(1), 16) & SIGINT_BIT) != 0;
    }
}
