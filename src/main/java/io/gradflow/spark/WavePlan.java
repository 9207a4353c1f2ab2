package io.gradflow.spark;

import io.gradflow.sweep.Sweep;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How the packs of a sweep are cut into waves, and the waves into Spark partitions: by number, so that each core gets as
 * many as the others.
 *
 * @param packs in all
 * @param packsPerWave in each wave but the last, which has the rest
 * @param secondsPerPack on one core, by prediction, on average
 * @param cores that Spark has
 * @param partitions of a wave that were asked for; 0 if the choice is ours
 */
record WavePlan(long packs, long packsPerWave, double secondsPerPack, int cores, int partitions) {
    /** Short enough for progress to move and cores to stay busy to the end, long enough for Spark's cost not to show. */
    private static final double SECONDS_PER_PARTITION = 2;

    private static final int PARTITIONS_PER_CORE = 4;
    private static final int MAX_PARTITIONS = 100_000;
    private static final int MAX_WAVES = 1_000_000_000;

    /**
     * Plans a sweep.
     *
     * @param coreSeconds that all packs take together on one core, by prediction
     */
    static WavePlan of(long packs, double coreSeconds, int cores, Sweep.Execution execution) {
        double wavesByTime = Math.ceil(coreSeconds / cores / execution.waveSeconds());
        long waves = (long) Math.max(1, Math.min(wavesByTime, MAX_WAVES));
        // A wave never keeps a core waiting, however long a pack takes.
        long packsPerCore = shareOf(shareOf(packs, waves), cores);
        return new WavePlan(packs, packsPerCore * cores, coreSeconds / packs, cores, execution.partitions());
    }

    int waves() {
        return (int) shareOf(packs, packsPerWave);
    }

    /** Where a wave starts; of the wave after the last, the number of packs. */
    long firstPack(int wave) {
        return wave < waves() ? wave * packsPerWave : packs;
    }

    /** The Spark partitions of a wave, at most one for each of its packs. */
    int partitions(int wave) {
        long wavePacks = firstPack(wave + 1) - firstPack(wave);
        if (partitions > 0) {
            return (int) Math.min(partitions, wavePacks);
        }
        long byTime = (long) Math.ceil(wavePacks * secondsPerPack / SECONDS_PER_PARTITION);
        long wanted = Math.min(Math.max(byTime, (long) PARTITIONS_PER_CORE * cores), MAX_PARTITIONS);
        return even(wavePacks, (int) Math.min(wanted, wavePacks));
    }

    /** The number from {@code least} to its double with which the busiest core has the fewest packs to train. */
    private int even(long wavePacks, int least) {
        return IntStream.rangeClosed(least, (int) Math.min(2L * least, wavePacks))
                .boxed()
                .min(Comparator.comparingLong(count -> shareOf(count, cores) * shareOf(wavePacks, count)))
                .orElseThrow();
    }

    /** The largest of so many equal shares, in whole numbers. */
    private static long shareOf(long whole, long shares) {
        return (whole - 1) / shares + 1;
    }
}
