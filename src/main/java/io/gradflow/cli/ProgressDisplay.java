package io.gradflow.cli;

import io.gradflow.spark.Progress;
import io.gradflow.sweep.Sweep;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows on standard error how far a run is: networks done, model-epochs per second, time left. A bar that redraws
 * itself on a terminal; a line from time to time elsewhere, so that a log file stays readable.
 */
final class ProgressDisplay implements Progress, AutoCloseable {
    private static final int MAX_WIDTH = 110;
    private static final Duration TERMINAL_INTERVAL = Duration.ofMillis(250);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(5);

    private final ProgressBar bar;
    private long modelEpochs;

    private ProgressDisplay(ProgressBar bar) {
        this.bar = bar;
    }

    static ProgressDisplay of(Sweep sweep) {
        // The launcher knows; Java cannot tell for standard error alone.
        int columns = Integer.getInteger("gradflow.stderr.columns", 0);
        ProgressBarConsumer consumer = columns > 0
                ? new ConsoleProgressBarConsumer(System.err, Math.min(columns, MAX_WIDTH))
                : new DelegatingProgressBarConsumer(new NewLines(), MAX_WIDTH);
        return new ProgressDisplay(ProgressBar.builder()
                .setTaskName("training")
                .setUnit(" models", 1)
                .setInitialMax(sweep.grid().size())
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis((int) (columns > 0 ? TERMINAL_INTERVAL : LOG_INTERVAL).toMillis())
                .setConsumer(consumer)
                .build());
    }

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

    @Override
    public void done(long models, long newModelEpochs) {
        modelEpochs += newModelEpochs;
        double seconds = bar.getElapsedAfterStart().toMillis() / 1e3;
        bar.setExtraMessage(String.format(Locale.ROOT, "%,.0f model-epochs/s", modelEpochs / seconds));
        bar.stepBy(models);
    }

    @Override
    public void close() {
        bar.close();
    }
}
