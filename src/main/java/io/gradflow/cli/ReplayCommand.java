package io.gradflow.cli;

import io.gradflow.cli.output.NewOutput;
import io.gradflow.cli.replay.Recording;
import io.gradflow.cli.replay.RowComparison;
import io.gradflow.cli.replay.StoredRun;
import io.gradflow.cli.usage.StoreOption;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.cli.usage.UserPath;
import io.gradflow.engine.NetworkObserver;
import io.gradflow.query.QueryException;
import io.gradflow.query.StoreQueries;
import io.gradflow.results.EpochRow;
import io.gradflow.results.Outcome;
import io.gradflow.store.Store;
import io.gradflow.sweep.Pack;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.spark.sql.RowFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains one network of a store once more. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Trains one network of a store once more, compares every row with the stored one, and keeps its"
                + " parameters and predictions.")
final class ReplayCommand implements Callable<Integer> {
    /** The beginning of a task's identity. */
    private static final Pattern PREFIX = Pattern.compile("[0-9a-f]{1,32}");

    @Mixin
    private CommonOptions common;

    @Mixin
    private StoreOption storeOption;

    @ArgGroup(multiplicity = "1")
    private Named named;

    /** Which run. */
    private static final class Named {
        @Option(names = "--task", paramLabel = "ID", description = "a task's identity, or so many of its first digits")
        private String task;

        @Option(
                names = "--where",
                paramLabel = "SQL",
                description = "or a condition over the columns of runs that names one run, such as"
                        + " \"activation = 'relu' AND scale = 0.5 AND seed = 3\"")
        private String where;
    }

    @Option(
            names = "--out",
            converter = UserPath.OfFile.class,
            paramLabel = "DIR",
            description = "a new folder for samples, parameters and predictions of each logged epoch, as Parquet, and"
                    + " for pictures")
    private Path out;

    @Option(
            names = "--animate",
            description = "also an animated picture of what the network makes of the plane, epoch by epoch; with --out,"
                    + " of networks with two inputs")
    private boolean isAnimated;

    @Override
    public Integer call() throws Exception {
        if (isAnimated && out == null) {
            throw new UsageException("--animate makes a file in the folder of --out, must be with --out DIR");
        }
        var store = storeOption.existing(common.hadoop());
        try (var spark = common.startSession()) {
            var queries = new StoreQueries(spark, store, new StoreQueries.Options(false, false));
            queries.keepRows();
            var run = find(store, queries);
            require(run);
            var groups = store.description().logging().groups();
            try (var stored =
                    queries.query(RowComparison.query(run.task().id(), groups)).open()) {
                var comparison = new RowComparison(stored::next);
                if (out == null) {
                    train(run, store, null, comparison::add);
                } else {
                    record(run, store, comparison);
                }
                comparison.end();
                return report(run, comparison);
            }
        }
    }

    /** Refuses what cannot be replayed before anything is read or trained. */
    private void require(StoredRun run) throws UsageException {
        if (run.outcome() == Outcome.FAILED) {
            throw new UsageException("run " + run.task().id() + " failed, must have completed or diverged to be"
                    + " replayed; the next gradflow run trains it again");
        }
        if (isAnimated && !Recording.isPlanar(run.task())) {
            throw new UsageException("--animate draws what a network makes of a plane, must be with a network of two"
                    + " inputs, but run " + run.task().id() + " has "
                    + run.task().architecture().inputs());
        }
    }

    private void record(StoredRun run, Store store, RowComparison comparison) throws Exception {
        try (var folder = NewOutput.folder(out)) {
            var recording = new Recording(run.task(), store.description().logEvery(), isAnimated, folder);
            try (recording) {
                train(run, store, recording, row -> {
                    comparison.add(row);
                    recording.add(row);
                });
            }
            try {
                recording.draw();
            } catch (UsageException e) {
                // What was trained and compared is not lost for want of a font.
                ErrorReporter.warn("there are no pictures: " + e.getMessage());
            }
            folder.publish();
        }
    }

    private StoredRun find(Store store, StoreQueries queries) throws Exception {
        queries.preferFasterPlan(true);
        if (named.where != null) {
            queries.requireCondition(named.where);
            return StoredRun.find(queries, store, "(" + named.where + "\n)", named.where);
        }
        if (!PREFIX.matcher(named.task).matches()) {
            throw new UsageException("--task must be 1 to 32 of the digits 0 to 9 and a to f, but is '" + named.task
                    + "'; --where names a run by its keys");
        }
        return StoredRun.find(queries, store, "task LIKE '" + named.task + "%'", "task begins with " + named.task);
    }

    /** What is done with a row as soon as it is there. */
    @FunctionalInterface
    private interface RowUse {
        void accept(EpochRow row) throws QueryException;
    }

    private static void train(StoredRun run, Store store, NetworkObserver observer, RowUse use) throws Exception {
        var trainer = Engines.ofNumerics(store.description().numerics());
        var rows =
                trainer.train(new Pack(List.of(run.task())), store.description().logging(), observer);
        while (rows.hasNext()) {
            use.accept(rows.next());
        }
    }

    private int report(StoredRun run, RowComparison comparison) throws Exception {
        common.format()
                .print(
                        "task STRING, outcome STRING, rows BIGINT, different BIGINT",
                        List.of(RowFactory.create(
                                run.task().id(), run.outcome().column(), comparison.rows(), comparison.different())),
                        System.out);
        if (comparison.different() == 0) {
            System.err.println("every row is the stored one, bit for bit");
            return ExitCode.OK;
        }
        comparison.differences().forEach(ErrorReporter::warn);
        long more = comparison.different() - comparison.differences().size();
        if (more > 0) {
            ErrorReporter.warn("and " + more + " rows more");
        }
        return ExitCode.FAILURE;
    }
}
