package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
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
    void aKilledRunLosesNothingAndTheNextOneRepeatsOneWaveAtMost(int round) throws Exception {
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
            var begun = lost.stream()
                    .flatMap(wave -> ShortSweep.parquetFiles(wave).stream())
                    .map(file -> file.getFileName().toString())
                    .toList();
            long noted = ShortSweep.notedModelEpochs(store);
            int waves = ShortSweep.waves(store).size();

            sweep.run(store).run().assertExitCode(0);

            sweep.assertWhole(store);
            assertEquals(states, ShortSweep.states(committed));
            assertTrue(lost.size() <= 1, () -> "waves under way at once: " + lost);
            assertEquals(new HashSet<>(begun).size(), begun.size(), () -> "a partition twice: " + begun);
            assertAtMostOneWaveIsTrainedTwice(store, committed, begun, noted, waves);
            reader.assertRight();
            return true;
        }
    }

    /**
     * Checks that both runs together train at most one wave more than the sweep needs. Each partition that the killed
     * run had begun counts as fully trained. Its size is known from the first wave of the second run, which has the
     * same partitions.
     */
    private static void assertAtMostOneWaveIsTrainedTwice(
            Path store, List<Path> committed, List<String> begun, long noted, int waves) throws Exception {
        var modelEpochs = ShortSweep.modelEpochs(store);
        long before = committed.stream()
                .mapToLong(file ->
                        modelEpochs.get(store.resolve("epochs").relativize(file).toString()))
                .sum();
        String next = "wave=" + waves + "/";
        assertTrue(
                begun.stream().map(next::concat).allMatch(modelEpochs::containsKey),
                () -> begun + " are not all in "
                        + modelEpochs.keySet().stream()
                                .filter(file -> file.startsWith(next))
                                .collect(Collectors.toSet()));
        long underWay =
                begun.stream().map(next::concat).mapToLong(modelEpochs::get).sum();
        long after = ShortSweep.notedModelEpochs(store);

        assertTrue(noted <= before + underWay, () -> noted + " noted, " + before + " + " + underWay + " found");
        assertEquals(sweep.modelEpochs() - before, after, "what the second run notes that it trained");
        long trained = before + underWay + after;
        long limit = sweep.modelEpochs() + sweep.largestWave();
        assertTrue(trained <= limit, () -> trained + " model-epochs trained in all, at most " + limit);
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
