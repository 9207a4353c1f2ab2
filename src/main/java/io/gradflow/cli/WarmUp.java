package io.gradflow.cli;

import io.gradflow.engine.Trainer;
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
            long end = System.nanoTime() + NANOS_PER_PACK;
            var rows = trainer.train(packs.pack(i * packs.count() / count), logging);
            while (!isOver && rows.hasNext() && System.nanoTime() < end) {
                rows.next();
            }
        }
    }

    /** Ends the training, soon. */
    void end() {
        isOver = true;
    }
}
