package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control-C during a run. */
class InterruptIT {
    private static final Pattern IGNORED_SIGNALS = Pattern.compile("SigIgn:\\s*([0-9a-f]+)");
    private static final int SIGINT_BIT = 1 << (2 - 1);

    @TempDir
    private Path temporary;

    @Test
    void leavesNoRowThatIsNotCommitted() throws IOException {
        assumeFalse(interruptsAreIgnored(), "the tests run in the background of a shell: children ignore SIGINT");
        var checkout = Checkout.built(temporary.resolve("gradflow"));
        var store = temporary.resolve("store");

        try (var running = checkout.gradflow("run", "conf/study.conf", "--store", store.toString())
                .start()) {
            running.awaitThat("rows are being written", () -> hasRows(store.resolve("_staging")));
            Command.of("kill", "-INT", String.valueOf(running.pid())).run().assertExitCode(0);
            var finished = running.await();

            finished.assertExitCode(130);
            assertEquals("", finished.stdout(), finished::toString);
            assertFalse(finished.stderr().contains("\tat "), finished::toString);
        }
        assertFalse(hasRows(store.resolve("epochs")));
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
