package io.gradflow.spark.reading;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.gradflow.parquet.FileOrigin;
import io.gradflow.parquet.ParquetInput;
import io.gradflow.results.RowSchema;
import io.gradflow.store.DescribedKeys;
import io.gradflow.store.FileProof;
import io.gradflow.store.StoreDescription;
import io.gradflow.store.StoreException;
import io.gradflow.store.Wave;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** What files tell of themselves, without manifests. The executors read them, each a share. */
public final class FileProofs {
    private FileProofs() {}

    /** Reads all of some files. */
    public static List<FileProof> of(SparkSession spark, List<Path> files) {
        var configuration = new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
        return onExecutors(spark, files, path -> FileProof.of(new Path(path), configuration.value()));
    }

    /**
     * The origin of the rows of waves, whose sweeps are named as far as their files tell.
     *
     * @throws StoreException if the rows have a key that the store's description lacks
     */
    public static FileOrigin origin(SparkSession spark, StoreDescription store, List<Wave> waves)
            throws StoreException {
        return new FileOrigin(store.numerics(), store.logging(), sweeps(spark, store.keys(), waves));
    }

    /** The footer's part that is asked for. */
    private record Named(String path, String schema, List<String> sweeps) implements Serializable {}

    static List<String> sweeps(SparkSession spark, List<String> keys, List<Wave> waves) throws StoreException {
        var files = waves.stream()
                .flatMap(wave -> wave.files().stream().map(wave::path))
                .toList();
        var configuration = new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
        var footers = onExecutors(spark, files, path -> footer(path, configuration));
        for (var footer : footers) {
            DescribedKeys.require(keys, MessageTypeParser.parseMessageType(footer.schema), new Path(footer.path));
        }
        return footers.stream()
                .flatMap(footer -> footer.sweeps.stream())
                .distinct()
                .toList();
    }

    private static Named footer(String path, SerializableConfiguration configuration) throws IOException {
        try (var reader = ParquetInput.open(HadoopInputFile.fromPath(new Path(path), configuration.value()))) {
            var footer = reader.getFileMetaData();
            var sweeps = FileOrigin.of(footer).map(FileOrigin::sweeps).orElse(List.of());
            return new Named(path, footer.getSchema().toString(), List.copyOf(sweeps));
        }
    }

    /** Says of a task that has ended in two files which task and files these are; empty if there is none. */
    public static Optional<String> taskOfTwoFiles(SparkSession spark, List<Wave> waves) {
        return StoredRows.ended(spark, waves)
                .withColumn("file", input_file_name())
                .groupBy(col(RowSchema.TASK.name()))
                .agg(count(lit(1)).as("n"), min("file"), max("file"))
                .where("n > 1")
                .limit(1)
                .collectAsList()
                .stream()
                .map(row -> "task " + row.getString(0) + " is in " + row.getString(2) + " and in " + row.getString(3))
                .findFirst();
    }

    private static <R> List<R> onExecutors(SparkSession spark, List<Path> files, Function<String, R> function) {
        if (files.isEmpty()) {
            return List.of();
        }
        int partitions = Math.min(files.size(), 4 * spark.sparkContext().defaultParallelism());
        return new ArrayList<>(new JavaSparkContext(spark.sparkContext())
                .parallelize(files.stream().map(Path::toString).toList(), partitions)
                .map(function)
                .collect());
    }
}
