package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradflow.it.Command.Finished;
import io.gradflow.it.Command.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster of which a worker, and the executors that it starts, have another file system mounted where the stores are:
 * as on a machine where the mount is missing.
 */
class BlindExecutorIT {
    private static final String SWEEP = """
            sweep {
              dataset = { kind = xor, n = 40 }
              architecture = "2-3-1"
              activation = [tanh, relu]
              epochs = 20
              seed = "0..19"
            }
            """;

    private static final Pattern SECOND_WORKER = Pattern.compile("(?m)^worker 2, process (\\d+)$");

    @TempDir
    private static Path temporary;

    private static Checkout checkout;
    private static Path stores;
    private static Path folder;
    private static Path sweep;
    private static Running blindWorker;
    private static String url;

    @BeforeAll
    static void startCluster() throws IOException {
        assumeTrue(
                Files.exists(Path.of("/proc/self/mounts"))
                        && Command.of("unshare", "--mount", "true").run().exitCode() == 0,
                "this user may not hide a folder from a process");
        checkout = Checkout.shared();
        stores = Files.createDirectory(temporary.resolve("stores"));
        folder = temporary.resolve("cluster");
        sweep = Files.writeString(temporary.resolve("blind.conf"), SWEEP);
        url = cluster("start", "--memory", "700m")
                .run()
                .assertExitCode(0)
                .stdout()
                .strip();
        var second = SECOND_WORKER.matcher(cluster("status").run().stdout());
        assertTrue(second.find());
        blindWorker = blindLike(
                Path.of("/proc", second.group(1)),
                () -> Command.of("kill", "-KILL", second.group(1)).run().assertExitCode(0));
        blindWorker.awaitThat("the blind worker has registered", () -> isRegistered(2));
    }

    /** Starts a program as a process was started, after the process is ended, with the stores hidden from it. */
    private static Running blindLike(Path process, Runnable end) throws IOException {
        var line = new ArrayList<>(List.of("--mount", "sh", "-c", "mount -t tmpfs none \"$0\" && exec \"$@\""));
        line.add(stores.toString());
        line.addAll(strings(process.resolve("cmdline")));
        var environment = strings(process.resolve("environ"));
        end.run();
        var command = Command.of("unshare", line.toArray(String[]::new)).in(folder);
        for (var entry : environment) {
            command.with(entry.split("=", 2)[0], entry.split("=", 2)[1]);
        }
        return command.start();
    }

    private static List<String> strings(Path file) throws IOException {
        return Arrays.stream(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\0"))
                .toList();
    }

    private static boolean isRegistered(int workers) {
        return cluster("status").run().stdout().endsWith("\n" + workers + " of 2 workers registered\n");
    }

    @AfterAll
    static void stop() {
        if (folder != null) {
            cluster("stop").run().assertExitCode(0);
        }
        if (blindWorker != null) {
            blindWorker.close();
        }
    }

    @Test
    void aStoreWithRowsStaysAsItIs() throws IOException {
        var store = stores.resolve("rows");
        here("run", sweep.toString(), "--store", store.toString()).assertExitCode(0);
        var before = contents(store);

        assertRefused(there("verify", "--store", store.toString()));
        assertEquals(before, contents(store));
        assertRefused(there("compact", "--store", store.toString()));
        assertEquals(before, contents(store));
        assertRefused(there("run", sweep.toString(), "--store", store.toString(), "--set", "sweep.seed=0..39"));
        assertEquals(before, contents(store));

        here("verify", "--store", store.toString()).assertExitCode(0);
    }

    @Test
    void aNewStoreGetsNoRows() throws IOException {
        var store = stores.resolve("new");

        assertRefused(there("run", sweep.toString(), "--store", store.toString()));
        assertFalse(Files.exists(store.resolve("epochs")));
    }

    private static void assertRefused(Finished finished) {
        finished.assertExitCode(1);
        assertTrue(
                finished.notes().stream()
                        .anyMatch(note ->
                                note.matches("gradflow: executor \\d+ on 127\\.0\\.0\\.\\d cannot see the store: .*")),
                finished::toString);
        assertFalse(finished.stderr().contains("damaged"), finished::toString);
        assertFalse(finished.stderr().contains("\tat "), finished::toString);
    }

    private static Finished here(String... arguments) {
        return gradflow("local[2]", arguments);
    }

    private static Finished there(String... arguments) {
        return gradflow(url, arguments);
    }

    private static Finished gradflow(String master, String... arguments) {
        return checkout.gradflow(Stream.concat(Arrays.stream(arguments), Stream.of("--master", master))
                        .toArray(String[]::new))
                .with("GRADFLOW_CLUSTER", folder)
                .run();
    }

    private static Command cluster(String... arguments) {
        return Command.of(checkout.home().resolve("scripts/cluster").toString(), arguments)
                .in(temporary)
                .with("GRADFLOW_CLUSTER", folder);
    }

    /** The bytes of all files but the lock, by path. */
    private static Map<String, String> contents(Path store) throws IOException {
        try (var files = Files.walk(store)) {
            return files.filter(file -> Files.isRegularFile(file) && !file.endsWith("_lock"))
                    .collect(Collectors.toMap(Path::toString, BlindExecutorIT::bytes));
        }
    }

    private static String bytes(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
