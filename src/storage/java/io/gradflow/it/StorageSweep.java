package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.it.Command.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Sweeps into stores on another file system, with the settings that the page on clusters recommends: a small one, and
 * the one of some seconds that other tests disturb too. Their digests are those of the same sweeps on the local disk.
 */
final class StorageSweep {
    private static final String SMALL = """
            sweep {
              name = small
              dataset = { kind = xor, n = 40 }
              architecture = "2-3-1"
              activation = [tanh, relu]
              scale = [0.5, 2]
              epochs = 20
              seed = "0..4"
            }
            execution { partitions = 2 }
            """;

    static final int SMALL_NETWORKS = 20;

    /** Digests of stores on the local disk, made when the first test class asks for them. */
    private static final class Local {
        private static final Path SMALL_CONFIGURATION;
        private static final String SMALL_DIGEST;
        private static final String SHORT_DIGEST;

        static {
            try {
                var folder = TemporaryFolder.deletedAtExit();
                SMALL_CONFIGURATION = Files.writeString(folder.resolve("small.conf"), SMALL);
                String store = folder.resolve("store").toString();
                var checkout = Checkout.shared();
                checkout.gradflow("run", SMALL_CONFIGURATION.toString(), "--store", store, "--master", "local[2]")
                        .run()
                        .assertExitCode(0);
                SMALL_DIGEST = digestIn(checkout.gradflow("verify", "--store", store, "--digest")
                        .run());
                SHORT_DIGEST = digestIn(checkout.gradflow(
                                "verify",
                                "--store",
                                ShortSweep.get().undisturbed().toString(),
                                "--digest")
                        .run());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final UnaryOperator<Command> environment;
    private final List<String> options;

    /**
     * Sweeps into one file system.
     *
     * @param environment gives each command the variables that it needs
     * @param options that each command gets
     */
    StorageSweep(UnaryOperator<Command> environment, String... options) {
        this.environment = environment;
        this.options = List.of(options);
    }

    /** A command about a store. */
    Command command(String name, String store, String... more) {
        var arguments = new ArrayList<>(List.of(name));
        if (name.equals("run")) {
            arguments.add(Local.SMALL_CONFIGURATION.toString());
        }
        return gradflow(arguments, store, more);
    }

    /** Runs the small sweep. */
    Command runSmall(String store, String... more) {
        return command("run", store, more);
    }

    /** Runs the sweep of some seconds, in several waves. */
    Command runShort(String store, String... more) {
        var arguments =
                new ArrayList<>(List.of("run", ShortSweep.get().configuration().toString()));
        return gradflow(arguments, store, more);
    }

    private Command gradflow(List<String> arguments, String store, String... more) {
        arguments.addAll(List.of("--store", store, "--master", "local[2]"));
        arguments.addAll(options);
        arguments.addAll(List.of(more));
        return environment.apply(Checkout.shared().gradflow(arguments.toArray(String[]::new)));
    }

    /** Checks that a store has the rows of the small sweep. */
    void assertSmall(String store) {
        assertEquals(Local.SMALL_DIGEST, digest(store), store);
    }

    /** Checks that a store has the rows of the sweep of some seconds. */
    void assertShort(String store) {
        assertEquals(Local.SHORT_DIGEST, digest(store), store);
    }

    private String digest(String store) {
        return digestIn(command("verify", store, "--digest").run());
    }

    private static String digestIn(Finished verified) {
        verified.assertExitCode(0);
        assertTrue(verified.stdout().matches("[0-9a-f]{64}\n"), verified::toString);
        return verified.stdout();
    }

    /** Checks that a command ended with one line that tells what is wrong. */
    static void assertTells(int exitCode, String message, Finished finished) {
        finished.assertExitCode(exitCode);
        assertEquals("", finished.stdout(), finished::toString);
        assertEquals(List.of("gradflow: " + message), finished.notes(), finished::toString);
    }

    /** Checks that nobody has to read a stack trace. */
    static void assertNoTrace(Finished finished) {
        assertFalse(finished.stderr().contains("\tat "), finished::toString);
        assertFalse(finished.stderr().contains("\\tat "), finished::toString);
    }
}
