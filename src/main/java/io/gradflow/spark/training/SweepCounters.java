package io.gradflow.spark.training;

import io.gradflow.results.EpochRow;
import io.gradflow.sweep.Task;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * What the executors tell the driver while a sweep runs, beside its rows: Spark accumulators, whose updates arrive with
 * the end of each Spark task.
 */
final class SweepCounters implements Serializable {
    private static final long serialVersionUID = 1;
    static final String MODELS = "gradflow.models";
    static final String MODEL_EPOCHS = "gradflow.model-epochs";
    private static final int MAX_MESSAGES = 10;

    private final LongAccumulator models;
    private final LongAccumulator modelEpochs;
    private final CollectionAccumulator<String> failures;

    SweepCounters(SparkContext context) {
        models = context.longAccumulator(MODELS);
        modelEpochs = context.longAccumulator(MODEL_EPOCHS);
        failures = context.collectionAccumulator("gradflow.failures");
    }

    /** A task came to its last row. */
    void ended(EpochRow last) {
        models.add(1);
        modelEpochs.add(last.epoch());
    }

    /** An engine threw, which ended these tasks. */
    void failed(Set<Task> tasks, Throwable e) {
        // The first of each partition is enough to find the cause, and a driver's memory is finite.
        if (failures.isZero()) {
            var first = tasks.iterator().next();
            var trace = e.getStackTrace();
            failures.add(e + (trace.length == 0 ? "" : " at " + trace[0]) + ", in task " + first.id() + ", " + first);
        }
    }

    List<String> failures() {
        return failures.value().stream().distinct().limit(MAX_MESSAGES).toList();
    }
}
