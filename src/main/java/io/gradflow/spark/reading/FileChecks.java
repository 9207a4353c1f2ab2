package io.gradflow.spark.reading;

import io.gradflow.store.CommittedFile;
import io.gradflow.store.Damage;
import io.gradflow.store.Wave;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads files with all their bytes, to describe new files or to check committed ones. The executors do so, each for a
 * share of the files.
 */
public final class FileChecks {
    private FileChecks() {}

    /** A file as it was committed, and the path at which it is now. */
    private record Located(CommittedFile file, String path) implements java.io.Serializable {}

    /** Describes the Parquet files of a folder, in the order of their paths. */
    public static List<CommittedFile> describe(SparkSession spark, Path folder) throws IOException {
        var hadoop = spark.sparkContext().hadoopConfiguration();
        var paths = Arrays.stream(folder.getFileSystem(hadoop).listStatus(folder))
                .map(status -> status.getPath().toString())
                .filter(path -> path.endsWith(".parquet"))
                .sorted()
                .toList();
        var configuration = new SerializableConfiguration(hadoop);
        return onExecutors(spark, paths, path -> CommittedFile.of(new Path(path), configuration.value()));
    }

    /** The damages of committed files; none if every file is as it was committed. */
    public static List<Damage> check(SparkSession spark, List<Wave> waves) {
        var files = waves.stream()
                .flatMap(wave -> wave.files().stream()
                        .map(file -> new Located(file, wave.path(file).toString())))
                .toList();
        var configuration = new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
        return onExecutors(
                        spark,
                        files,
                        located -> Damage.of(located.file(), new Path(located.path()), configuration.value())
                                .map(List::of)
                                .orElse(List.of()))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static <T, R> List<R> onExecutors(SparkSession spark, List<T> inputs, Function<T, R> function) {
        if (inputs.isEmpty()) {
            return List.of();
        }
        int partitions = Math.min(inputs.size(), 4 * spark.sparkContext().defaultParallelism());
        return new ArrayList<>(new JavaSparkContext(spark.sparkContext())
                .parallelize(inputs, partitions)
                .map(function)
                .collect());
    }
}
