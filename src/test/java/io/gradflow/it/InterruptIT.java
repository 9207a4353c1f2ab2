package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control-C during a run. */
class InterruptIT {
    private static final Pattern IGNORED_SIGNALS = Pattern.compile("SigIgn:\\s*([0-9a-f]+)");
    private static final int SIGINT_BIT = 1 << (2 - 1);

    @TempDir
    private static Path temporary;

    private static Checkout checkout;

    @BeforeAll
    static void copyCheckout() throws IOException {
        assumeFalse(interruptsAreIgnored(), "the tests run in the background of a shell: children ignore SIGINT");
        checkout = Checkout.built(temporary.resolve("gradflow"));
    }

    @Test
    void beforeTheFirstCommitLeavesThePlaceVacant() throws IOException {
        var store = temporary.resolve("vacant");

        interruptRun(store, () -> hasRows(store.resolve("_staging")));

        try (var files = Files.list(store)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void laterLeavesTheRowsOfWholeNetworks() throws SQLException {
        var store = temporary.resolve("begun");

        interruptRun(store, () -> hasRows(store.resolve("epochs")) && hasRows(store.resolve("_staging")));

        assertFalse(Files.exists(store.resolve("_staging")));
        try (var duckdb = new DuckDb()) {
            duckdb.loadRows(store);
            assertEquals(
                    List.of(),
                    duckdb.query("SELECT task, count(*), count(outcome) FROM epochs GROUP BY task"
                            + " HAVING count(*) <> 3000 OR count(outcome) <> 1"));
            long networks = duckdb.number("SELECT count(DISTINCT task) FROM epochs");
            assertTrue(networks > 0 && networks < 120, () -> networks + " networks");
        }
    }

    private static void interruptRun(Path store, BooleanSupplier isTheTime) {
        try (var running = checkout.gradflow(
                        "run", "conf/study.conf", "--set", "execution.wave-seconds=1", "--store", store.toString())
                .start()) {
            running.awaitThat("the time to interrupt has come", isTheTime);
            Command.of("kill", "-INT", String.valueOf(running.pid())).run().assertExitCode(0);
            var finished = running.await().assertExitCode(130);

            assertEquals("", finished.stdout(), finished::toString);
            assertTrue(
                    finished.notes().contains("gradflow: interrupted; rows that are committed stay in " + store),
                    finished::toString);
            assertFalse(finished.stderr().contains("org.apache.spark"), finished::toString);
        }
    }

    private static boolean hasRows(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".parquet"));
        } catch (NoSuchFileException e) {
            return false;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                // Renamed or removed since it was listed.
                return false;
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
