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
 * Shows on standard error how far a run is: networks done, model-epochs per second, time left. A bar that redraws
 * itself on a terminal; a line from time to time elsewhere, so that a log file stays readable. Notes the same in the
 * store, for other terminals.
 *
 * <p>The time left is to the time taken as what is left is to what is done, both as predicted: networks that take long
 * come first, so their number would tell little. What was done before a twentieth was does not count: until the JVM is
 * warm, all takes longer.
 */
final class ProgressDisplay implements Progress, AutoCloseable {
    private static final int MAX_WIDTH = 110;
    private static final double WARM_SHARE = 0.05;
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
    /** Of one core, by prediction, of what is done. */
    private final DoubleAdder seconds = new DoubleAdder();

    /** When a twentieth was done; null before. */
    private volatile Moment warm;

    /**
     * Nothing done yet.
     *
     * @param packs of all that is to be trained
     */
    ProgressDisplay(Sweep sweep, Store store, Packs packs) {
        this.sweep = sweep;
        this.store = store;
        this.packs = packs;
        // The launcher knows; Java cannot tell for standard error alone.
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

    /** How far a run was, after so many seconds. */
    private record Moment(double elapsed, double done) {}

    /** Prints each line that differs from the one before: the bar repeats its last one when it is closed. */
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

    /** NaN when nothing is known yet. */
    private double secondsLeft(Duration elapsed) {
        double done = seconds.sum();
        var since = warm != null && warm.done < done ? warm : new Moment(0, 0);
        double taken = elapsed.toMillis() / 1e3 - since.elapsed;
        return done == 0 ? Double.NaN : taken * Math.max(0, packs.seconds() - done) / (done - since.done);
    }

    @Override
    public void done(long newModels, long newModelEpochs, double newSeconds) {
        models += newModels;
        modelEpochs += newModelEpochs;
        seconds.add(newSeconds);
        double elapsed = bar.getElapsedAfterStart().toMillis() / 1e3;
        if (warm == null && seconds.sum() >= WARM_SHARE * packs.seconds()) {
            warm = new Moment(elapsed, seconds.sum());
        }
        bar.setExtraMessage(String.format(Locale.ROOT, "%,.0f model-epochs/s", modelEpochs / elapsed));
        bar.stepBy(newModels);
        if (noted.plus(NOTE_INTERVAL).isBefore(Instant.now())) {
            note(false);
        }
    }

    /** All is trained and committed. */
    void ended() {
        note(true);
    }

    private void note(boolean ended) {
        noted = Instant.now();
        var elapsed = Duration.between(started, noted);
        try {
            store.note(new RunProgress(
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
            // A store that cannot be written shows when a wave is.
        }
    }

    @Override
    public void close() {
        bar.close();
    }
}
