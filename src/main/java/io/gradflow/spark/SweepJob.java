package io.gradflow.spark;

import io.gradflow.engine.Trainer;
import io.gradflow.parquet.EpochOutputFormat;
import io.gradflow.parquet.EpochSchema;
import io.gradflow.sweep.Packs;
import io.gradflow.sweep.Sweep;
import io.gradflow.sweep.Task;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.OutputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/** Trains all tasks of a sweep and writes their rows as Parquet. */
public final class SweepJob {
    private final SparkSession spark;
    private final Sweep sweep;
    private final Trainer trainer;
    private final Packs packs;
    private final WavePlan plan;

    public SweepJob(SparkSession spark, Sweep sweep, Trainer trainer) {
        this.spark = spark;
        this.sweep = sweep;
        this.trainer = trainer;
        packs = new Packs(sweep.grid(), trainer.packSize());
        plan = WavePlan.of(
                packs.count(),
                packs.sumOverLanes(trainer::predictedSeconds),
                spark.sparkContext().defaultParallelism(),
                sweep.execution());
    }

    /**
     * What became of the tasks.
     *
     * @param diverged tasks that ended early with a number that is not finite: a result
     * @param failed tasks in which the engine threw: a fault
     * @param failures what it threw, without repetitions, ten of a wave at most
     */
    public record Result(long diverged, long failed, List<String> failures) {
        /** Of no task. */
        public static final Result NONE = new Result(0, 0, List.of());

        /** Of these tasks and those of another wave. */
        public Result plus(Result other) {
            return new Result(
                    diverged + other.diverged,
                    failed + other.failed,
                    Stream.concat(failures.stream(), other.failures.stream())
                            .distinct()
                            .toList());
        }
    }

    /** How many waves the sweep is cut into, by predicted time. */
    public int waves() {
        return plan.waves();
    }

    /**
     * Trains the tasks of one wave.
     *
     * @param wave from 0
     * @param folder where Spark places the files; must not exist
     */
    public Result run(int wave, Path folder, Progress progress) {
        var context = spark.sparkContext();
        var counters = new SweepCounters(context);
        var listener = new ProgressListener(progress);
        context.addSparkListener(listener);
        try {
            write(wave, counters, folder);
        } finally {
            context.removeSparkListener(listener);
        }
        return new Result(counters.diverged(), counters.failed(), counters.failures());
    }

    /** About how many bytes the sweep's rows take in Parquet: doubles that hardly compress, and little else. */
    public static long predictedBytes(Sweep sweep) {
        return (long)
                sweep.sum(task -> (double) sweep.rows(task.epochs()) * EpochSchema.predictedBytes(task.architecture()));
    }

    /** Spark's core places and commits the files; they are written by parquet-hadoop, without Spark SQL in between. */
    private void write(int wave, SweepCounters counters, Path folder) {
        var keys = sweep.grid().keys();
        var job = new Configuration(spark.sparkContext().hadoopConfiguration());
        EpochOutputFormat.configure(job, keys);
        job.setClass(MRJobConfig.OUTPUT_FORMAT_CLASS_ATTR, EpochOutputFormat.class, OutputFormat.class);
        job.set(FileOutputFormat.OUTDIR, folder.toString());
        // No files beside those that hold rows.
        job.set("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
        // The driver never holds the tasks: they are made where they are trained. Spark drops the encoding between the
        // two steps, so a pack travels as its index, and its tasks stay in one partition.
        spark.range(plan.firstPack(wave), plan.firstPack(wave + 1), 1, plan.partitions(wave))
                .flatMap((FlatMapFunction<Long, Task>) packs::tasks, Encoders.javaSerialization(Task.class))
                .javaRDD()
                .mapPartitionsToPair(new TrainPartition(trainer, sweep.logEvery(), counters))
                .saveAsNewAPIHadoopDataset(job);
    }
}
