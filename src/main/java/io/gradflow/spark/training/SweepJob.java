package io.gradflow.spark.training;

import io.gradflow.engine.Trainer;
import io.gradflow.parquet.EpochOutputFormat;
import io.gradflow.parquet.EpochSchema;
import io.gradflow.sweep.Packs;
import io.gradflow.sweep.Sweep;
import io.gradflow.sweep.Task;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/** Trains the tasks of packs, wave by wave, and writes their rows as Parquet. */
public final class SweepJob {
    private final SparkSession spark;
    private final Sweep sweep;
    private final Trainer trainer;
    private final Packs packs;
    private final Broadcast<Packs> packsOnExecutors;
    private final WavePlan plan;
    /** The first pack of the next wave. */
    private long next;

    /**
     * A job of which nothing is done.
     *
     * @param packs of tasks of the sweep, of the trainer's size
     */
    public SweepJob(SparkSession spark, Sweep sweep, Trainer trainer, Packs packs) {
        this.spark = spark;
        this.sweep = sweep;
        this.trainer = trainer;
        this.packs = packs;
        packsOnExecutors = new JavaSparkContext(spark.sparkContext()).broadcast(packs);
        plan = new WavePlan(packs, spark.sparkContext().defaultParallelism(), sweep.execution());
    }

    /**
     * What became of the tasks.
     *
     * @param failures what engines threw, without repetitions, ten of a wave at most
     */
    public record Result(List<String> failures) {
        /** Of no task. */
        public static final Result NONE = new Result(List.of());

        /** Of these tasks and those of another wave. */
        public Result plus(Result other) {
            return new Result(Stream.concat(failures.stream(), other.failures.stream())
                    .distinct()
                    .toList());
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
        return new Result(counters.failures());
    }

    /** About how many bytes the sweep's rows take in Parquet. */
    public static long predictedBytes(Sweep sweep) {
        return (long)
                sweep.sum(task -> (double) sweep.rows(task.epochs()) * EpochSchema.predictedBytes(task.architecture()));
    }

    /** Spark's core places and commits the files; they are written by parquet-hadoop, without Spark SQL in between. */
    private void write(long[] bounds, SweepCounters counters, Path folder) {
        int partitions = bounds.length - 1;
        var onExecutors = packsOnExecutors;
        // The driver never holds the tasks: they are made where they are trained. Spark drops the encoding between the
        // two steps, so packs travel as indices, and the tasks of a pack stay in one partition.
        spark.range(0, partitions, 1, partitions)
                .flatMap(
                        (FlatMapFunction<Long, Task>) partition -> tasks(
                                onExecutors.value(), bounds[partition.intValue()], bounds[partition.intValue() + 1]),
                        Encoders.javaSerialization(Task.class))
                .javaRDD()
                .mapPartitionsToPair(new TrainPartition(trainer, sweep.logEvery(), counters))
                .saveAsNewAPIHadoopDataset(EpochOutputFormat.job(
                        spark.sparkContext().hadoopConfiguration(),
                        EpochOutputFormat.class,
                        sweep.grid().keys(),
                        folder));
    }

    private static Iterator<Task> tasks(Packs packs, long first, long end) {
        return LongStream.range(first, end)
                .boxed()
                .flatMap(pack -> {
                    Iterable<Task> tasks = () -> packs.tasks(pack);
                    return StreamSupport.stream(tasks.spliterator(), false);
                })
                .iterator();
    }
}
