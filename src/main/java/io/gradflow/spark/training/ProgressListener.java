package io.gradflow.spark.training;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToDoubleFunction;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Turns the ends of Spark tasks into progress: successful ones only, and each partition once, so that neither retries
 * nor speculative copies count twice.
 */
final class ProgressListener extends SparkListener {
    private static final int MAX_SECONDS_BEHIND = 10;

    private final Progress progress;
    private final IntToDoubleFunction predictedSeconds;
    private final Set<Integer> counted = new HashSet<>();
    private final CountDownLatch uncounted;

    /**
     * A listener to one wave.
     *
     * @param partitions the number of partitions of the wave
     * @param predictedSeconds gives the predicted core-seconds of a partition, by its index
     */
    ProgressListener(Progress progress, int partitions, IntToDoubleFunction predictedSeconds) {
        uncounted = new CountDownLatch(partitions);
        this.progress = progress;
        this.predictedSeconds = predictedSeconds;
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        if (!end.reason().equals(Success$.MODULE$)) {
            return;
        }
        long models = update(end, SweepCounters.MODELS);
        if (models > 0 && counted.add(end.taskInfo().index())) {
            progress.done(
                    models,
                    update(end, SweepCounters.MODEL_EPOCHS),
                    predictedSeconds.applyAsDouble(end.taskInfo().index()));
            uncounted.countDown();
        }
    }

    /** Waits until all partitions are counted: Spark may report their ends after the job has ended. */
    void awaitAll() {
        try {
            // Not for ever, because Spark drops reports when its queue is full.
            var unused = uncounted.await(MAX_SECONDS_BEHIND, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long update(SparkListenerTaskEnd end, String accumulator) {
        return CollectionConverters.asJava(end.taskInfo().accumulables()).stream()
                .filter(info ->
                        info.name().contains(accumulator) && info.update().isDefined())
                .mapToLong(info -> (Long) info.update().get())
                .sum();
    }
}
