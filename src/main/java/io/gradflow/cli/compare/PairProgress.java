package io.gradflow.cli.compare;

import io.gradflow.comparison.Comparison;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells how many pairs of groups have been compared, a line each ten seconds. What takes less long tells nothing. */
public final class PairProgress implements Comparison.Progress {
    private static final long INTERVAL = Duration.ofSeconds(10).toNanos();

    private final PrintStream err;
    private final LongSupplier clock;
    private long last;
    private int done;

    /** Progress that is told on a stream. */
    public PairProgress(PrintStream err) {
        this(err, System::nanoTime);
    }

    PairProgress(PrintStream err, LongSupplier clock) {
        this.err = err;
        this.clock = clock;
        last = clock.getAsLong();
    }

    @Override
    public synchronized void oneMoreOf(int all) {
        done++;
        long now = clock.getAsLong();
        if (now - last > INTERVAL) {
            last = now;
            err.println("compared " + done + " of " + all + " pairs");
        }
    }
}
