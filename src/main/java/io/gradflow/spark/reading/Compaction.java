package io.gradflow.spark.reading;

import static org.apache.spark.sql.functions.col;

import io.gradflow.parquet.EpochOutputFormat;
import io.gradflow.parquet.FileOrigin;
import io.gradflow.parquet.StoredEpochOutputFormat;
import io.gradflow.results.RowSchema;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.Wave;
import io.gradflow.sweep.TaskKey;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.classic.Dataset;

/**
 * Writes the rows of waves again, into few files. The rows are sorted by cell, seed, task and epoch, so that queries
 * for some cells find their rows together. All rows of a task go into one file, and the last rows of tasks into row
 * groups of their own, as in the files that a run writes.
 */
public final class Compaction {
    /** About how large a file becomes. */
    private static final long FILE_BYTES = 256L << 20;

    /**
     * Files of at least this size on average are left as they are. The size is less than {@link #FILE_BYTES}, because
     * compaction changes the sum of the sizes a little, and its own result would otherwise sometimes be written again.
     */
    private static final long SMALL_FILE_BYTES = FILE_BYTES / 4 * 3;

    private Compaction() {}

    /** Whether nothing would be gained by writing the rows again. */
    public static boolean isNeedless(List<Wave> waves) {
        long files = Wave.sum(waves, file -> 1);
        return files == 0 || (waves.size() == 1 && files <= 1 + bytes(waves) / SMALL_FILE_BYTES);
    }

    private static long bytes(List<Wave> waves) {
        return Wave.sum(waves, CommittedFile::bytes);
    }

    /**
     * Writes all rows of waves.
     *
     * @param keys of all sweeps in the store, in the order of {@link TaskKey#ALL}
     * @param origin of all rows
     * @param folder where Spark places the files; must not exist
     */
    public static void write(SparkSession spark, List<Wave> waves, List<TaskKey> keys, FileOrigin origin, Path folder) {
        write(StoredRows.of(spark, waves, keys), bytes(waves), keys, origin, folder);
    }

    /**
     * Writes all rows of waves, with other rows for some tasks.
     *
     * @param tasks the tasks with other rows, in a column of task ids
     * @param replacing the waves with the other rows
     * @param keys of all sweeps in the store, in the order of {@link TaskKey#ALL}
     * @param origin of all rows
     * @param folder where Spark places the files; must not exist
     */
    public static void writeReplacing(
            SparkSession spark,
            List<Wave> waves,
            org.apache.spark.sql.Dataset<Row> tasks,
            List<Wave> replacing,
            List<TaskKey> keys,
            FileOrigin origin,
            Path folder) {
        var rows = OutdatedTasks.without(StoredRows.of(spark, waves, keys), tasks)
                .union(StoredRows.of(spark, replacing, keys));
        write(rows, bytes(waves), keys, origin, folder);
    }

    /**
     * Writes rows.
     *
     * @param bytes about how large the files become together
     * @param keys that the rows have as columns
     * @param origin of all rows
     * @param folder where Spark places the files; must not exist
     */
    static void write(
            org.apache.spark.sql.Dataset<Row> rows, long bytes, List<TaskKey> keys, FileOrigin origin, Path folder) {
        // Keys do not travel to executors, but their columns' names do.
        var keyColumns = keys.stream().map(TaskKey::column).toList();
        // Spark's internal rows, because rows of objects would have an object for each number.
        sorted(rows, bytes, keys)
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitionsToPair(
                        part -> new StoredEpochIterator(part, StoredRows.allColumns(TaskKey.ofColumns(keyColumns))))
                .saveAsNewAPIHadoopDataset(EpochOutputFormat.job(
                        rows.sparkSession().sparkContext().hadoopConfiguration(),
                        StoredEpochOutputFormat.class,
                        keys,
                        origin,
                        folder));
    }

    /** The rows in their new order, with a partition for each file. */
    static Dataset<Row> sorted(org.apache.spark.sql.Dataset<Row> rows, long bytes, List<TaskKey> keys) {
        int files = (int) Math.min(1 + (bytes - 1) / FILE_BYTES, 1 << 20);
        var task = Stream.of(
                        keys.stream().filter(key -> !key.isSeed()).map(TaskKey::column),
                        keys.stream().filter(TaskKey::isSeed).map(TaskKey::column),
                        Stream.of(RowSchema.TASK.name()))
                .flatMap(columns -> columns)
                .toList();
        return (Dataset<Row>) rows.repartitionByRange(files, columns(task))
                .sortWithinPartitions(columns(Stream.concat(task.stream(), Stream.of(RowSchema.EPOCH.name()))
                        .toList()));
    }

    private static Column[] columns(List<String> names) {
        return names.stream().map(name -> col(name)).toArray(Column[]::new);
    }
}
