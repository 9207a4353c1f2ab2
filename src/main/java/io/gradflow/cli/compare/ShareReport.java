package io.gradflow.cli.compare;

import io.gradflow.comparison.share.ShareComparison;
import io.gradflow.comparison.share.ShareGroup;
import io.gradflow.comparison.share.SharePair;
import io.gradflow.query.PrintFormat;
import io.gradflow.query.QueryException;
import io.gradflow.stats.proportion.PairedProportions;
import io.gradflow.sweep.TaskKey;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Prints a comparison of shares: the groups, what the tests can show at all, and the pairs.
 *
 * @param comparison what is printed
 * @param options what the user asked for
 * @param isSimultaneous whether all intervals of differences hold together
 * @param groupKeys the keys of the groups
 * @param seedName the key whose values are independent
 */
public record ShareReport(
        ShareComparison comparison,
        GroupOptions options,
        boolean isSimultaneous,
        List<TaskKey> groupKeys,
        String seedName) {

    /**
     * Prints what was asked for.
     *
     * @param shown the only table to print; null for all in the formats for people, and pairs in those for programs
     */
    public void print(PrintFormat format, Shown shown, PrintStream out) throws QueryException {
        var layout = ReportLayout.of(format, shown, Shown.PAIRS);
        layout.print(
                layout.has(Shown.GROUPS) ? Optional.of(groups()) : Optional.empty(),
                layout.has(Shown.PAIRS) ? notes() : List.of(),
                layout.has(Shown.PAIRS) ? Optional.of(pairs()) : Optional.empty(),
                out);
    }

    private ReportLayout.Table groups() {
        return new ReportLayout.Table(
                ReportLayout.keyColumns(groupKeys) + seedName
                        + "s BIGINT, having BIGINT, share DOUBLE, share_low DOUBLE, share_high DOUBLE",
                comparison.groups().stream().map(this::row).toList());
    }

    private Row row(ShareGroup group) {
        var row = new ArrayList<Object>(group.values());
        var share = group.share();
        row.add(share.trials());
        row.add(share.successes());
        row.add(share.estimate());
        ReportLayout.addEnds(row, Optional.of(share.wilson(options.level())));
        return RowFactory.create(row.toArray());
    }

    private ReportLayout.Table pairs() {
        return new ReportLayout.Table(
                "first STRING, second STRING, pairs INT, only_first BIGINT, only_second BIGINT, difference DOUBLE,"
                        + " low DOUBLE, high DOUBLE, p DOUBLE, " + FamilyNotes.adjustedColumn(options.adjustment())
                        + ", p_floor DOUBLE, unpaired INT",
                comparison.tests().rows(ShareReport::row));
    }

    private static Row row(SharePair pair, double adjusted) {
        var row = new ArrayList<Object>(pair.labels());
        var table = pair.proportions();
        row.add(pair.n());
        row.add(table.map(PairedProportions::onlyFirst).orElse(null));
        row.add(table.map(PairedProportions::onlySecond).orElse(null));
        row.add(table.map(PairedProportions::difference).orElse(null));
        ReportLayout.addEnds(row, pair.interval());
        row.add(pair.pValue());
        row.add(adjusted);
        row.add(pair.floor().byData());
        row.add(pair.unpaired());
        return RowFactory.create(row.toArray());
    }

    private List<String> notes() {
        var notes = new ArrayList<String>();
        if (comparison.groups().size() == 1) {
            notes.add(FamilyNotes.OF_ONE_GROUP);
        }
        notes.addAll(new FamilyNotes(comparison.tests(), seedName).lines());
        if (!comparison.tests().pairs().isEmpty()) {
            notes.add(FamilyNotes.ofIntervals(isSimultaneous));
        }
        return notes;
    }
}
