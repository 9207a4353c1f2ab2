package io.gradflow.cli.compare;

import io.gradflow.comparison.Comparison;
import io.gradflow.comparison.GroupSummary;
import io.gradflow.comparison.PairComparison;
import io.gradflow.comparison.Settings;
import io.gradflow.query.PrintFormat;
import io.gradflow.query.QueryException;
import io.gradflow.results.Outcome;
import io.gradflow.stats.Sample;
import io.gradflow.stats.crossed.VarianceComponents;
import io.gradflow.stats.paired.PairedDifferences;
import io.gradflow.stats.paired.PairedScores;
import io.gradflow.sweep.TaskKey;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Prints a comparison: the groups, what the tests can show at all, and the pairs. */
public final class ComparisonReport {
    private final Comparison comparison;
    private final Settings settings;
    private final List<TaskKey> groupKeys;
    private final String seedName;
    private final ReportLayout layout;

    /**
     * A report that is not printed yet.
     *
     * @param seedName the key whose values are independent
     * @param shown the only part to print; null for all in the formats for people, and pairs in those for programs
     */
    public ComparisonReport(
            Comparison comparison,
            Settings settings,
            List<TaskKey> groupKeys,
            String seedName,
            PrintFormat format,
            Shown shown) {
        this.comparison = comparison;
        this.settings = settings;
        this.groupKeys = groupKeys;
        this.seedName = seedName;
        layout = ReportLayout.of(format, shown, Shown.PAIRS);
    }

    /** Prints what was asked for. */
    public void print(PrintStream out) throws QueryException {
        layout.print(
                layout.has(Shown.GROUPS) ? Optional.of(groups()) : Optional.empty(),
                notes(),
                layout.has(Shown.PAIRS) ? Optional.of(pairs()) : Optional.empty(),
                out);
    }

    private ReportLayout.Table groups() {
        String columns = ReportLayout.keyColumns(groupKeys) + seedName + "s INT, "
                + (hasSeveralRuns() ? "runs_per_seed INT, " : "")
                + "completed BIGINT, diverged BIGINT, failed BIGINT, finite INT, mean DOUBLE, mean_low DOUBLE,"
                + " mean_high DOUBLE, std DOUBLE, median DOUBLE,"
                + " median_low DOUBLE, median_high DOUBLE, iqm DOUBLE"
                + (settings.isCrossed() ? ", var_data DOUBLE, var_init DOUBLE, var_rest DOUBLE" : "");
        return new ReportLayout.Table(
                columns, comparison.groups().stream().map(this::row).toList());
    }

    private boolean hasSeveralRuns() {
        return comparison.groups().stream().anyMatch(group -> group.group().runsPerSeed() > 1);
    }

    private Row row(GroupSummary summary) {
        var group = summary.group();
        var row = new ArrayList<Object>(group.values());
        row.add(summary.seeds());
        if (hasSeveralRuns()) {
            row.add(group.runsPerSeed());
        }
        for (var outcome : List.of(Outcome.COMPLETED, Outcome.DIVERGED, Outcome.FAILED)) {
            row.add(group.runs(outcome));
        }
        row.add(summary.finite());
        row.add(summary.sample().map(Sample::mean).orElse(null));
        ReportLayout.addEnds(row, summary.interval());
        row.add(summary.sample()
                .filter(sample -> sample.n() > 1)
                .map(Sample::standardDeviation)
                .orElse(null));
        row.add(summary.median().orElse(null));
        ReportLayout.addEnds(row, summary.medianInterval());
        row.add(summary.sample().map(Sample::trimmedMean).orElse(null));
        if (settings.isCrossed()) {
            var components = summary.components();
            row.add(components
                    .map(VarianceComponents::data)
                    .map(VarianceComponents.Component::variance)
                    .orElse(null));
            row.add(components
                    .map(VarianceComponents::init)
                    .map(VarianceComponents.Component::variance)
                    .orElse(null));
            row.add(components
                    .map(VarianceComponents::residual)
                    .map(VarianceComponents.Component::variance)
                    .orElse(null));
        }
        return RowFactory.create(row.toArray());
    }

    private ReportLayout.Table pairs() {
        return new ReportLayout.Table(
                "first STRING, second STRING, pairs INT, equal INT, difference DOUBLE, low DOUBLE, high DOUBLE,"
                        + " p DOUBLE, " + FamilyNotes.adjustedColumn(settings.adjustment())
                        + ", p_floor DOUBLE, d_z DOUBLE, superiority DOUBLE,"
                        + " unpaired INT, test STRING",
                comparison.tests().rows(ComparisonReport::row));
    }

    private static Row row(PairComparison pair, double adjusted) {
        var row = new ArrayList<Object>();
        row.add(pair.first().label());
        row.add(pair.second().label());
        row.add(pair.n());
        row.add(pair.scores().map(PairedScores::equal).orElse(0));
        row.add(pair.differences().map(PairedDifferences::mean).orElse(null));
        ReportLayout.addEnds(row, pair.interval());
        row.add(pair.pValue());
        row.add(adjusted);
        row.add(pair.floor().byData());
        row.add(pair.differences()
                .map(PairedDifferences::effectSize)
                .filter(effect -> !effect.isNaN())
                .orElse(null));
        row.add(pair.scores().map(PairedScores::superiority).orElse(null));
        row.add(pair.unpaired());
        row.add(pair.test());
        return RowFactory.create(row.toArray());
    }

    /** What must be known before a number is read. */
    private List<String> notes() {
        var notes = new ArrayList<String>();
        if (comparison.groups().size() == 1) {
            notes.add(FamilyNotes.OF_ONE_GROUP);
        }
        if (layout.has(Shown.PAIRS)) {
            notes.addAll(new FamilyNotes(comparison.tests(), seedName).lines());
            if (!comparison.tests().pairs().isEmpty()) {
                notes.add(FamilyNotes.ofIntervals(settings.isSimultaneous()));
            }
        }
        if (hasSeveralRuns()) {
            notes.add("Each " + seedName + " counts once, with the mean of its runs.");
        }
        if (comparison.groups().stream().anyMatch(group -> group.components().isPresent())) {
            notes.add("Where var_data is told, mean_low and mean_high are of the bootstrap over both kinds of seeds.");
            notes.add("p and the intervals of differences are over " + seedName
                    + "s alone: they hold for these other seeds.");
        }
        if (settings.isFiniteOnly() && comparison.groups().stream().anyMatch(group -> group.finite() < group.seeds())) {
            notes.add("Means and tests leave out what is not finite, so groups that lose runs look better than they"
                    + " are.");
        }
        return notes;
    }
}
