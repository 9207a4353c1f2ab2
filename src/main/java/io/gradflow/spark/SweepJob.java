package io.gradflow.spark;

import io.gradflow.engine.Trainer;
import io.gradflow.sweep.Sweep;
import io.gradflow.sweep.Task;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/** Trains all tasks of a sweep and writes their rows as Parquet. */
public final class SweepJob {
    /** Short enough for progress to move and cores to stay busy to the end, long enough for Spark's cost not to show. */
    private static final double SECONDS_PER_PARTITION = 2;

    private static final int PARTITIONS_PER_CORE = 4;
    private static final int MAX_PARTITIONS = 100_000;

    private final SparkSession spark;
    private final Sweep sweep;
    private final Trainer trainer;
    private final int waves;
    private final int partitionsPerWave;

    public SweepJob(SparkSession spark, Sweep sweep, Trainer trainer) {
        this.spark = spark;
        this.sweep = sweep;
        this.trainer = trainer;
        double coreSeconds = sweep.sum(trainer::predictedSeconds);
        int cores = spark.sparkContext().defaultParallelism();
        waves = waves(coreSeconds / cores);
        partitionsPerWave = partitions(coreSeconds / waves, cores);
    }

    private int waves(double seconds) {
        long byTime = (long) Math.ceil(seconds / sweep.execution().waveSeconds());
        return (int) Math.max(1, Math.min(byTime, Math.min(sweep.grid().size(), Integer.MAX_VALUE)));
    }

    private int partitions(double coreSeconds, int cores) {
        if (sweep.execution().partitions() > 0) {
            return sweep.execution().partitions();
        }
        long byTime = (long) Math.ceil(coreSeconds / SECONDS_PER_PARTITION);
        return (int) Math.min(Math.max(byTime, (long) PARTITIONS_PER_CORE * cores), MAX_PARTITIONS);
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
        return waves;
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
            write(firstTask(wave), firstTask(wave + 1), folder, counters);
        } finally {
            context.removeSparkListener(listener);
        }
        return new Result(counters.diverged(), counters.failed(), counters.failures());
    }

    /** Where a wave starts: the first waves are one task longer if the waves do not divide the tasks. */
    private long firstTask(int wave) {
        long tasks = sweep.grid().size();
        return wave * (tasks / waves) + Math.min(wave, tasks % waves);
    }

    /** About how many bytes the sweep's rows take in Parquet: doubles that hardly compress, and little else. */
    public static long predictedBytes(Sweep sweep) {
        return (long)
                sweep.sum(task -> (double) sweep.rows(task.epochs()) * EpochSchema.predictedBytes(task.architecture()));
    }

    private void write(long from, long to, Path folder, SweepCounters counters) {
        var grid = sweep.grid();
        var keys = grid.keys();
        var schema = new EpochSchema(keys);
        // The driver never holds the tasks: they are made where they are trained. Spark drops the encoding between
        // the two steps, so a task travels as its index.
        var tasks = spark.range(from, to, 1, (int) Math.min(partitionsPerWave, to - from))
                .map((MapFunction<Long, Task>) grid::task, Encoders.javaSerialization(Task.class));
        var rows = tasks.mapPartitions(
                new TrainPartition(trainer, sweep.logEvery(), keys, counters), Encoders.row(schema.sparkType()));
        var writer = rows.write()
                .option("compression", "zstd")
                .option("parquet.compression.codec.zstd.level", "1")
                .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
                // Doubles rarely repeat: looking for repetitions costs more time than writing them.
                .option("parquet.enable.dictionary", "false");
        for (var column : schema.repetitiveColumns()) {
            writer = writer.option("parquet.enable.dictionary#" + column, "true");
        }
        writer.parquet(folder.toString());
    }
}
