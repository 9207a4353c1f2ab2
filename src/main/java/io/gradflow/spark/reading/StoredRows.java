package io.gradflow.spark.reading;

import io.gradflow.results.Column;
import io.gradflow.results.Outcome;
import io.gradflow.results.RowSchema;
import io.gradflow.store.Wave;
import io.gradflow.sweep.TaskKey;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The committed rows of a store as a Dataset. It reads the files that the manifests name and no others, so neither a
 * wave under way nor a foreign file is ever read. The schema is given and not looked for in the files: those of a sweep
 * with fewer keys lack columns, which then are null.
 */
public final class StoredRows {
    /** The condition that a row is the last one of a task that failed. */
    static final String IS_FAILED_TASK = RowSchema.OUTCOME.name() + " = '" + Outcome.FAILED.column() + "'";

    private StoredRows() {}

    /**
     * Rows with all columns that there are, also of groups of diagnostics that the store does not have.
     *
     * @param keys of all sweeps in the store, in the order of {@link TaskKey#ALL}
     */
    public static Dataset<Row> of(SparkSession spark, List<Wave> waves, List<TaskKey> keys) {
        return of(spark, waves, allColumns(keys));
    }

    /** Rows with the columns of a schema. */
    public static Dataset<Row> of(SparkSession spark, List<Wave> waves, RowSchema schema) {
        return read(spark, waves, schema.columns());
    }

    /** The columns of the rows of any store with these keys. */
    static RowSchema allColumns(List<TaskKey> keys) {
        return RowSchema.of(keys, DiagnosticGroups.ALL);
    }

    /** The last rows of all tasks that have ended, with the columns {@code task} and {@code outcome} alone. */
    static Dataset<Row> ended(SparkSession spark, List<Wave> waves) {
        return read(spark, waves, List.of(RowSchema.TASK, RowSchema.OUTCOME))
                .where(RowSchema.OUTCOME.name() + " IS NOT NULL");
    }

    private static Dataset<Row> read(SparkSession spark, List<Wave> waves, List<? extends Column> columns) {
        var schema = SparkSchema.of(columns);
        var paths = waves.stream()
                .flatMap(wave -> wave.files().stream().map(wave::path))
                .map(path -> literalPath(path.toString()))
                .toArray(String[]::new);
        return paths.length == 0
                ? spark.createDataFrame(List.of(), schema)
                : spark.read().schema(schema).parquet(paths);
    }

    /** Escapes what Spark would take for a pattern in a path. */
    private static String literalPath(String path) {
        return path.replaceAll("[\\\\{}\\[\\]*?]", "\\\\$0");
    }
}
