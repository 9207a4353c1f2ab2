package io.gradflow.cli;

import io.gradflow.cli.compare.ChosenInterval;
import io.gradflow.cli.compare.ComparedNames;
import io.gradflow.cli.compare.ComparisonReport;
import io.gradflow.cli.compare.GroupOptions;
import io.gradflow.cli.compare.PairProgress;
import io.gradflow.cli.compare.ScoreTable;
import io.gradflow.cli.compare.ShareReport;
import io.gradflow.cli.compare.ShareTable;
import io.gradflow.cli.compare.Shown;
import io.gradflow.cli.compare.TuningReport;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.comparison.Comparison;
import io.gradflow.comparison.Group;
import io.gradflow.comparison.ScoredRun;
import io.gradflow.comparison.Settings;
import io.gradflow.comparison.share.ShareComparison;
import io.gradflow.comparison.share.ShareGroup;
import io.gradflow.comparison.tuning.Tuning;
import io.gradflow.comparison.tuning.UnevenSeedsException;
import io.gradflow.query.runs.ScoreQuery;
import io.gradflow.query.runs.ShareQuery;
import io.gradflow.stats.Direction;
import io.gradflow.store.Store;
import io.gradflow.sweep.TaskKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares groups of runs over their seeds. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description =
                "Compares groups of runs over their seeds: intervals, exact tests, and what so many seeds can show.")
