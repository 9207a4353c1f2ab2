package io.gradflow.cli;

import io.gradflow.cli.output.CountTable;
import io.gradflow.cli.text.Durations;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.cli.usage.UserPath;
import io.gradflow.comparison.Family;
import io.gradflow.engine.Trainer;
import io.gradflow.spark.Sessions;
import io.gradflow.spark.reading.MissingTasks;
import io.gradflow.spark.training.SweepJob;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.Grid;
import io.gradflow.sweep.Packs;
import io.gradflow.sweep.Sweep;
import io.gradflow.sweep.TaskKey;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what a run would do, without doing it. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Tells what a run would do: axes, cells, tasks, rows, predicted time and bytes. Writes nothing.")
final class PlanCommand implements Callable<Integer> {
    private static final Pattern LOCAL_MASTER = Pattern.compile("local(?:\\[(\\d{1,6}|\\*)(?:,.*)?])?");
    private static final int MAX_SHOWN_VALUES = 20;

    /** Nobody compares each of more cells with each. */
    private static final long MAX_COMPARED_CELLS = 10_000;

    /** The level of all tests together, as {@code compare} has it by default. */
    private static final double ALPHA = 0.05;

    @Mixin
    private SweepOptions sweepOptions;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--store",
            converter = UserPath.OfStore.class,
            paramLabel = "DIR",
            description = "a store: what it holds and what it lacks of the configuration is told too")
    private String storeName;

    @Override
    public Integer call() throws Exception {
        var sweep = sweepOptions.read();
        // A plan fails where the run would fail, such as for want of the engine's module.
        var trainer = Engines.trainer(sweep.execution());
        var packs = trainer.packs(sweep);
        var table = new CountTable();
        addSweep(sweep, packs, trainer, table);
        if (storeName != null) {
            addStore(packs, table);
        }
        table.print(common.format());
        return ExitCode.OK;
    }

    private void addStore(Packs packs, CountTable table) throws StoreException, UsageException, IOException {
        var store = Store.existing(storeName, common.hadoop());
        try (var spark = common.startSession()) {
            Sessions.preferInterpretation(spark);
            var waves = store.waves();
            var lacking = MissingTasks.packs(spark, waves, packs, false);
            table.add("found", packs.tasks() - lacking.tasks(), "of the tasks the store has");
            long failed = FailedTaskRemoval.count(waves, packs, spark);
            if (failed > 0) {
                table.add("failed", failed, "which the store has too, and which a run trains again");
            }
            table.add("lacking", lacking.tasks(), "in " + lacking.count() + " packs, " + predicted(lacking));
        }
    }

    private void addSweep(Sweep sweep, Packs packs, Trainer trainer, CountTable table) {
        var grid = sweep.grid();
        grid.values().forEach((key, values) -> {
            if (key.isSeed()) {
                var seeds = grid.seeds(key);
                table.add(key.path(), seeds.size(), shown(seeds.ranges()));
            } else {
                table.add(key.path(), values.size(), shown(values));
            }
        });
        table.add("cells", grid.cells(), "combinations of all but the seeds");
        addPairs(grid, table);
        table.add("tasks", grid.size(), "networks to train");
        if (grid.excludedTasks() > 0) {
            table.add("excluded-cells", grid.excludedCells(), "by sweep.exclude, not among the cells above");
            table.add("excluded-tasks", grid.excludedTasks(), "by sweep.exclude, not among the tasks above");
        }
        if (grid.namedTwice() > 0) {
            table.add("named-twice", grid.namedTwice(), "tasks that a grid names after another one, trained once");
        }
        table.add("packs", packs.count(), described(packs, sweep, trainer));
        table.add("model-epochs", sweep.modelEpochs(), "epochs of all networks together");
        table.add("rows", sweep.rows(), "log-every = " + sweep.logging().every());
        addDiagnostics(sweep.logging().groups(), table);
        table.add("bytes", SweepJob.predictedBytes(sweep), "of Parquet, about");
        table.add("seconds", Math.round(packs.seconds() / localCores()), "of training, " + predicted(packs));
    }

    private static void addDiagnostics(DiagnosticGroups groups, CountTable table) {
        table.add(
                "diagnostics",
                groups.groups().size(),
                groups.groups().isEmpty() ? "losses and accuracies alone" : groups.costs());
    }

    /** What {@code compare} could show of all pairs of cells. */
    private static void addPairs(Grid grid, CountTable table) {
        long cells = grid.cells();
        if (cells < 2 || cells > MAX_COMPARED_CELLS) {
            return;
        }
        long seeds = independentSeeds(grid);
        var family = Family.planned((int) (cells * (cells - 1) / 2), (int) Math.min(seeds, 1_000), ALPHA);
        String floor = String.format(
                Locale.ROOT,
                "of cells: %,d seeds give no p below %.3g by design, and Holm asks for %.3g",
                seeds,
                family.byDesign(),
                family.needed());
        table.add(
                "pairs",
                family.tests(),
                family.canPassByDesign() ? floor : floor + "; " + family.pairsNeeded() + " seeds could pass");
    }

    /** How many seeds are independent, as {@code compare} counts them: a data or init seed not given is the seed. */
    private static long independentSeeds(Grid grid) {
        var sizes = new HashMap<String, Long>();
        grid.values().keySet().stream()
                .filter(TaskKey::isSeed)
                .forEach(key -> sizes.put(key.column(), grid.seeds(key).size()));
        long seeds = sizes.getOrDefault("seed", 1L);
        long data = sizes.getOrDefault("data_seed", seeds);
        long init = sizes.getOrDefault("init_seed", seeds);
        return data > 1 ? data : init > 1 ? init : seeds;
    }

    private String predicted(Packs packs) {
        int cores = localCores();
        return "about " + Durations.words(Duration.ofMillis((long) (1000 * packs.seconds() / cores))) + " on " + cores
                + (cores == 1 ? " core" : " cores");
    }

    private static String described(Packs packs, Sweep sweep, Trainer trainer) {
        return switch (sweep.execution().engine()) {
            case LANES ->
                // The share is rounded down, so 100% means that all packs are full.
                "of " + trainer.packSize() + " networks, " + (int) (100 * packs.filled())
                        + "% of the lanes filled; engine = lanes";
            case BREEZE -> "of one network; engine = breeze";
        };
    }

    /** The number of cores of a local master; one for a cluster, of which nothing is known here. */
    private int localCores() {
        var local = LOCAL_MASTER.matcher(common.master() == null ? "local[*]" : common.master());
        if (!local.matches() || local.group(1) == null) {
            return 1;
        }
        return local.group(1).equals("*")
                ? Runtime.getRuntime().availableProcessors()
                : Math.max(1, Integer.parseInt(local.group(1)));
    }

    private static String shown(List<?> values) {
        String shown =
                values.stream().limit(MAX_SHOWN_VALUES).map(String::valueOf).collect(Collectors.joining(", "));
        return values.size() > MAX_SHOWN_VALUES ? shown + ", ..." : shown;
    }
}
