package io.gradflow.cli;

import io.gradflow.cli.output.NewOutput;
import io.gradflow.cli.replay.NetworkFiles;
import io.gradflow.cli.replay.NetworkHistory;
import io.gradflow.cli.replay.ReplayPictures;
import io.gradflow.cli.replay.RowComparison;
import io.gradflow.cli.replay.StoredRun;
import io.gradflow.cli.usage.StoreOption;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.cli.usage.UserPath;
import io.gradflow.engine.NetworkObserver;
import io.gradflow.engine.ObservableTrainer;
import io.gradflow.query.StoreQueries;
import io.gradflow.results.EpochRow;
import io.gradflow.results.Outcome;
import io.gradflow.spark.Sessions;
import io.gradflow.store.Store;
import io.gradflow.sweep.Pack;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
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

    @Override
    public Integer call() throws Exception {
        var store = storeOption.existing(common.hadoop());
        StoredRun run;
        List<Row> stored;
        try (var spark = common.startSession()) {
            var queries = new StoreQueries(spark, store, new StoreQueries.Options(false, false));
            queries.keepRows();
            run = find(store, queries, spark);
            stored = queries.query(RowComparison.query(run.task().id())).rows();
        }
        if (run.outcome() == Outcome.FAILED) {
            throw new UsageException("run " + run.task().id() + " failed, must have completed or diverged to be"
                    + " replayed; the next gradflow run trains it again");
        }
        var trainer = Engines.ofNumerics(store.description().numerics());
        var comparison = new RowComparison(stored);
        if (out == null) {
            train(run, trainer, store, null, comparison::add);
        } else {
            try (var folder = NewOutput.folder(out)) {
                var history = new NetworkHistory(run.task().architecture());
                try (var files = new NetworkFiles(run.task(), folder)) {
                    NetworkObserver both = (task, epoch, parameters) -> {
                        files.observe(task, epoch, parameters);
                        history.observe(task, epoch, parameters);
                    };
                    train(run, trainer, store, both, row -> {
                        comparison.add(row);
                        history.add(row);
                    });
                }
                try {
                    ReplayPictures.write(run.task(), history, folder);
                } catch (UsageException e) {
                    // What was trained and compared is not lost for want of a font.
                    ErrorReporter.warn("there are no pictures: " + e.getMessage());
                }
                folder.publish();
            }
        }
        comparison.end();
        return report(run, comparison);
    }

    private StoredRun find(Store store, StoreQueries queries, SparkSession spark) throws Exception {
        if (queries.hasFewTasks()) {
            Sessions.preferInterpretation(spark);
        }
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

    private static void train(
            StoredRun run, ObservableTrainer trainer, Store store, NetworkObserver observer, Consumer<EpochRow> rows)
            throws Exception {
        trainer.train(new Pack(List.of(run.task())), store.description().logEvery(), observer)
                .forEachRemaining(rows);
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