final class CompareCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private GroupOptions groups;

    @Option(
            names = "--metric",
            paramLabel = "M",
            description = "a metric of networks, or of one layer with --layer; test_acc by default")
    private String metric;

    @Option(
            names = "--share",
            paramLabel = "SQL",
            description = "instead of a metric, compare the shares of runs whose last row satisfies a condition, such"
                    + " as \"outcome = 'diverged'\"")
    private String share;

    @Option(names = "--layer", paramLabel = "L", description = "the weight layer of the metric, from 1")
    private Integer layer;

    @Option(
            names = "--at",
            paramLabel = "WHEN",
            description =
                    "last (the default), the number of an epoch, best, mean (over logged epochs that have it), or a"
                            + " threshold such as \">= 0.85\" for the first epoch that reaches it")
    private String at;

    @Option(
            names = "--pool",
            split = ",",
            paramLabel = "KEY",
            description = "keys over whose values a mean is taken first, within each group and seed")
    private List<String> pool = List.of();

    @Option(
            names = "--tune",
            split = ",",
            paramLabel = "KEY",
            description = "give each group its own best values of these keys, chosen on the first half of the seeds and"
                    + " judged on the other")
    private List<String> tune = List.of();

    @Option(
            names = "--interval",
            converter = ComparedNames.OfInterval.class,
            paramLabel = "METHOD",
            description = "of differences: exact, which agrees with p (the default), or bca, a bootstrap; of shares"
                    + " newcombe (the default) or tango")
    private ChosenInterval interval;

    @Option(
            names = "--simultaneous",
            description = "make the intervals of differences so wide that all hold together (Bonferroni)")
    private boolean simultaneous;

    @Option(
            names = "--better",
            converter = ComparedNames.OfDirection.class,
            paramLabel = "WHICH",
            description =
                    "higher or lower; by default lower of losses and of epochs, else higher. With --share, whether it"
                            + " is good to have the property")
    private Direction better;

    @Option(
            names = "--finite-only",
            description = "leave out runs that diverged or failed, which otherwise rank worst and leave no mean")
    private boolean finiteOnly;

    @Option(
            names = "--show",
            converter = ComparedNames.OfShown.class,
            paramLabel = "TABLE",
            description = "groups, pairs or (with --tune) choices alone; csv and json show pairs unless told")
    private Shown shown;

    @Override
    public Integer call() throws Exception {
        if (shown == Shown.CHOICES && tune.isEmpty()) {
            throw new UsageException("--show choices needs --tune");
        }
        var store = groups.store(common.hadoop());
        var groupKeys = groups.groupKeys(store);
        if (share == null) {
            compareScores(store, groupKeys);
        } else {
            compareShares(store, groupKeys);
        }
        groups.warningOfGrowth(store).ifPresent(ErrorReporter::warn);
        return ExitCode.OK;
    }

    private void compareScores(Store store, List<TaskKey> groupKeys) throws Exception {
        String name = metric == null ? "test_acc" : metric;
        var pooled = ComparedNames.keys(pool, GroupOptions.keys(store), "--pool");
        var tuned = ComparedNames.keys(tune, GroupOptions.keys(store), "--tune");
        for (var key : tuned) {
            if (groupKeys.contains(key) || pooled.contains(key)) {
                throw new UsageException("--tune " + key.column() + " must not be in --by or --pool as well");
            }
        }
        var moment = ComparedNames.moment(at == null ? "last" : at, direction(name, false));
        var direction = direction(name, moment instanceof ScoreQuery.Moment.FirstReaching);
        ComparedNames.requireMetric(name, layer != null, store);
        if (moment instanceof ScoreQuery.Moment.Last) {
            ComparedNames.requireInLastRow(name, "must be with --at EPOCH, best, mean or a threshold");
        }
        if (layer != null && layer < 1) {
            throw new UsageException("--layer must be a weight layer, from 1, but is " + layer);
        }
        if (finiteOnly && !tuned.isEmpty()) {
            throw new UsageException("--finite-only must not be with --tune: a setting that loses runs is chosen last");
        }
        var method = ChosenInterval.ofMeans(interval);
        var query = new ScoreQuery(
                name, layer == null ? OptionalInt.empty() : OptionalInt.of(layer), moment, groups.where());
        ScoreTable table;
        try (var spark = common.startSession()) {
            table = new ScoreTable(
                    groups.ask(spark, store, query::sql, tuned, pooled, List.of(), moment.rows() == null), query);
        }
        table.requireNumbers();
        var settings = new Settings(
                direction,
                groups.level(),
                groups.adjustment(),
                method,
                simultaneous,
                table.runs().isCrossed(),
                finiteOnly,
                0);
        String seedName = table.runs().seedName();
        var runs = table.scoredRuns();
        if (tuned.isEmpty()) {
            compare(runs, settings, groupKeys, seedName);
            return;
        }
        var tuning = tuning(runs, groupKeys.size(), settings);
        var report = new TuningReport(tuning, groupKeys, tuned, seedName);
        if (shown == Shown.CHOICES) {
            report.print(common.format(), System.out);
            return;
        }
        report.printBefore(common.format(), shown, System.out);
        compare(tuning.judged(), settings, groupKeys, seedName);
    }

    private void compare(List<ScoredRun> runs, Settings settings, List<TaskKey> groupKeys, String seedName)
            throws Exception {
        var scored = Group.of(runs);
        var comparison = Comparison.of(scored, groups.baseline(scored), settings, new PairProgress(System.err));
        new ComparisonReport(comparison, settings, groupKeys, seedName, common.format(), shown).print(System.out);
    }

    private static Tuning tuning(List<ScoredRun> runs, int keys, Settings settings) throws UsageException {
        try {
            return Tuning.of(runs, keys, settings);
        } catch (UnevenSeedsException e) {
            throw new UsageException("--tune: " + e.getMessage());
        }
    }

    private void compareShares(Store store, List<TaskKey> groupKeys) throws Exception {
        requireNoScores();
        var method = ChosenInterval.ofShares(interval);
        var query = new ShareQuery(share, groups.where());
        if (query.isMixed()) {
            throw new UsageException("--share must be about the outcome or about metrics, not about both: of runs that"
                    + " diverged or failed, metrics say nothing");
        }
        ShareTable table;
        try (var spark = common.startSession()) {
            table = new ShareTable(
                    groups.ask(spark, store, query::sql, List.of(), List.of(), List.of(share), true), query);
        }
        table.requireMetrics();
        table.runs().requireOneRunPerSeed("--share");
        var counted = ShareGroup.of(table.countedRuns(better == null ? Direction.HIGHER_IS_BETTER : better));
        var comparison = ShareComparison.of(
                counted, groups.baseline(counted), method, groups.level(), simultaneous, groups.adjustment());
        new ShareReport(
                        comparison,
                        groups,
                        simultaneous,
                        groupKeys,
                        table.runs().seedName())
                .print(common.format(), shown, System.out);
    }

    private void requireNoScores() throws UsageException {
        var others = new LinkedHashMap<String, Boolean>();
        others.put("--metric", metric != null);
        others.put("--layer", layer != null);
        others.put("--at", at != null);
        others.put("--pool", !pool.isEmpty());
        others.put("--tune", !tune.isEmpty());
        others.put("--finite-only", finiteOnly);
        for (var other : others.entrySet()) {
            if (other.getValue()) {
                throw new UsageException(other.getKey() + " is of metrics, must not be with --share");
            }
        }
    }

    private Direction direction(String name, boolean isEpoch) {
        if (better != null) {
            return better;
        }
        return isEpoch || name.endsWith("_loss") ? Direction.LOWER_IS_BETTER : Direction.HIGHER_IS_BETTER;
    }
}
