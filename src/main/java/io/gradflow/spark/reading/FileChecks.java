package io.gradflow.spark.reading;

import io.gradflow.spark.ThisExecutor;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.Damage;
import io.gradflow.store.Misstatement;
import io.gradflow.store.StoreToken;
import io.gradflow.store.UnseenStoreException;
import io.gradflow.store.Wave;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
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
    private record Located(CommittedFile file, String path) implements Serializable {
        Optional<Damage> damage(Configuration hadoop) {
            try {
                return Damage.of(file, new Path(path), hadoop);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Optional<Misstatement> misstatement(Configuration hadoop) {
            try {
                return Misstatement.of(file, new Path(path), hadoop);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A file that an executor does not find as it was committed, or cannot read. */
    private record Finding(Located located, String executor, String problem) implements Serializable {
        static List<Finding> of(Located located, Configuration hadoop) {
            try {
                return Damage.of(located.file, new Path(located.path), hadoop).stream()
                        .map(damage -> new Finding(located, ThisExecutor.name(), damage.problem()))
                        .toList();
            } catch (IOException e) {
                return List.of(new Finding(located, ThisExecutor.name(), e.getMessage()));
            }
        }

        /**
         * The damage as the driver finds it.
         *
         * @throws UnseenStoreException if the driver finds none
         */
        Damage confirmed(Configuration hadoop) throws IOException {
            var path = new Path(located.path);
            var damage = Damage.of(located.file, path, hadoop);
            if (damage.isEmpty()) {
                throw new UnseenStoreException(
                        executor,
                        "there " + path.toUri().getPath() + " is " + problem + ", while the driver finds it whole");
            }
            return damage.get();
        }
    }

    /**
     * Requires that executors see the store that the driver sees. Those that join later have to be asked again.
     *
     * @throws UnseenStoreException if one of them does not
     */
    public static void requireSeen(SparkSession spark, StoreToken token) throws UnseenStoreException {
        var configuration = new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
        // Spark hands out the first tasks of a job to all executors in turn.
        var tasks = Collections.nCopies(4 * spark.sparkContext().defaultParallelism(), token);
        var unseen = onExecutors(spark, tasks, task -> {
            try {
                task.require(ThisExecutor.name(), configuration.value());
                return List.<UnseenStoreException>of();
            } catch (UnseenStoreException e) {
                return List.of(e);
            }
        });
        for (var exceptions : unseen) {
            for (var exception : exceptions) {
                throw exception;
            }
        }
    }

    /**
     * Describes the Parquet files of a folder, in the order of their paths.
     *
     * @throws UnseenStoreException if executors and driver do not see the same files
     */
    public static List<CommittedFile> describe(SparkSession spark, Path folder) throws IOException {
        var hadoop = spark.sparkContext().hadoopConfiguration();
        var found = Arrays.stream(folder.getFileSystem(hadoop).listStatus(folder))
                .filter(status -> status.getPath().getName().endsWith(".parquet"))
                .sorted(Comparator.comparing(status -> status.getPath().toString()))
                .toList();
        var paths = found.stream().map(status -> status.getPath().toString()).toList();
        var configuration = new SerializableConfiguration(hadoop);
        var files = onExecutors(spark, paths, path -> CommittedFile.of(new Path(path), configuration.value()));
        for (int i = 0; i < files.size(); i++) {
            long bytes = found.get(i).getLen();
            if (bytes != files.get(i).bytes()) {
                throw new UnseenStoreException(
                        "the driver",
                        found.get(i).getPath().toUri().getPath() + " has " + bytes + " bytes there, and "
                                + files.get(i).bytes() + " for an executor");
            }
        }
        return files;
    }

    /**
     * The damages of committed files; none if every file is as it was committed. A damage is what an executor finds and
     * the driver too.
     *
     * @throws IOException if a file cannot be read, or if an executor finds another file than the driver: nothing is
     *     known to be damaged then
     */
    public static List<Damage> check(SparkSession spark, List<Wave> waves) throws IOException {
        var hadoop = spark.sparkContext().hadoopConfiguration();
        var files = waves.stream()
                .flatMap(wave -> wave.files().stream()
                        .map(file -> new Located(file, wave.path(file).toString())))
                .toList();
        var configuration = new SerializableConfiguration(hadoop);
        var damages = new ArrayList<Damage>();
        for (var findings : onExecutors(spark, files, located -> Finding.of(located, configuration.value()))) {
            for (var finding : findings) {
                damages.add(finding.confirmed(hadoop));
            }
        }
        return damages;
    }

    /**
     * The damages of committed files, which this JVM reads, several at once; none if every file is as it was committed.
     *
     * @throws IOException if a file cannot be read: nothing is known to be damaged then
     */
    public static List<Damage> check(List<Wave> waves, Configuration hadoop) throws IOException {
        try {
            return waves.stream()
                    .flatMap(wave -> wave.files().stream()
                            .map(file -> new Located(file, wave.path(file).toString())))
                    .toList()
                    .parallelStream()
                    .flatMap(located -> located.damage(hadoop).stream())
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * The files that are as they were committed, but of which their manifest tells other counts. This JVM reads all
     * footers, several at once.
     *
     * @throws IOException if a file cannot be read
     */
    public static List<Misstatement> misstatements(List<Wave> waves, Configuration hadoop) throws IOException {
        try {
            return waves.stream()
                    .flatMap(wave -> wave.files().stream()
                            .map(file -> new Located(file, wave.path(file).toString())))
                    .toList()
                    .parallelStream()
                    .flatMap(located -> located.misstatement(hadoop).stream())
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
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
