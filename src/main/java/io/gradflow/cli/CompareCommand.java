package io.gradflow.cli;

import io.gradflow.cli.compare.ComparedNames;
import io.gradflow.cli.compare.ComparisonReport;
import io.gradflow.cli.compare.RunTable;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.comparison.Comparison;
import io.gradflow.comparison.Group;
import io.gradflow.comparison.Settings;
import io.gradflow.comparison.Settings.IntervalMethod;
import io.gradflow.query.ScoreQuery;
import io.gradflow.query.StoreQueries;
import io.gradflow.spark.Sessions;
import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Direction;
import io.gradflow.stats.family.Adjustment;
import io.gradflow.store.Store;
import io.gradflow.sweep.TaskKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    @Option(
            names = "--store",
            converter = UserPath.OfStore.class,
            paramLabel = "DIR",
            required = true,
            description = "the store that a run has written")
    private String storeName;

    @Option(
            names = "--by",
            split = ",",
            paramLabel = "KEY",
            required = true,
            description = "the keys whose values make the groups, such as activation,scale")
    private List<String> by;

    @Option(
            names = "--where",
            paramLabel = "SQL",
            defaultValue = "true",
            description = "which runs count, such as \"scale = 0.5\"; by default all that have ended")
    private String where;

    @Option(
            names = "--metric",
            paramLabel = "M",
            defaultValue = "test_acc",
            description = "a metric of networks, or of one layer with --layer; test_acc by default")
    private String metric;

    @Option(names = "--layer", paramLabel = "L", description = "the weight layer of the metric, from 1")
    private Integer layer;

    @Option(
            names = "--at",
            paramLabel = "WHEN",
            defaultValue = "last",
            description = "last (the default), the number of an epoch, best, mean (over logged epochs), or a threshold"
                    + " such as \">= 0.85\" for the first epoch that reaches it")
    private String at;

    @Option(
            names = "--pool",
            split = ",",
            paramLabel = "KEY",
            description = "keys over whose values a mean is taken first, within each group and seed")
    private List<String> pool = List.of();

    @Option(
            names = "--baseline",
            paramLabel = "GROUP",
            description = "compare all groups with this one alone, named as the table names it")
    private String baseline;

    @Option(
            names = "--adjust",
            converter = ComparedNames.OfAdjustment.class,
            paramLabel = "METHOD",
            defaultValue = "holm",
            description = "of the p-values of all pairs: holm (the default) or bh (Benjamini and Hochberg)")
    private Adjustment adjustment;

    @Option(
            names = "--alpha",
            converter = ComparedNames.OfAlpha.class,
            paramLabel = "A",
            defaultValue = "0.05",
            description = "level of the tests, and 1 - A that of the intervals; 0.05 by default")
    private ConfidenceLevel level;

    @Option(
            names = "--interval",
            converter = ComparedNames.OfInterval.class,
            paramLabel = "METHOD",
            defaultValue = "exact",
            description = "of differences: exact, which agrees with p (the default), or bca, a bootstrap")
    private IntervalMethod interval;

    @Option(
            names = "--simultaneous",
            description = "make the intervals of differences so wide that all hold together (Bonferroni)")
    private boolean simultaneous;

    @Option(
            names = "--better",
            converter = ComparedNames.OfDirection.class,
            paramLabel = "WHICH",
            description = "higher or lower; by default lower of losses and of epochs, else higher")
    private Direction better;

    @Option(
            names = "--finite-only",
            description = "leave out runs that diverged or failed, which otherwise rank worst and leave no mean")
    private boolean finiteOnly;

    @Option(
            names = "--show",
            converter = ComparedNames.OfShown.class,
            paramLabel = "TABLE",
            description = "groups or pairs alone; csv and json show pairs unless told")
    private ComparisonReport.Shown shown;

    @Override
    public Integer call() throws Exception {
        var store = Store.existing(storeName, common.hadoop());
        var keys = TaskKey.ofColumns(store.description().keys());
        var groupKeys = ComparedNames.keys(by, keys, "--by");
        var pooled = ComparedNames.keys(pool, keys, "--pool");
        var moment = ComparedNames.moment(at, direction(false));
        var direction = direction(moment instanceof ScoreQuery.Moment.FirstReaching);
        ComparedNames.requireMetric(metric, layer != null);
        if (layer != null && layer < 1) {
            throw new UsageException("--layer must be a weight layer, from 1, but is " + layer);
        }
        var query = new ScoreQuery(metric, layer == null ? OptionalInt.empty() : OptionalInt.of(layer), moment, where);
        RunTable table;
        try (var spark = common.startSession()) {
            var queries = new StoreQueries(spark, store, new StoreQueries.Options(false, false));
            queries.requireCondition(where);
            if (moment.rows() == null && queries.hasFewTasks()) {
                Sessions.preferInterpretation(spark);
            }
            var columns = new ArrayList<>(groupKeys);
            // Seeds also where they are constant: one that is missing is that of another column.
            Stream.concat(queries.varyingKeys().stream(), keys.stream().filter(TaskKey::isSeed))
                    .filter(key -> !columns.contains(key))
                    .distinct()
                    .forEach(columns::add);
            String text = query.sql(columns.stream().map(TaskKey::column).toList());
            table = new RunTable(groupKeys, pooled, columns, queries.query(text).rows());
        }
        table.requireComparable(metric, where, moment.mayLackNumber());
        var groups = Group.of(table.runs());
        var settings =
                new Settings(direction, level, adjustment, interval, simultaneous, table.isCrossed(), finiteOnly, 0);
        var comparison = Comparison.of(groups, baseline(groups), settings);
        var report = new ComparisonReport(comparison, settings, groupKeys, table.seedName(), common.format(), shown);
        report.print(System.out);
        if (store.description().configurations().size() > 1) {
            ErrorReporter.warn("the store holds more than one sweep: growing one until p < " + level.alpha()
                    + " makes false findings more likely than that; decide on the number of seeds before");
        }
        return ExitCode.OK;
    }

    private Direction direction(boolean isEpoch) {
        if (better != null) {
            return better;
        }
        return isEpoch || metric.endsWith("_loss") ? Direction.LOWER_IS_BETTER : Direction.HIGHER_IS_BETTER;
    }

    private Optional<Group> baseline(List<Group> groups) throws UsageException {
        if (baseline == null) {
            return Optional.empty();
        }
        var found =
                groups.stream().filter(group -> group.label().equals(baseline)).findFirst();
        if (found.isEmpty()) {
            throw new UsageException("--baseline " + baseline + " is no group, must be one of: "
                    + groups.stream().map(Group::label).limit(20).collect(Collectors.joining("; ")));
        }
        return found;
    }
}
