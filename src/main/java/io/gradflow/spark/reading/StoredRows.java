package io.gradflow.spark.reading;

import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.store.Wave;
import io.gradflow.sweep.TaskKey;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The committed rows of a store as a Dataset: of the files that the manifests name, and of no others, so that neither a
 * wave under way nor a foreign file is ever read. With a schema that need not be looked for in the files: those of a
 * sweep with fewer keys lack columns, which are null.
 */
public final class StoredRows {
    private static final StructType TASKS_AND_OUTCOMES =
            new StructType().add("task", DataTypes.StringType).add("outcome", DataTypes.StringType);

    private StoredRows() {}

    /**
     * All columns.
     *
     * @param keys of all sweeps in the store, in the order of {@link TaskKey#ALL}
     */
    public static Dataset<Row> of(SparkSession spark, List<Wave> waves, List<TaskKey> keys) {
        return read(spark, waves, schema(keys));
    }

    /** The id and the outcome of each task that has ended. */
    static Dataset<Row> ended(SparkSession spark, List<Wave> waves) {
        return read(spark, waves, TASKS_AND_OUTCOMES).where("outcome IS NOT NULL");
    }

    private static Dataset<Row> read(SparkSession spark, List<Wave> waves, StructType schema) {
        var paths = waves.stream()
                .flatMap(wave -> wave.files().stream().map(wave::path))
                .map(path -> literalPath(path.toString()))
                .toArray(String[]::new);
        return paths.length == 0
                ? spark.createDataFrame(List.of(), schema)
                : spark.read().schema(schema).parquet(paths);
    }

    /** Spark takes paths for patterns. */
    private static String literalPath(String path) {
        return path.replaceAll("[\\\\{}\\[\\]*?]", "\\\\$0");
    }

    private static StructType schema(List<TaskKey> keys) {
        var schema = new StructType().add("task", DataTypes.StringType);
        for (var key : keys) {
            schema = schema.add(key.column(), type(key));
        }
        schema = schema.add("epoch", DataTypes.IntegerType);
        for (var metric : Metric.values()) {
            schema = schema.add(metric.column(), DataTypes.DoubleType);
        }
        var layer = new StructType().add("layer", DataTypes.IntegerType);
        for (var metric : LayerMetric.values()) {
            layer = layer.add(metric.column(), DataTypes.DoubleType);
        }
        return schema.add("layers", DataTypes.createArrayType(layer)).add("outcome", DataTypes.StringType);
    }

    private static DataType type(TaskKey key) {
        return switch (key.type()) {
            case NUMBER -> DataTypes.DoubleType;
            case INTEGER -> DataTypes.IntegerType;
            case LONG -> DataTypes.LongType;
            case FLAG -> DataTypes.BooleanType;
            case TEXT -> DataTypes.StringType;
        };
    }
}
