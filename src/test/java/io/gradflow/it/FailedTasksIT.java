package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.it.Command.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks for which a machine has no memory, and a machine that has more. */
class FailedTasksIT {
    private static final String SWEEP = """
            sweep {
              dataset = { kind = xor, n = 40 }
              architecture = ["2-3-1", "2-4000-4000-1"]
              activation = tanh
              epochs = 1
              seed = 0..1
            }
            execution { partitions = 1, lane-width = 2 }
            """;

    @TempDir
    private static Path temporary;

    @Test
    void areTrainedAgainWithMoreMemory() throws Exception {
        Files.writeString(temporary.resolve("large.conf"), SWEEP);
        var store = temporary.resolve("store");

        var little = run(store, "500m").assertExitCode(3);
        assertTrue(little.stderr().contains("java.lang.OutOfMemoryError"), little::toString);
        assertTrue(little.stderr().contains("4 networks trained in "), little::toString);
        assertTrue(little.stderr().contains("\n2 failed networks are in the store; "), little::toString);

        var kept = run(store, "2g", "--keep-failed").assertExitCode(3);
        assertTrue(kept.stderr().contains("\n0 networks trained in "), kept::toString);

        var again = run(store, "2g").assertExitCode(0);
        assertTrue(again.stderr().contains("\n2 networks trained in "), again::toString);
        assertTrue(again.stderr().contains("; 2 were there"), again::toString);
        assertFalse(again.stderr().contains("failed network"), again::toString);
    }

    /** One network of the size of MNIST's, in a heap that its data and pre-activations would fill eight times. */
    @Test
    void aLoneNetworkNeedsNoMemoryForIdleLanes() throws Exception {
        Files.writeString(temporary.resolve("large.conf"), """
                sweep {
                  dataset = { kind = blobs, n = 12000, centers = 10, features = 784 }
                  architecture = "784-256-128-10"
                  activation = relu
                  loss = softmax_cross_entropy
                  epochs = 1
                  seed = 0
                }
                execution { lane-width = 8 }
                """);
        run(temporary.resolve("lone"), "700m").assertExitCode(0);
    }

    private static Finished run(Path store, String memory, String... options) {
        var line = new ArrayList<>(List.of("run", "large.conf", "--store", store.toString()));
        line.addAll(List.of("--master", "local[1]", "--memory", memory));
        line.addAll(List.of(options));
        return Checkout.shared()
                .gradflow(line.toArray(String[]::new))
                .in(temporary)
                .run();
    }
}
