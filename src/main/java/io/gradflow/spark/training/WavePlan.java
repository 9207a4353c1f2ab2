package io.gradflow.spark.training;

import io.gradflow.sweep.Execution;
import io.gradflow.sweep.Packs;

/**
 * How packs are cut into waves, and a wave into Spark partitions: by predicted time, in the order of the packs, which
 * has the longest first.
 *
 * @param cores the number of cores that Spark has
 */
record WavePlan(Packs packs, int cores, Execution execution) {
    /**
     * Short enough for progress to move and for little to be lost with a machine, long enough for few files: each
     * partition writes one.
     */
    private static final double SECONDS_PER_PARTITION = 10;

    /**
     * So many partitions a core that the last ones, on which some cores wait for others, are a small part of a wave.
     */
    private static final int PARTITIONS_PER_CORE = 16;

    private static final int MAX_PARTITIONS = 100_000;

    /** Limits waves of tiny networks, so that the number of files and the manifest stay small enough to handle. */
    private static final long MAX_PACKS_PER_WAVE = 1 << 18;

    /** Predictions are sums of rounded numbers: a boundary that should be exact may be next to it. */
    private static final double ROUNDING = 1e-9;

    /**
     * The pack that comes after a wave.
     *
     * @param first the wave's first pack
     */
    long end(long first) {
        long rest = packs.count() - first;
        double until = packs.secondsBefore(first) + (double) execution.waveSeconds() * cores;
        // A rest that is shorter than half a wave becomes part of the wave before it.
        long byTime = packs.seconds() - until < 0.5 * execution.waveSeconds() * cores
                ? rest
                : packs.packAt(until * (1 + ROUNDING)) - first;
        // A wave never keeps a core waiting, however long a pack takes.
        long whole = Math.max(byTime, 1) > rest - cores ? rest : roundedUp(Math.max(byTime, 1));
        return first + Math.min(whole, MAX_PACKS_PER_WAVE);
    }

    private long roundedUp(long count) {
        return (count - 1) / cores * cores + cores;
    }

    /**
     * Where the partitions of a wave begin, and where the last of them ends.
     *
     * @param first the wave's first pack
     * @param end the one after its last
     */
    long[] partitions(long first, long end) {
        long count = end - first;
        double before = packs.secondsBefore(first);
        double seconds = packs.secondsBefore(end) - before;
        double perPartition = Math.min(SECONDS_PER_PARTITION, execution.waveSeconds() / (double) PARTITIONS_PER_CORE);
        double wanted = execution.partitions() > 0
                ? execution.partitions()
                : Math.max(Math.ceil(seconds / perPartition), (double) PARTITIONS_PER_CORE * cores);
        int partitions = (int) Math.min((long) Math.min(wanted, MAX_PARTITIONS), count);
        long[] bounds = new long[partitions + 1];
        bounds[0] = first;
        for (int i = 1; i < partitions; i++) {
            long bound = seconds > 0
                    ? packs.packAt(before + seconds * i / partitions * (1 + ROUNDING))
                    : first + count / partitions * i;
            bounds[i] = Math.min(Math.max(bound, bounds[i - 1] + 1), end - (partitions - i));
        }
        bounds[partitions] = end;
        return bounds;
    }
}
