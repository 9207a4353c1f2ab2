package io.gradflow.spark.reading;

import static org.apache.spark.sql.functions.col;

import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.results.RowSchema;
import io.gradflow.store.Wave;
import io.gradflow.sweep.TaskKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The tasks that the present arithmetic may train otherwise than the one before it, {@code lanes-3} or {@code
 * breeze-3}, of which the rows tell. All other tasks have the same rows in both, to the bit. Outdated are tasks with
 *
 * <ul>
 *   <li>a gradient so small that its squares had lost bits, or so large that they overflowed;
 *   <li>clipping, and numbers of a size at which the squares of a gradient between two rows may have overflowed;
 *   <li>a {@code beta1} of a half or less, for which the mean of the gradients is now rounded as PyTorch does.
 * </ul>
 */
public final class OutdatedTasks {
    /** The root of the least sum of squares that has all bits, and a little more. */
    private static final String LEAST_NORM = "2.1E-146D";

    /** Far below the root of the largest double. */
    private static final String LARGE = "1E100D";

    private static final String INFINITY = "double('Infinity')";

    private static final String CLIP_NORM = "optimizer_clip_norm";
    private static final String BETA1 = "optimizer_beta1";

    private OutdatedTasks() {}

    /**
     * The outdated tasks of a store.
     *
     * @param keys of all sweeps in the store, in the order of {@link TaskKey#ALL}
     */
    public static Dataset<Row> of(SparkSession spark, List<Wave> waves, List<TaskKey> keys) {
        return rows(spark, waves, keys).select(RowSchema.TASK.name()).distinct();
    }

    /** The files that hold outdated tasks, as waves without their other files. */
    public static List<Wave> files(SparkSession spark, List<Wave> waves, List<TaskKey> keys) {
        var paths = rows(spark, waves, keys)
                .select(col("_metadata.file_path"))
                .distinct()
                .as(Encoders.STRING())
                .collectAsList();
        Set<String> found = new HashSet<>();
        paths.forEach(path -> found.add(nameInStore(new Path(URI.create(path)))));
        var outdated = new ArrayList<Wave>();
        for (var wave : waves) {
            var files = wave.files().stream()
                    .filter(file -> found.contains(nameInStore(wave.path(file))))
                    .toList();
            if (!files.isEmpty()) {
                outdated.add(new Wave(wave.folder(), files));
            }
        }
        return outdated;
    }

    /** Wave and file, which Spark and the manifests spell alike. */
    private static String nameInStore(Path path) {
        return path.getParent().getName() + "/" + path.getName();
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
