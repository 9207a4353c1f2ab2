package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results that cannot be written: a full disk, a closed descriptor, a reader that has ended. */
class UnwrittenOutputIT {
    private static final String FULL = "gradflow: standard output cannot be written: No space left on device";

    /** Rows for minutes, in many partitions, each of which can be printed before the next is computed. */
    private static final String ENDLESS = "SELECT id FROM range(0, 100000000, 1, 10000)";

    @TempDir
    private static Path temporary;

    private static Checkout checkout;
    private static String store;

    @BeforeAll
    static void makeStore() throws IOException {
        checkout = Checkout.shared();
        store = temporary.resolve("store").toString();
        checkout.gradflow("run", "conf/quick.conf", "--store", store, "--set", "sweep.epochs=3")
                .run()
                .assertExitCode(0);
    }

    /** Runs the launcher with these arguments in a shell; {@code gradflow} stands for it. */
    private static Command.Finished shell(String script, List<String> arguments) {
        var line = new ArrayList<>(List.of(
                "-c",
                "gradflow() { \"$0\" \"$@\"; }; " + script,
                checkout.script().toString()));
        line.addAll(arguments);
        return checkout.command("bash", line.toArray(String[]::new)).run();
    }

    static Stream<List<String>> commands() {
        return Stream.of(
                List.of("--help"),
                List.of("sql", "--help"),
                List.of("--version"),
                List.of("plan", "conf/quick.conf"),
                List.of("run", "conf/quick.conf", "--store", store, "--set", "sweep.epochs=3"),
                List.of("status", "--store", store),
                List.of("status", "--store", store, "--files"),
                List.of("verify", "--store", store, "--digest"),
                List.of("sql", "--store", store, "SELECT 1"),
                List.of("sql", "--store", store, "SELECT 1", "--format", "csv"),
                List.of("sql", "--store", store, "SELECT 1", "--format", "json"),
                List.of("sql", "--store", store, ENDLESS, "--format", "csv"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aFullDiskIsToldAndTheCommandFails(List<String> arguments) {
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");

        var finished = shell("gradflow \"$@\" >/dev/full", arguments).assertExitCode(1);

        assertTrue(finished.notes().contains(FULL), finished::toString);
        assertFalse(finished.stderr().contains("\tat "), finished::toString);
    }

    @Test
    void aClosedDescriptorIsToldBeforeAnythingIsDone() {
        var fresh = temporary.resolve("fresh").toString();

        var finished = shell("gradflow \"$@\" >&-", List.of("run", "conf/quick.conf", "--store", fresh))
                .assertExitCode(1);

        assertEquals(List.of("gradflow: standard output is closed, must be open for results"), finished.notes());
        assertFalse(Files.exists(Path.of(fresh)));
    }

    @Test
    void closedDescriptorsOfInputAndErrorsDoNoHarm() {
        var finished = shell("gradflow \"$@\" <&- 2>&-", List.of("sql", "--store", store, "SELECT 1", "--format=csv"));

        finished.assertExitCode(0);
        assertEquals("1\n1\n", finished.stdout());
    }

    @ParameterizedTest
    @MethodSource("formatsThatStream")
    void whenTheReaderEndsSoDoesTheCommandQuietly(String format) {
        var finished = shell(
                        "gradflow \"$@\" | head -n 1; exit ${PIPESTATUS[0]}",
                        List.of("sql", "--store", store, ENDLESS, "--format", format))
                .assertExitCode(1);

        assertEquals(List.of(), finished.notes());
        assertEquals(1, finished.stdout().lines().count(), finished::toString);
    }

    static Stream<String> formatsThatStream() {
        return Stream.of("csv", "json");
    }
}
