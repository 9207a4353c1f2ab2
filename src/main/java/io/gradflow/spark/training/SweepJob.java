package io.gradflow.spark.training;

import io.gradflow.engine.Trainer;
import io.gradflow.parquet.EpochOutputFormat;
import io.gradflow.parquet.EpochWriter;
import io.gradflow.parquet.FileOrigin;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.StoreToken;
import io.gradflow.store.UnseenStoreException;
import io.gradflow.sweep.Packs;
import io.gradflow.sweep.Sweep;
import io.gradflow.sweep.TaskKey;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Trains packs, wave by wave, and writes the rows of their tasks as Parquet. */
public final class SweepJob {
    private final SparkSession spark;
    private final Sweep sweep;
    private final Trainer trainer;
    private final Packs packs;
    private final Broadcast<Packs> packsOnExecutors;
    private final List<TaskKey> keys;
    private final StoreToken token;
    private final Broadcast<SerializableConfiguration> hadoopOnExecutors;
    private final WavePlan plan;
    /** The index of the first pack of the next wave. */
    private long next;

    /**
     * A job that has trained nothing yet.
     *
     * @param packs of tasks of the sweep, each of the trainer's size
     * @param keys of all sweeps in the store, this one included
     * @param token by which each executor proves, before it writes, that it sees the store
     */
    public SweepJob(
            SparkSession spark, Sweep sweep, Trainer trainer, Packs packs, List<TaskKey> keys, StoreToken token) {
        this.keys = keys;
        this.token = token;
        this.spark = spark;
        this.sweep = sweep;
        this.trainer = trainer;
        this.packs = packs;
        var context = new JavaSparkContext(spark.sparkContext());
        packsOnExecutors = context.broadcast(packs);
        hadoopOnExecutors = context.broadcast(
                new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
        plan = new WavePlan(packs, spark.sparkContext().defaultParallelism(), sweep.execution());
    }

    /**
     * What executors tell of a wave.
     *
     * @param failures what engines threw, each once; at most ten
     */
    public record Result(List<String> failures, List<WrittenFile> written) {

        /**
         * Requires that the driver sees all that executors have written.
         *
         * @param found the files in the wave's folder
         */
        public void requireSeen(List<CommittedFile> found) throws UnseenStoreException {
            WrittenFile.requireAll(written, found);
        }
    }

    /** Whether there is another wave to train. */
    public boolean hasNext() {
        return next < packs.count();
    }

    /**
     * Trains the tasks of the next wave.
     *
     * @param folder where Spark places the files; must not exist
     */
    public Result trainNext(Path folder, Progress progress) {
        long end = plan.end(next);
        long[] bounds = plan.partitions(next, end);
        var context = spark.sparkContext();
        var counters = new SweepCounters(context);
        var listener = new ProgressListener(
                progress,
                bounds.length - 1,
                partition -> packs.secondsBefore(bounds[partition + 1]) - packs.secondsBefore(bounds[partition]));
        context.addSparkListener(listener);
        try {
            write(bounds, counters, folder);
            listener.awaitAll();
        } finally {
            context.removeSparkListener(listener);
        }
        next = end;
        return new Result(counters.failures(), counters.written());
    }

    /** The predicted size of the sweep's rows in Parquet, in bytes. */
    public static long predictedBytes(Sweep sweep) {
        return (long)
                sweep.sum(task -> EpochWriter.predictedBytes(task.architecture(), sweep.logging(), task.epochs()));
    }

    /** Spark's core places and commits the files; parquet-hadoop writes them, without Spark SQL in between. */
    private void write(long[] bounds, SweepCounters counters, Path folder) {
        int partitions = bounds.length - 1;
        var onExecutors = packsOnExecutors;
        // The driver never holds the tasks, and no task travels: an executor gets the indices of its packs, and makes
        // the packs where it trains them.
        spark.range(0, partitions, 1, partitions)
                .javaRDD()
                .flatMap(partition -> LongStream.range(bounds[partition.intValue()], bounds[partition.intValue() + 1])
                        .mapToObj(onExecutors.value()::pack)
                        .iterator())
                .mapPartitionsToPair(new TrainPartition(trainer, sweep.logging(), counters, token, hadoopOnExecutors))
                .saveAsNewAPIHadoopDataset(EpochOutputFormat.trainingJob(
                        spark.sparkContext().hadoopConfiguration(),
                        keys,
                        sweep.grid().keys(),
                        new FileOrigin(trainer.numerics(), sweep.logging(), List.of(sweep.name())),
                        folder));
    }
}
