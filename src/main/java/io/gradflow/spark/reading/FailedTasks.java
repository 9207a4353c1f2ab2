package io.gradflow.spark.reading;

import static org.apache.spark.sql.functions.col;

import io.gradflow.parquet.FileOrigin;
import io.gradflow.results.Outcome;
import io.gradflow.results.RowSchema;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.Wave;
import io.gradflow.sweep.Packs;
import io.gradflow.sweep.TaskKey;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The tasks of a sweep that a store has with the outcome {@link Outcome#FAILED}. */
public final class FailedTasks implements AutoCloseable {
    private static final String[] TASK = {RowSchema.TASK.name()};

    private final SparkSession spark;
    /** The committed files that hold failed tasks, of this sweep or of others. */
    private final List<Wave> waves;

    /** Null if there are no such files. */
    private final Broadcast<Packs> packs;

    /** The failed tasks of a sweep, whose packs hold all its tasks. */
    public FailedTasks(SparkSession spark, List<Wave> waves, Packs all) {
        this.spark = spark;
        this.waves = waves.stream()
                .map(wave -> wave.with(file -> file.failed() > 0))
                .filter(wave -> !wave.files().isEmpty())
                .toList();
        packs = this.waves.isEmpty() ? null : new JavaSparkContext(spark.sparkContext()).broadcast(all);
    }

    /** How many there are. */
    public long count() {
        return waves.isEmpty() ? 0 : of(waves).count();
    }

    /** The identities of those in some files. */
    private Dataset<Row> of(List<Wave> some) {
        return ofSweep(
                StoredRows.ended(spark, some).where(StoredRows.IS_FAILED_TASK).select(TASK[0]));
    }

    private Dataset<Row> ofSweep(Dataset<Row> rows) {
        return rows.join(MissingTasks.wanted(spark, packs), TASK, "left_semi");
    }

    /** The files that hold them. */
    public List<Wave> files() {
        if (waves.isEmpty()) {
            return List.of();
        }
        var paths = new HashSet<String>();
        ofSweep(StoredRows.ended(spark, waves)
                        .where(StoredRows.IS_FAILED_TASK)
                        .select(col(TASK[0]), col("_metadata.file_path").as("path")))
                .select("path")
                .distinct()
                .as(Encoders.STRING())
                .collectAsList()
                // Spark gives them in the form of URIs.
                .forEach(path -> paths.add(URI.create(path).getPath()));
        return waves.stream()
                .map(wave ->
                        wave.with(file -> paths.contains(wave.path(file).toUri().getPath())))
                .filter(wave -> !wave.files().isEmpty())
                .toList();
    }

    /**
     * Writes the rows of files again, except those of the failed tasks of the sweep.
     *
     * @param files from {@link #files}
     * @param keys of all sweeps in the store, in the order of {@link TaskKey#ALL}
     * @param origin of all rows
     * @param folder where Spark places the files; must not exist
     * @return what was written; nothing if no other task is in the files
     */
    public List<CommittedFile> writeOthers(List<Wave> files, List<TaskKey> keys, FileOrigin origin, Path folder)
            throws IOException {
        long others = Wave.sum(files, CommittedFile::tasks) - of(files).count();
        if (others == 0) {
            return List.of();
        }
        var rows = StoredRows.of(spark, files, keys).join(of(files), TASK, "left_anti");
        Compaction.write(rows, Wave.sum(files, CommittedFile::bytes), keys, origin, folder);
        var written = new Wave(folder, FileChecks.describe(spark, folder));
        if (Wave.sum(List.of(written), CommittedFile::tasks) != others
                || !RowDigest.of(rows).equals(RowDigest.of(StoredRows.of(spark, List.of(written), keys)))) {
            throw new IllegalStateException(
                    "the rows that were written differ from those that were read: the store stays as it is");
        }
        return written.files();
    }

    /** Frees what executors hold of the sweep. */
    @Override
    public void close() {
        if (packs != null) {
            packs.destroy();
        }
    }
}
