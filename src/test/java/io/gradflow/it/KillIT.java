package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ends a run by {@code kill -9} at a random moment and lets the same command finish it, while another reader counts the
 * rows of the store. {@code scripts/soak} does the same for longer, without the reader.
 */
class KillIT {
    private static final int ROUNDS = 3;
    private static final long SEED = 5;

    @TempDir
    private static Path temporary;

    private static ShortSweep sweep;

    @BeforeAll
    static void runUndisturbed() {
        sweep = ShortSweep.get();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aKilledRunLosesNothingAndTheNextOneRepeatsNothingThatWasFinished(int round) throws Exception {
        // The moment is early, in the middle or late. If the machine is less busy by now, the run may end before it.
        double share = (round + new Random(SEED + round).nextDouble()) / ROUNDS;
        var moment = Duration.ofMillis((long) (share * sweep.duration().toMillis()));
        for (int attempt = 0; !killedAndFinished(temporary.resolve("store-" + round + "-" + attempt), moment); ) {
            attempt++;
            moment = moment.dividedBy(2);
        }
    }

    /**
     * Kills a run at {@code moment} and checks all that must hold afterwards. Returns false if the run ended before.
     */
    private static boolean killedAndFinished(Path store, Duration moment) throws Exception {
        try (var reader = new CountingReader(store)) {
            try (var running = sweep.run(store).start()) {
                if (running.endsWithin(moment)) {
                    running.await().assertExitCode(0);
                    return false;
                }
                running.kill();
                var ended = running.await();
                if (ended.exitCode() == 0) {
                    // It came to its end between the look at it and the kill.
                    return false;
                }
                ended.assertExitCode(128 + 9);
            }
            var committed = ShortSweep.committedFiles(store);
            var listed = sweep.gradflow("status", "--files", "--store", store.toString())
                    .run();
            assertEquals(
                    committed.stream().map(Path::toString).toList(),
                    listed.stdout().lines().toList());
            var states = ShortSweep.states(committed);
            var lost = ShortSweep.stagedWaves(store);
            var finished = lost.stream()
                    .flatMap(wave -> ShortSweep.parquetFiles(wave).stream())
                    .filter(file -> !file.toString().contains("/attempt_"))
                    .map(file -> file.getFileName().toString())
                    .toList();
            long noted = ShortSweep.notedModelEpochs(store);
            int waves = ShortSweep.waves(store).size();

            sweep.run(store).run().assertExitCode(0);

            sweep.assertWhole(store);
            assertEquals(states, ShortSweep.states(committed));
            assertTrue(lost.size() <= 1, () -> "waves under way at once: " + lost);
            assertEquals(new HashSet<>(finished).size(), finished.size(), () -> "a partition twice: " + finished);
            assertNothingFinishedIsRepeated(store, committed, finished, noted, waves);
            reader.assertRight();
            return true;
        }
    }

    /**
     * Checks that the second run keeps what the first had finished, and trains exactly the rest.
     *
     * @param finished names of the files that Spark tasks of the killed run had committed
     * @param noted the model-epochs that the killed run had noted
     */
    private static void assertNothingFinishedIsRepeated(
            Path store, List<Path> committed, List<String> finished, long noted, int waves) throws Exception {
        var modelEpochs = ShortSweep.modelEpochs(store);
        long before = committed.stream()
                .mapToLong(file ->
                        modelEpochs.get(store.resolve("epochs").relativize(file).toString()))
                .sum();
        String next = "wave=" + waves + "/";
        long kept =
                finished.stream().map(next::concat).mapToLong(modelEpochs::get).sum();

        assertTrue(noted <= before + kept, () -> noted + " noted, " + before + " + " + kept + " found");
        assertEquals(
                sweep.modelEpochs() - before - kept,
                ShortSweep.notedModelEpochs(store),
                "what the second run notes that it trained");
    }

    @Test
    void twoDriversAtOnce() {
        var store = temporary.resolve("contended");
        try (var first = sweep.run(store).start()) {
            first.awaitThat(
                    "it has begun to train",
                    () -> !ShortSweep.parquetFiles(store.resolve("_staging")).isEmpty());
            var second = sweep.run(store).run().assertExitCode(2);

            assertTrue(first.isAlive(), "the second waited for the first");
            assertEquals(1, second.notes().size(), second::toString);
            assertTrue(
                    second.notes()
                            .get(0)
                            .startsWith("gradflow: store " + store + " is being written by another run: process "
                                    + first.pid() + " on "),
                    second::toString);
            var status = sweep.gradflow("status", "--store", store.toString(), "--format=csv")
                    .run()
                    .assertExitCode(0);
            assertTrue(status.stdout().contains("\nunder-way,1,\"process " + first.pid() + " on "), status::toString);
            first.kill();
            first.await().assertExitCode(128 + 9);
        }
        var left = ShortSweep.stagedWaves(store);
        assertEquals(1, left.size());
        try (var third = sweep.run(store).start()) {
            third.awaitThat(
                    "it has begun to train",
                    () -> ShortSweep.stagedWaves(store).stream().anyMatch(wave -> !left.contains(wave)));
        }
        assertTrue(Files.exists(store.resolve("_lock")));
    }
}
