package io.gradflow.cli.compare;

import io.gradflow.comparison.reach.ReachComparison;
import io.gradflow.comparison.reach.ReachGroup;
import io.gradflow.comparison.reach.ReachPair;
import io.gradflow.comparison.reach.ReachSettings;
import io.gradflow.comparison.reach.ReachSummary;
import io.gradflow.comparison.reach.Risk;
import io.gradflow.query.PrintFormat;
import io.gradflow.query.QueryException;
import io.gradflow.results.Outcome;
import io.gradflow.stats.survival.ChiSquared;
import io.gradflow.sweep.TaskKey;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Prints how long groups take to reach something.
 *
 * @param comparison what is printed
 * @param settings how it was made
 * @param groupKeys the keys of the groups
 * @param seedName the key whose values are independent
 */
public record ReachReport(
        ReachComparison comparison, ReachSettings settings, List<TaskKey> groupKeys, String seedName) {

    /** Below this, a p-value that is right for many runs says nothing by its digits. */
    private static final double LEAST_P = 1e-15;

    /**
     * Prints what was asked for.
     *
     * @param shown the only table to print; null for groups and pairs in the formats for people, and groups in those
     *     for programs
     */
    public void print(PrintFormat format, Shown shown, PrintStream out) throws QueryException {
        var layout = ReportLayout.of(format, shown, Shown.GROUPS);
        var first = layout.has(Shown.GROUPS)
                ? Optional.of(groups())
                : layout.has(Shown.CURVE) ? Optional.of(curves()) : Optional.<ReportLayout.Table>empty();
        layout.print(first, notes(layout), layout.has(Shown.PAIRS) ? Optional.of(pairs()) : Optional.empty(), out);
    }

    private ReportLayout.Table groups() {
        return new ReportLayout.Table(
                ReportLayout.keyColumns(groupKeys) + seedName
                        + "s INT, reached INT, not_reached INT, diverged INT, failed INT, median DOUBLE,"
                        + " median_low DOUBLE, median_high DOUBLE, mean DOUBLE, mean_low DOUBLE, mean_high DOUBLE,"
                        + " share DOUBLE, share_low DOUBLE, share_high DOUBLE",
                comparison.groups().stream().map(this::row).toList());
    }

    private Row row(ReachSummary summary) {
        var group = summary.group();
        var row = new ArrayList<Object>(group.values());
        row.add(group.seeds());
        row.add(group.reached());
        for (var outcome : List.of(Outcome.COMPLETED, Outcome.DIVERGED, Outcome.FAILED)) {
            row.add(group.notReached(outcome));
        }
        row.add(summary.median().isPresent() ? summary.median().getAsDouble() : null);
        ReportLayout.addEnds(row, Optional.of(summary.medianInterval()));
        row.add(summary.mean().mean());
        ReportLayout.addEnds(row, summary.meanInterval());
        row.add(summary.share());
        ReportLayout.addEnds(row, summary.shareInterval());
        return RowFactory.create(row.toArray());
    }

    private ReportLayout.Table curves() {
        var rows = new ArrayList<Row>();
        for (var summary : comparison.groups()) {
            addCurve(rows, summary.group());
        }
        return new ReportLayout.Table(
                ReportLayout.keyColumns(groupKeys)
                        + "epoch INT, at_risk INT, reached INT, lost INT, censored INT, share DOUBLE, share_low DOUBLE,"
                        + " share_high DOUBLE",
                rows);
    }

    private void addCurve(List<Row> rows, ReachGroup group) {
        var table = group.table();
        var curve = settings.risk().curve(table);
        for (int i = 0; i < table.size(); i++) {
            var counts = table.row(i);
            var row = new ArrayList<Object>(group.values());
            row.add(counts.time());
            row.add(counts.atRisk());
            row.add(counts.events());
            row.add(counts.competing());
            row.add(counts.censored());
            row.add(curve.share(counts.time()));
            ReportLayout.addEnds(row, curve.interval(counts.time(), settings.level()));
            rows.add(RowFactory.create(row.toArray()));
        }
    }

    private ReportLayout.Table pairs() {
        return new ReportLayout.Table(
                "first STRING, second STRING, pairs INT, first_earlier INT, second_earlier INT, undecided INT,"
                        + " p DOUBLE, " + FamilyNotes.adjustedColumn(settings.adjustment())
                        + ", p_floor DOUBLE, unpaired INT",
                comparison.tests().rows(ReachReport::row));
    }

    private static Row row(ReachPair pair, double adjusted) {
        var row = new ArrayList<Object>(pair.labels());
        row.add(pair.n());
        row.add(pair.test().firstEarlier());
        row.add(pair.test().secondEarlier());
        row.add(pair.test().undecided());
        row.add(pair.pValue());
        row.add(adjusted);
        row.add(pair.floor().byData());
        row.add(pair.unpaired());
        return RowFactory.create(row.toArray());
    }

    private List<String> notes(ReportLayout layout) {
        var notes = new ArrayList<String>();
        boolean isCompeting = settings.risk() == Risk.COMPETING;
        notes.add(
                isCompeting
                        ? "Runs that diverged or failed never reach it, and stay among those that have not."
                        : "Runs that diverged or failed are taken as lost: this is what would be if none did so.");
        if (layout.has(Shown.GROUPS)) {
            notes.add("mean and share are up to epoch " + comparison.until()
                    + "; in the mean, a run that has not reached it by then counts with that epoch.");
        }
        if (comparison.groups().size() == 1) {
            notes.add(FamilyNotes.OF_ONE_GROUP);
        } else if (comparison.groups().size() > ReachComparison.MOST_GROUPS_AT_ONCE) {
            notes.add("All groups at once are not tested: they are more than " + ReachComparison.MOST_GROUPS_AT_ONCE
                    + ".");
        } else {
            comparison
                    .overall()
                    .ifPresent(test -> notes.add(line(isCompeting ? "Gray's test" : "log-rank test", test)));
            comparison.withinSeeds().ifPresent(test -> notes.add(line("log-rank test within each " + seedName, test)));
        }
        if (layout.has(Shown.PAIRS)) {
            notes.addAll(new FamilyNotes(comparison.tests(), seedName).lines());
        }
        return notes;
    }

    private static String line(String name, ChiSquared test) {
        double p = test.pValue();
        return String.format(
                Locale.ROOT,
                "All groups at once, %s: chi-squared %.4g with %d degrees of freedom, p %s (for many runs).",
                name,
                test.statistic(),
                test.degreesOfFreedom(),
                p < LEAST_P ? "below " + LEAST_P : String.format(Locale.ROOT, "%.3g", p));
    }
}
