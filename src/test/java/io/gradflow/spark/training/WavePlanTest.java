package io.gradflow.spark.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.sweep.Engine;
import io.gradflow.sweep.Execution;
import io.gradflow.sweep.Packs;
import io.gradflow.sweep.SweepReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WavePlanTest {
    @TempDir
    private static Path folder;

    private static Execution execution(int partitions, int waveSeconds) {
        return new Execution(Engine.LANES, 0, partitions, waveSeconds);
    }

    /** Packs of one network each; those of each number of epochs take as many times as long. */
    private static Packs packs(long packsOfEach, String epochs, double secondsOfOneEpoch) throws Exception {
        var file = Files.writeString(folder.resolve("a.conf"), """
                sweep { architecture = "2-3-1", activation = tanh, epochs = [%s], seed = "1..%d" }
                """.formatted(epochs, packsOfEach));
        return new Packs(SweepReader.read(file, List.of()).grid(), 1, task -> secondsOfOneEpoch * task.epochs());
    }

    private static Packs packs(long packs, double coreSeconds) throws Exception {
        return packs(packs, "1", coreSeconds / packs);
    }

    private static List<Long> ends(WavePlan plan) {
        var ends = new ArrayList<Long>();
        for (long first = 0; first < plan.packs().count(); first = ends.get(ends.size() - 1)) {
            ends.add(plan.end(first));
        }
        return ends;
    }

    @ParameterizedTest
    @CsvSource({
        // packs, seconds, cores, partitions
        "1, 1, 2, 1",
        "7, 1, 2, 7",
        "16, 10, 2, 16",
        "30, 10, 2, 30",
        // Sixteen for each core.
        "1000, 10, 2, 32",
        "1000, 10, 3, 48",
        // By time, 7.5 seconds each, a sixteenth of a wave of one core.
        "10000, 300, 2, 40"
    })
    void coresGetManyPartitionsAndLongOnesAreCut(long packs, double seconds, int cores, int partitions)
            throws Exception {
        var plan = new WavePlan(packs(packs, seconds), cores, execution(0, 120));
        assertEquals(List.of(packs), ends(plan));
        assertEquals(partitions, plan.partitions(0, packs).length - 1);
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "1, 1", "16, 16", "17, 16", "1000000, 16"})
    void partitionsThatWereAskedForAreAtMostAsManyAsPacks(int asked, int partitions) throws Exception {
        var plan = new WavePlan(packs(16, 1e6), 2, execution(asked, 1_000_000_000));
        assertEquals(partitions, plan.partitions(0, 16).length - 1);
    }

    @ParameterizedTest
    @CsvSource({
        // packs, seconds on one core, cores, waves
        "1000, 239, 2, 1",
        "1000, 241, 2, 1",
        "1000, 361, 2, 2",
        "1000, 2400, 2, 10",
        "1000, 2400, 1, 20",
        // Packs that take longer than a wave should: as many as there are cores.
        "16, 9000, 2, 8",
        "17, 9000, 2, 9",
        "3, 9000, 8, 1"
    })
    void wavesTakeAboutTheirTimeAndKeepAllCoresBusy(long packs, double seconds, int cores, int waves) throws Exception {
        assertEquals(
                waves,
                ends(new WavePlan(packs(packs, seconds), cores, execution(0, 120)))
                        .size());
    }

    @Test
    void wavesAndPartitionsCoverThePacksInOrderAndTakeTheirShares() throws Exception {
        var random = new Random(20260103);
        for (int i = 0; i < 300; i++) {
            var packs = packs(1 + random.nextInt(2000), "1, 7, 50", Math.exp(9 * random.nextDouble() - 9));
            int cores = 1 + random.nextInt(16);
            var plan = new WavePlan(packs, cores, execution(0, 1 + random.nextInt(200)));
            long first = 0;
            for (long end : ends(plan)) {
                assertTrue(end == packs.count() || (end - first) % cores == 0, plan::toString);
                long[] bounds = plan.partitions(first, end);
                assertEquals(first, bounds[0]);
                assertEquals(end, bounds[bounds.length - 1]);
                double longestPack = packs.secondsBefore(first + 1) - packs.secondsBefore(first);
                double share = (packs.secondsBefore(end) - packs.secondsBefore(first)) / (bounds.length - 1);
                for (int partition = 1; partition < bounds.length; partition++) {
                    assertTrue(bounds[partition] > bounds[partition - 1], plan::toString);
                    double seconds =
                            packs.secondsBefore(bounds[partition]) - packs.secondsBefore(bounds[partition - 1]);
                    assertTrue(seconds <= share + 2 * longestPack, plan::toString);
                }
                first = end;
            }
            assertEquals(packs.count(), first);
        }
    }

    @Test
    void networksThatTakeNoTimeAreCutByNumber() throws Exception {
        var plan = new WavePlan(packs(10_000_000, 0), 2, execution(0, 120));
        var ends = ends(plan);
        assertEquals(39, ends.size());
        assertEquals(33, plan.partitions(0, ends.get(0)).length);
    }
}
