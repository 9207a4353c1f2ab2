package io.gradflow.cli;

import io.gradflow.cli.compare.ComparedNames;
import io.gradflow.cli.compare.GroupOptions;
import io.gradflow.cli.compare.ReachReport;
import io.gradflow.cli.compare.ReachTable;
import io.gradflow.cli.compare.Shown;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.comparison.reach.ReachComparison;
import io.gradflow.comparison.reach.ReachGroup;
import io.gradflow.comparison.reach.ReachSettings;
import io.gradflow.comparison.reach.Risk;
import io.gradflow.query.runs.ReachQuery;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells how long groups of runs take to reach something. */
@Command(
        name = "reach",
        mixinStandardHelpOptions = true,
        description = "Tells how many epochs groups of runs take to satisfy a condition, such as test_acc >= 0.85:"
                + " medians, means and shares with intervals, and tests over the seeds.")
final class ReachCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private GroupOptions groups;

    @Parameters(
            paramLabel = "CONDITION",
            description = "what a logged epoch must satisfy, as SQL over the columns of epochs: \"test_acc >= 0.85\"")
    private String condition;

    @Option(
            names = "--cause-specific",
            description = "take runs that diverged or failed as lost, instead of as never reaching it")
    private boolean isCauseSpecific;

    @Option(
            names = "--until",
            paramLabel = "EPOCH",
            description = "the last epoch of means and shares; by default the last that all groups have data for")
    private Integer until;

    @Option(
            names = "--show",
            converter = ComparedNames.OfShownOrCurve.class,
            paramLabel = "TABLE",
            description = "groups, pairs or curve alone; csv and json show groups unless told")
    private Shown shown;

    @Override
    public Integer call() throws Exception {
        if (until != null && until < 0) {
            throw new UsageException("--until must be an epoch, from 0, but is " + until);
        }
        var store = groups.store(common.hadoop());
        var groupKeys = groups.groupKeys(store);
        var query = new ReachQuery(condition, groups.where());
        ReachTable table;
        try (var spark = common.startSession()) {
            table = new ReachTable(
                    groups.ask(spark, store, query::sql, List.of(), List.of(), List.of(condition), false), query);
        }
        table.requireMetrics();
        table.runs().requireOneRunPerSeed("reach");
        var followed = ReachGroup.of(table.followedRuns());
        var risk = isCauseSpecific ? Risk.CAUSE_SPECIFIC : Risk.COMPETING;
        var known = ReachComparison.knownUntil(followed, risk);
        if (until != null && known.isPresent() && until > known.getAsInt()) {
            throw new UsageException("--until must be at most " + known.getAsInt()
                    + ", the last epoch that all groups have data for, but is " + until);
        }
        var settings = new ReachSettings(
                risk, groups.level(), groups.adjustment(), until == null ? OptionalInt.empty() : OptionalInt.of(until));
        var comparison = ReachComparison.of(followed, groups.baseline(followed), settings);
        new ReachReport(comparison, settings, groupKeys, table.runs().seedName())
                .print(common.format(), shown, System.out);
        groups.warningOfGrowth(store).ifPresent(ErrorReporter::warn);
        return ExitCode.OK;
    }
}
