package io.gradflow.cli;

import io.gradflow.engine.Trainer;
import io.gradflow.spark.Lacking;
import io.gradflow.spark.Sessions;
import io.gradflow.spark.SweepJob;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.Packs;
import io.gradflow.sweep.Sweep;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what a run would do, and does nothing. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Tells what a run would do: axes, cells, tasks, rows, predicted time and bytes. Writes nothing.")
final class PlanCommand implements Callable<Integer> {
    private static final Pattern LOCAL_MASTER = Pattern.compile("local(?:\\[(\\d{1,6}|\\*)(?:,.*)?])?");
    private static final int MAX_SHOWN_VALUES = 20;

    @Mixin
    private SweepOptions sweepOptions;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "a store: what it holds and what it lacks of the configuration is told too")
    private String storeName;

    @Override
    public Integer call() throws Exception {
        var sweep = sweepOptions.read();
        // As a run: what it would not start is not foretold.
        var trainer = Engines.trainer(sweep.execution());
        var packs = new Packs(sweep.grid(), trainer.packSize(), trainer::predictedSeconds);
        var rows = rows(sweep, packs, trainer);
        rows.addAll(storeName == null ? List.of() : rowsOfStore(packs));
        common.format().print("item STRING, count BIGINT, detail STRING", rows, System.out);
        return ExitCode.OK;
    }

    private List<Row> rowsOfStore(Packs packs) throws StoreException, UsageException, IOException {
        var store = Store.existing(storeName, common.hadoop());
        try (var spark = common.startSession()) {
            Sessions.preferInterpretation(spark);
            var lacking = Lacking.packs(spark, store.waves(), packs);
            return List.of(
                    row("found", packs.tasks() - lacking.tasks(), "of the tasks the store has"),
                    row("lacking", lacking.tasks(), "in " + lacking.count() + " packs, " + predicted(lacking)));
        }
    }

    private List<Row> rows(Sweep sweep, Packs packs, Trainer trainer) {
        var rows = new ArrayList<Row>();
        var grid = sweep.grid();
        grid.values().forEach((key, values) -> {
            if (key.isSeed()) {
                var seeds = grid.seeds(key);
                rows.add(row(key.path(), seeds.size(), shown(seeds.ranges())));
            } else {
                rows.add(row(key.path(), values.size(), shown(values)));
            }
        });
        rows.add(row("cells", grid.cells(), "combinations of all but the seeds"));
        rows.add(row("tasks", grid.size(), "networks to train"));
        if (grid.excludedTasks() > 0) {
            rows.add(row("excluded-cells", grid.excludedCells(), "by sweep.exclude, not among the cells above"));
            rows.add(row("excluded-tasks", grid.excludedTasks(), "by sweep.exclude, not among the tasks above"));
        }
        if (grid.namedTwice() > 0) {
            rows.add(row("named-twice", grid.namedTwice(), "tasks that a grid names after another one, trained once"));
        }
        rows.add(row("packs", packs.count(), described(packs, sweep, trainer)));
        rows.add(row("model-epochs", sweep.modelEpochs(), "epochs of all networks together"));
        rows.add(row("rows", sweep.rows(), "log-every = " + sweep.logEvery()));
        rows.add(row("bytes", SweepJob.predictedBytes(sweep), "of Parquet, about"));
        rows.add(row("seconds", Math.round(packs.seconds() / localCores()), "of training, " + predicted(packs)));
        return rows;
    }

    private String predicted(Packs packs) {
        int cores = localCores();
        return "about " + Durations.words(Duration.ofMillis((long) (1000 * packs.seconds() / cores))) + " on " + cores
                + (cores == 1 ? " core" : " cores");
    }

    private static String described(Packs packs, Sweep sweep, Trainer trainer) {
        return switch (sweep.execution().engine()) {
            case LANES ->
                // Rounded down: 100 is nothing but full packs.
                "of " + trainer.packSize() + " networks, " + (int) (100 * packs.filled())
                        + "% of the lanes filled; engine = lanes";
            case BREEZE -> "of one network; engine = breeze";
        };
    }

    /** The cores of a local master; of a cluster nothing is known here, so one. */
    private int localCores() {
        var local = LOCAL_MASTER.matcher(common.master() == null ? "local[*]" : common.master());
        if (!local.matches() || local.group(1) == null) {
            return 1;
        }
        return local.group(1).equals("*")
                ? Runtime.getRuntime().availableProcessors()
                : Math.max(1, Integer.parseInt(local.group(1)));
    }

    private static Row row(String item, long count, String detail) {
        return RowFactory.create(item, count, detail);
    }

    private static String shown(List<?> values) {
        String shown =
                values.stream().limit(MAX_SHOWN_VALUES).map(String::valueOf).collect(Collectors.joining(", "));
        return values.size() > MAX_SHOWN_VALUES ? shown + ", ..." : shown;
    }
}
