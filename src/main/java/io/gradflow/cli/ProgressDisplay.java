package io.gradflow.cli;

import io.gradflow.spark.training.Progress;
import io.gradflow.store.RunProgress;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.Packs;
import io.gradflow.sweep.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

/**
 * Shows on standard error how far a run is: finished networks, model-epochs per second and time left. On a terminal
 * it is a bar that redraws itself. Elsewhere it is a new line from time to time, so that a log file stays readable.
 * The same numbers are written into the store, for {@code gradflow status}.
 *
 * <p>The time left is estimated from predicted core-seconds: time left / time taken = core-seconds left /
 * core-seconds finished. The number of networks would tell little, since the networks that take longest come first.
 * The first {@link #WARM_UP_SHARE} of the work is left out of the estimate as soon as possible, since everything is
 * slower until the JVM is warm.
 */
final class ProgressDisplay implements Progress, AutoCloseable {
    /** Columns of the bar at most. */
    private static final int MAX_WIDTH = 110;

    /** The share of all predicted core-seconds during which the JVM is taken to warm up. */
    private static final double WARM_UP_SHARE = 0.05;

    private static final Duration TERMINAL_INTERVAL = Duration.ofMillis(250);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(5);
    private static final Duration NOTE_INTERVAL = Duration.ofSeconds(1);

    private final Sweep sweep;
    private final Store store;
    private final Packs packs;
    private final Instant started = Instant.now();
    private final ProgressBar bar;
    private Instant noted = Instant.MIN;
    private long models;
    private long modelEpochs;
    /** Predicted core-seconds of the finished tasks. */
    private final DoubleAdder coreSeconds = new DoubleAdder();

    /** The moment at which the JVM was taken to be warm; null before it. */
    private volatile Moment warm;

    /**
     * Shows that nothing is finished yet.
     *
     * @param packs the packs that are to be trained
     */
    ProgressDisplay(Sweep sweep, Store store, Packs packs) {
        this.sweep = sweep;
        this.store = store;
        this.packs = packs;
        // The launcher passes the width of the terminal. Java cannot tell whether standard error alone is a terminal.
        int columns = Integer.getInteger("gradflow.stderr.columns", 0);
        ProgressBarConsumer consumer = columns > 0
                ? new ConsoleProgressBarConsumer(System.err, Math.min(columns, MAX_WIDTH))
                : new DelegatingProgressBarConsumer(new NewLines(), MAX_WIDTH);
        bar = ProgressBar.builder()
                .setTaskName("training")
                .setUnit(" models", 1)
                .setInitialMax(packs.tasks())
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis((int) (columns > 0 ? TERMINAL_INTERVAL : LOG_INTERVAL).toMillis())
                .setEtaFunction(this::timeLeft)
                .setConsumer(consumer)
                .build();
        note(false);
    }

    /**
     * How far the run was at some moment.
     *
     * @param elapsed seconds since the training started
     * @param coreSeconds predicted core-seconds of the tasks that were finished then
     */
    private record Moment(double elapsed, double coreSeconds) {
        static final Moment START = new Moment(0, 0);
    }

    /** Prints each line that differs from the line before. The bar repeats its last line when it is closed. */
    private static final class NewLines implements Consumer<String> {
        private String last = "";

        @Override
        public void accept(String line) {
            if (!line.equals(last)) {
                System.err.println(line.strip());
                last = line;
            }
        }
    }

    private Optional<Duration> timeLeft(ProgressState state) {
        double left = secondsLeft(state.getElapsedAfterStart());
        return Double.isNaN(left) ? Optional.empty() : Optional.of(Duration.ofMillis((long) (1e3 * left)));
    }

    /** The estimated time left; NaN as long as no task is finished. */
    private double secondsLeft(Duration elapsed) {
        double done = coreSeconds.sum();
        var since = warm != null && warm.coreSeconds < done ? warm : Moment.START;
        double taken = elapsed.toMillis() / 1e3 - since.elapsed;
        return done == 0 ? Double.NaN : taken * Math.max(0, packs.seconds() - done) / (done - since.coreSeconds);
    }

    @Override
    public void done(long newModels, long newModelEpochs, double newCoreSeconds) {
        models += newModels;
        modelEpochs += newModelEpochs;
        coreSeconds.add(newCoreSeconds);
        double elapsed = bar.getElapsedAfterStart().toMillis() / 1e3;
        if (warm == null && coreSeconds.sum() >= WARM_UP_SHARE * packs.seconds()) {
            warm = new Moment(elapsed, coreSeconds.sum());
        }
        bar.setExtraMessage(String.format(Locale.ROOT, "%,.0f model-epochs/s", modelEpochs / elapsed));
        bar.stepBy(newModels);
        if (noted.plus(NOTE_INTERVAL).isBefore(Instant.now())) {
            note(false);
        }
    }

    /** Writes down that everything is trained and committed. */
    void ended() {
        note(true);
    }

    private void note(boolean ended) {
        noted = Instant.now();
        var elapsed = Duration.between(started, noted);
        try {
            store.noteProgress(new RunProgress(
                    sweep.name(),
                    packs.places(),
                    packs.places() - packs.tasks(),
                    models,
                    modelEpochs,
                    started.truncatedTo(ChronoUnit.SECONDS).toString(),
                    elapsed.toMillis() / 1e3,
                    ended ? 0 : secondsLeft(elapsed),
                    ended));
        } catch (StoreException e) {
            // If the store cannot be written, the next commit of a wave reports it.
        }
    }

    @Override
    public void close() {
        bar.close();
    }
}
