package io.gradflow.spark.training;

import com.sun.management.OperatingSystemMXBean;
import io.gradflow.engine.NamedEngines;
import io.gradflow.spark.Sessions;
import io.gradflow.store.Store;
import io.gradflow.sweep.SweepReader;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/**
 * Runs a sweep as {@code gradflow run} does, and tells where the time of its cores went between the start of the first
 * Spark task and the end of the last: into the engine, into the rest of the Spark tasks (rows: encoding, writing), into
 * other threads, or nowhere. A machine with other work to do makes that last part large.
 *
 * <p>{@code scripts/bench overhead}
 */
public final class CoreTime {
    private static final int CORES = 2;

    /** What may lie outside of the engine: so much for a row, and this part of the rest. */
    private static final double SECONDS_PER_ROW = 8e-6;

    private static final double PART_OF_THE_REST = 0.03;

    private CoreTime() {}

    /**
     * Trains a sweep.
     *
     * @param args the engine, a configuration, a folder for the store, and {@code key=value} overrides
     */
    public static void main(String[] args) throws Exception {
        var overrides = Arrays.stream(args)
                .skip(3)
                .map(text -> Map.entry(text.split("=", 2)[0], text.split("=", 2)[1]))
                .toList();
        var sweep = SweepReader.read(Path.of(args[1]), overrides);
        var trainer = new TimedTrainer(NamedEngines.trainer(args[0]));
        var usage = new Usage();
        try (var spark = Sessions.start("local[" + CORES + "]", Map.of())) {
            Sessions.preferInterpretation(spark);
            spark.sparkContext().addSparkListener(usage);
            var job = new SweepJob(
                    spark,
                    sweep,
                    trainer,
                    trainer.packs(sweep),
                    sweep.grid().keys(),
                    Store.writable(args[2], spark.sparkContext().hadoopConfiguration())
                            .writeToken());
            for (int wave = 0; job.hasNext(); wave++) {
                job.trainNext(
                        new org.apache.hadoop.fs.Path(args[2], "wave=" + wave), (models, modelEpochs, seconds) -> {});
            }
        }
        // The session has ended, so the listener has heard all.
        usage.print(sweep.rows(), TimedTrainer.seconds());
    }

    /** What this JVM used while Spark tasks were running. */
    private static final class Usage extends SparkListener {
        private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        private long started;
        private long ended;
        private Clocks atStart;
        private Clocks atEnd;
        /** CPU and wall time of all Spark tasks. */
        private double taskCpu;

        private double taskWall;

        /** Seconds since the JVM started: of CPU, in the just-in-time compiler's threads, in pauses for garbage. */
        private record Clocks(double cpu, double compiling, double collecting) {}

        private Clocks clocks() {
            return new Clocks(
                    system.getProcessCpuTime() * 1e-9,
                    ManagementFactory.getCompilationMXBean().getTotalCompilationTime() * 1e-3,
                    ManagementFactory.getGarbageCollectorMXBeans().stream()
                                    .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                                    .sum()
                            * 1e-3);
        }

        @Override
        public void onTaskStart(SparkListenerTaskStart start) {
            if (atStart == null) {
                started = start.taskInfo().launchTime();
                atStart = clocks();
            }
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            ended = end.taskInfo().finishTime();
            atEnd = clocks();
            var metrics = end.taskMetrics();
            taskCpu += (metrics.executorCpuTime() + metrics.executorDeserializeCpuTime()) * 1e-9;
            taskWall += (metrics.executorRunTime() + metrics.executorDeserializeTime()) * 1e-3;
        }

        void print(long rows, double engineWall) {
            double total = CORES * (ended - started) * 1e-3;
            // A thread waits for a core now and then, in the engine as often as outside: the tasks' own times, of CPU
            // and by the clock, say how much.
            double engine = engineWall * taskCpu / taskWall;
            double cpu = atEnd.cpu() - atStart.cpu();
            double outside = total - engine;
            double allowed = SECONDS_PER_ROW * rows + PART_OF_THE_REST * (total - SECONDS_PER_ROW * rows);
            System.out.printf(Locale.ROOT, "%,d rows in %.1f s on %d cores%n", rows, total / CORES, CORES);
            System.out.printf("%-44s %10s %7s %9s%n", "", "core time", "", "per row");
            line("all", total, total, rows);
            line("in the engine", engine, total, rows);
            line("outside of the engine", outside, total, rows);
            line("  in Spark tasks: rows, encoded and written", taskCpu - engine, total, rows);
            line("  in other threads", cpu - taskCpu, total, rows);
            line("  idle, or with other processes", total - cpu, total, rows);
            System.out.printf(
                    Locale.ROOT,
                    "other threads: the compiler was at work for %.1f s, the garbage collector paused all for %.1f s%n",
                    atEnd.compiling() - atStart.compiling(),
                    atEnd.collecting() - atStart.collecting());
            System.out.printf(
                    Locale.ROOT, "outside: %.1f s; 8 us a row and 3%% of the rest would be %.1f s%n", outside, allowed);
        }

        private static void line(String what, double seconds, double total, long rows) {
            System.out.printf(
                    Locale.ROOT,
                    "%-44s %8.1f s %5.1f %% %6.2f us%n",
                    what,
                    seconds,
                    100 * seconds / total,
                    1e6 * seconds / rows);
        }
    }
}
