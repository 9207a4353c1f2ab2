package io.gradflow.spark.reading;

import static org.apache.spark.sql.functions.col;

import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.results.RowSchema;
import io.gradflow.store.Wave;
import io.gradflow.sweep.TaskKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The tasks whose rows may differ between the present numerics and those before it, {@code lanes-3} or
 * {@code breeze-3}. All other tasks have the same rows in both, to the bit. Outdated are tasks with
 *
 * <ul>
 *   <li>a gradient whose squares lost bits because they were small, or overflowed;
 *   <li>clipping, and numbers so large that the squares of a gradient between two rows may have overflowed;
 *   <li>a {@code beta1} of a half or less, for which the mean of the gradients is now rounded as PyTorch does it.
 * </ul>
 */
public final class OutdatedTasks {
    /** A little above the root of the least sum of squares that keeps all bits, 1.0e-146. */
    private static final String LEAST_NORM = "2.1E-146D";

    /** Far below the root of the largest double. */
    private static final String LARGE = "1E100D";

    private static final String INFINITY = "double('Infinity')";

    private static final String CLIP_NORM = "optimizer_clip_norm";
    private static final String BETA1 = "optimizer_beta1";

    private static final String OTHER = "other";

    private OutdatedTasks() {}

    /**
     * The outdated tasks of a store.
     *
     * @param keys of all sweeps in the store, in the order of {@link TaskKey#ALL}
     */
    public static Dataset<Row> of(SparkSession spark, List<Wave> waves, List<TaskKey> keys) {
        return rows(spark, waves, keys).select(RowSchema.TASK.name()).distinct();
    }

    /**
     * The rows whose task is not among others.
     *
     * @param rows with a column of task ids
     * @param tasks with a column of task ids, which may be more than a broadcast can carry
     */
    public static Dataset<Row> without(Dataset<Row> rows, Dataset<Row> tasks) {
        return joined(rows, tasks, "left_anti");
    }

    private static Dataset<Row> joined(Dataset<Row> rows, Dataset<Row> tasks, String type) {
        String task = RowSchema.TASK.name();
        var others = tasks.select(col(task).as(OTHER)).hint("shuffle_merge");
        return rows.join(others, rows.col(task).equalTo(others.col(OTHER)), type);
    }

    /** The tasks that have ended in waves. */
    public static Dataset<Row> ended(SparkSession spark, List<Wave> waves) {
        return StoredRows.ended(spark, waves).select(RowSchema.TASK.name());
    }

    /** How many of some tasks failed in waves. */
    public static long failed(SparkSession spark, List<Wave> waves, Dataset<Row> tasks) {
        var failed = StoredRows.ended(spark, waves)
                .where(col(RowSchema.OUTCOME.name()).equalTo(Outcome.FAILED.column()));
        return joined(failed, tasks, "left_semi").count();
    }

    /** Whether waves and others have the same rows, but for those of some tasks. */
    public static boolean areOthersSame(
            SparkSession spark, List<Wave> waves, List<Wave> others, Dataset<Row> tasks, List<TaskKey> keys) {
        return RowDigest.of(without(StoredRows.of(spark, waves, keys), tasks))
                .equals(RowDigest.of(without(StoredRows.of(spark, others, keys), tasks)));
    }

    private static Dataset<Row> rows(SparkSession spark, List<Wave> waves, List<TaskKey> keys) {
        return StoredRows.of(spark, waves, keys).where(condition(keys));
    }

    private static String condition(List<TaskKey> keys) {
        var columns = keys.stream().map(TaskKey::column).toList();
        var conditions = new ArrayList<String>();
        conditions.add(anyLayer("l." + LayerMetric.GRAD_NORM.column() + " < " + LEAST_NORM + " OR l."
                + LayerMetric.GRAD_NORM.column() + " = " + INFINITY));
        if (columns.contains(CLIP_NORM)) {
            conditions.add(CLIP_NORM + " > 0 AND (" + Metric.TRAIN_LOSS.column() + " > " + LARGE + " OR "
                    + anyLayer("l." + LayerMetric.GRAD_NORM.column() + " > " + LARGE) + ")");
        }
        if (columns.contains(BETA1)) {
            conditions.add(BETA1 + " <= 0.5D");
        }
        return "(" + String.join(") OR (", conditions) + ")";
    }

    private static String anyLayer(String condition) {
        return "exists(" + RowSchema.LAYERS + ", l -> " + condition + ")";
    }
}
