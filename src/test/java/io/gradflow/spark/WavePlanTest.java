package io.gradflow.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.sweep.Engine;
import io.gradflow.sweep.Sweep;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WavePlanTest {
    private static Sweep.Execution execution(int partitions, int waveSeconds) {
        return new Sweep.Execution(Engine.LANES, 0, partitions, waveSeconds);
    }

    private static WavePlan plan(long packs, double coreSeconds, int cores) {
        return WavePlan.of(packs, coreSeconds, cores, execution(0, 120));
    }

    @ParameterizedTest
    @CsvSource({
        // packs, seconds, cores, partitions
        "1, 1, 2, 1",
        "7, 1, 2, 7",
        "8, 1, 2, 8",
        // As many for each core, of as many packs.
        "16, 10, 2, 8",
        "16, 30, 2, 16",
        "30, 10, 2, 10",
        "1000, 10, 2, 8",
        "16, 10, 3, 16",
        "24, 10, 3, 12",
        // One of them larger than the others.
        "17, 10, 2, 9",
        // By time, two seconds each.
        "10000, 200, 2, 100"
    })
    void coresGetEqualShares(long packs, double seconds, int cores, int partitions) {
        var plan = plan(packs, seconds, cores);
        assertEquals(1, plan.waves());
        assertEquals(partitions, plan.partitions(0));
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "1, 1", "16, 16", "17, 16", "1000000, 16"})
    void partitionsThatWereAskedForAreAtMostAsManyAsPacks(int asked, int partitions) {
        assertEquals(
                partitions,
                WavePlan.of(16, 1e6, 2, execution(asked, 1_000_000_000)).partitions(0));
    }

    @ParameterizedTest
    @CsvSource({
        // packs, seconds on one core, cores, waves
        "1000, 239, 2, 1",
        "1000, 241, 2, 2",
        "1000, 2400, 2, 10",
        "1000, 2400, 1, 20",
        // Packs that take longer than a wave should: as many as there are cores.
        "16, 9000, 2, 8",
        "17, 9000, 2, 9",
        "3, 9000, 8, 1"
    })
    void wavesTakeAboutTheirTimeAndKeepAllCoresBusy(long packs, double seconds, int cores, int waves) {
        assertEquals(waves, plan(packs, seconds, cores).waves());
    }

    @Test
    void wavesCoverThePacksAndGiveCoresEqualNumbersButForTheLast() {
        var random = new Random(20260103);
        for (int i = 0; i < 1000; i++) {
            int packs = 1 + random.nextInt(2000);
            int cores = 1 + random.nextInt(16);
            var plan = plan(packs, Math.exp(20 * random.nextDouble() - 5), cores);
            assertEquals(0, plan.firstPack(0));
            assertEquals(packs, plan.firstPack(plan.waves()));
            for (int wave = 0; wave < plan.waves(); wave++) {
                long size = plan.firstPack(wave + 1) - plan.firstPack(wave);
                assertTrue(size > 0, plan::toString);
                assertTrue(wave == plan.waves() - 1 || size % cores == 0, plan::toString);
                int partitions = plan.partitions(wave);
                assertTrue(partitions >= 1 && partitions <= size, plan::toString);
                assertTrue(partitions >= Math.min(size, 4L * cores), plan::toString);
            }
        }
    }

    /** By number of packs, as Spark fills cores: what may be left to wait for is little. */
    @Test
    void noCoreHasMuchMoreThanItsShare() {
        for (int cores = 1; cores <= 8; cores++) {
            for (int packs = 1; packs <= 500; packs++) {
                int partitions = plan(packs, 1, cores).partitions(0);
                int largest = (packs + partitions - 1) / partitions;
                int rounds = (partitions + cores - 1) / cores;
                int fair = (packs + cores - 1) / cores;
                assertTrue(largest * rounds <= 1.25 * fair, packs + " packs on " + cores + " cores: " + partitions);
            }
        }
    }

    @Test
    void sweepsOfAnySizeArePlanned() {
        var plan = plan(Long.MAX_VALUE / 8, 1e300, 2);
        assertTrue(plan.waves() <= 1_000_000_000 && plan.waves() > 900_000_000, plan::toString);
        assertEquals(Long.MAX_VALUE / 8, plan.firstPack(plan.waves()));
        assertTrue(IntStream.of(0, 1, plan.waves() - 1).allMatch(wave -> plan.partitions(wave) > 1000));
    }
}
