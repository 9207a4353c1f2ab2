package io.gradflow.cli;

import io.gradflow.engine.Trainer;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Packs;
import io.gradflow.sweep.diagnostic.Logging;

/**
 * Trains a little of the sweep, and throws it away, while Spark starts. That takes seconds in which most of the machine
 * is idle; the JIT compiler can use them for what the networks will need.
 */
final class WarmUp {
    /** Spread over the sweep, so that each kind of network is likely to be among them. */
    private static final int PACKS = 8;

    private static final long NANOS_PER_PACK = 300_000_000;

    /**
     * A pack that takes more than this part of the heap is left out. The sweep's own packs may be in memory before the
     * warm-up has noticed its end, and large networks gain nothing by it.
     */
    private static final int PART_OF_HEAP = 16;

    private volatile boolean isOver;

    private WarmUp() {}

    /** Starts in the background. */
    static WarmUp start(Packs packs, Trainer trainer, Logging logging) {
        var warmUp = new WarmUp();
        var thread = new Thread(() -> warmUp.train(packs, trainer, logging), "warm-up");
        // What goes wrong here goes wrong again in the sweep, and is reported there.
        thread.setUncaughtExceptionHandler((failed, cause) -> {});
        thread.setDaemon(true);
        thread.start();
        return warmUp;
    }

    private void train(Packs packs, Trainer trainer, Logging logging) {
        long count = Math.min(packs.count(), PACKS);
        for (long i = 0; i < count && !isOver; i++) {
            var pack = packs.pack(i * packs.count() / count);
            if (!isSmall(pack, trainer.packSize(), Runtime.getRuntime().maxMemory())) {
                continue;
            }
            long end = System.nanoTime() + NANOS_PER_PACK;
            var rows = trainer.train(pack, logging);
            while (!isOver && rows.hasNext() && System.nanoTime() < end) {
                rows.next();
            }
        }
    }

    /**
     * Whether there is room for a pack beside the sweep.
     *
     * @param packSize how many networks have room of their own, whether or not the pack has so many
     * @param heap in bytes
     */
    static boolean isSmall(Pack pack, int packSize, long heap) {
        var task = pack.tasks().get(0);
        double values = (double) task.sampleValues() + task.architecture().parameterCount();
        return values * Double.BYTES * packSize * PART_OF_HEAP <= heap;
    }

    /** Ends the training, soon. */
    void end() {
        isOver = true;
    }
}
