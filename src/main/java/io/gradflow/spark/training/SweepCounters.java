package io.gradflow.spark.training;

import io.gradflow.parquet.EpochOutputFormat;
import io.gradflow.results.EpochRow;
import io.gradflow.sweep.Task;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * The counts and messages that executors send to the driver while a sweep runs. They are Spark accumulators, whose
 * updates arrive at the end of each Spark task.
 */
final class SweepCounters implements Serializable {
    private static final long serialVersionUID = 1;
    static final String MODELS = "gradflow.models";
    static final String MODEL_EPOCHS = "gradflow.model-epochs";
    private static final int MAX_MESSAGES = 10;

    private final LongAccumulator models;
    private final LongAccumulator modelEpochs;
    private final CollectionAccumulator<String> failures;
    private final CollectionAccumulator<WrittenFile> written;

    SweepCounters(SparkContext context) {
        models = context.longAccumulator(MODELS);
        modelEpochs = context.longAccumulator(MODEL_EPOCHS);
        failures = context.collectionAccumulator("gradflow.failures");
        written = context.collectionAccumulator("gradflow.written");
    }

    /** Counts a task that has come to its last row. */
    void ended(EpochRow last) {
        models.add(1);
        modelEpochs.add(last.epoch());
    }

    /** Keeps a message on what an engine threw, which ended these tasks. */
    void failed(Set<Task> tasks, Throwable e) {
        // The first of each partition is enough to find the cause, and a driver's memory is finite.
        if (failures.isZero()) {
            var first = tasks.iterator().next();
            var trace = e.getStackTrace();
            String what = e + (trace.length == 0 ? "" : " at " + trace[0]) + ", in task " + first.id() + ", " + first;
            failures.add(
                    isOfMachine(e)
                            ? "a machine could not go on: " + what + "; more memory, or another machine, may help"
                            : "an engine threw " + what + "; it will do so again");
        }
    }

    /** Whether another machine might do what this one cannot, for want of memory, stack or a class. */
    private static boolean isOfMachine(Throwable e) {
        return e instanceof VirtualMachineError || e instanceof LinkageError;
    }

    /** Notes how many rows a partition has given to its file. */
    void wrote(int partition, long rows) {
        written.add(new WrittenFile(EpochOutputFormat.fileName(partition), rows));
    }

    /** The files that executors have written, one for each partition. */
    List<WrittenFile> written() {
        return List.copyOf(written.value());
    }

    /** What engines and machines threw, each message once; at most ten of them. */
    List<String> failures() {
        return failures.value().stream().distinct().limit(MAX_MESSAGES).toList();
    }
}
