package io.gradflow.spark;

import java.util.HashSet;
import java.util.Set;
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
    private final Progress progress;
    private final IntToDoubleFunction predictedSeconds;
    private final Set<Integer> counted = new HashSet<>();

    /**
     * A listener to one wave.
     *
     * @param predictedSeconds of each partition
     */
    ProgressListener(Progress progress, IntToDoubleFunction predictedSeconds) {
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
