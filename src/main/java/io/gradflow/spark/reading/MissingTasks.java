package io.gradflow.spark.reading;

import static org.apache.spark.sql.functions.col;

import io.gradflow.results.RowSchema;
import io.gradflow.store.Wave;
import io.gradflow.sweep.Packs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.roaringbitmap.longlong.Roaring64NavigableMap;
import scala.Tuple2;

/**
 * The tasks of a sweep that a store has not trained. Sweep and store meet in a shuffle join by task id. The driver gets
 * a compressed set of the tasks' places back, which takes one bit for each task at most.
 */
public final class MissingTasks {
    /** How many task ids one Spark task computes. */
    private static final long TASKS_PER_PARTITION = 200_000;

    private static final String PLACE = "place";
    private static final String NAME = "name";
    private static final String TASK = RowSchema.TASK.name();

    private MissingTasks() {}

    /**
     * Packs of the tasks that have not ended in any wave, with as many tasks in each pack as fit.
     *
     * @param keepFailed whether a task that failed counts as one that has ended
     */
    public static Packs packs(SparkSession spark, List<Wave> waves, Packs all, boolean keepFailed) {
        if (waves.isEmpty()) {
            return all;
        }
        var last = StoredRows.ended(spark, waves);
        return joined(spark, all, keepFailed ? last : last.where("NOT " + StoredRows.IS_FAILED_TASK), "left_anti");
    }

    /** Packs of those tasks whose ids are in a column of task ids, with as many tasks in each pack as fit. */
    public static Packs packsOf(SparkSession spark, Dataset<Row> tasks, Packs all) {
        return joined(spark, all, tasks, "left_semi");
    }

    /** Those files of a staged wave, as far as they are still there, of whose tasks none has ended in other waves. */
    public static Wave filesOf(SparkSession spark, Wave staged, List<Wave> others) throws IOException {
        var names = new HashSet<String>();
        var folder = staged.folder();
        try {
            for (var status : folder.getFileSystem(spark.sparkContext().hadoopConfiguration())
                    .listStatus(folder)) {
                names.add(status.getPath().getName());
            }
        } catch (FileNotFoundException e) {
            // Another run has taken the lock over, and the wave with it.
        }
        var present = staged.with(file -> names.contains(file.name()));
        if (present.files().isEmpty()) {
            return present;
        }
        var ended = StoredRows.ended(spark, others).select(TASK).hint("shuffle_merge");
        var own = StoredRows.ended(spark, List.of(present))
                .select(col(TASK), col("_metadata.file_name").as(NAME));
        var known = new HashSet<>(own.join(ended, own.col(TASK).equalTo(ended.col(TASK)), "left_semi")
                .select(NAME)
                .distinct()
                .as(Encoders.STRING())
                .collectAsList());
        return present.with(file -> !known.contains(file.name()));
    }

    private static Packs joined(SparkSession spark, Packs all, Dataset<Row> tasks, String type) {
        var packs = new JavaSparkContext(spark.sparkContext()).broadcast(all);
        var wanted = wanted(spark, packs);
        // A store may have more tasks than a broadcast can carry.
        var others = tasks.select(TASK).hint("shuffle_merge");
        var found = wanted.join(others, wanted.col(TASK).equalTo(others.col(TASK)), type)
                .select(col(PLACE))
                .as(Encoders.LONG())
                .mapPartitions((MapPartitionsFunction<Long, byte[]>) MissingTasks::set, Encoders.BINARY());
        var places = new Roaring64NavigableMap();
        found.toLocalIterator().forEachRemaining(part -> places.or(read(part)));
        places.runOptimize();
        packs.destroy();
        return all.of(places);
    }

    /** The tasks of a sweep: places and identities. */
    static Dataset<Row> wanted(SparkSession spark, Broadcast<Packs> packs) {
        long places = packs.value().places();
        int partitions = (int) Math.max(
                spark.sparkContext().defaultParallelism(), Math.min(places / TASKS_PER_PARTITION + 1, 100_000));
        return spark.range(0, places, 1, partitions)
                .map(
                        (MapFunction<Long, Tuple2<Long, String>>) place ->
                                new Tuple2<>(place, packs.value().task(place).id()),
                        Encoders.tuple(Encoders.LONG(), Encoders.STRING()))
                .toDF(PLACE, TASK);
    }

    private static Iterator<byte[]> set(Iterator<Long> places) throws IOException {
        var set = new Roaring64NavigableMap();
        places.forEachRemaining(set::addLong);
        set.runOptimize();
        var bytes = new ByteArrayOutputStream();
        set.serialize(new DataOutputStream(bytes));
        return List.of(bytes.toByteArray()).iterator();
    }

    private static Roaring64NavigableMap read(byte[] bytes) {
        try {
            var set = new Roaring64NavigableMap();
            set.deserialize(new DataInputStream(new ByteArrayInputStream(bytes)));
            return set;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
