package io.gradflow.cli.report;

import io.gradflow.cli.compare.RunTable;
import io.gradflow.query.ControlCharacters;
import io.gradflow.report.Report;
import io.gradflow.results.Metric;
import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.proportion.Proportion;
import io.gradflow.sweep.TaskKey;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a report says about the cells.
 *
 * @param all cells of the store
 * @param table the cells of the page
 * @param drawn the cells that have curves, and rows in the summary
 * @param where which runs count
 */
record Sections(CellTable all, CellTable table, CellTable drawn, String where) {
    private static final ConfidenceLevel LEVEL = ConfidenceLevel.of(0.95);

    /** What the summary has of each cell, if some run has it. */
    private static final List<Metric> SUMMARY =
            List.of(Metric.TEST_ACC, Metric.TRAIN_ACC, Metric.TEST_LOSS, Metric.TRAIN_LOSS);

    private static final String SUMMARY_TEXT = """
            How the runs of each cell ended, and their numbers at the last epoch. Means, standard deviations (of the \
            population), medians and extremes are over those runs whose number is finite; where runs diverged or \
            failed, they are left out, so such a mean is that of the survivors. Stuck are completed runs that classify \
            their training samples no better than a constant answer. The interval is Wilson's, of the share that \
            completed.""";

    private static final String COMPARISON_TEXT = """
            between pairs of groups at the last epoch, paired by seed, with 95% intervals that hold for each pair \
            alone. Among many such intervals some miss the truth: of a hundred, about five. An interval that has 0 in \
            it does not show that two groups are equal, but that these seeds cannot tell. Groups are compared with the \
            settings that this sweep gave them, not each with its best ones. The command compare has tests, adjusted \
            for their number, and with --tune each group has its own best settings.""";

    private static final String THINNED_TEXT = """
            points are in this page: of each part of the epochs a curve keeps its first and last point, those with \
            the least and the greatest mean, the ends of its bands, and those with the least and the greatest run.""";

    /** What the page is about, in some sentences. */
    String lead() {
        long runs = all.runs();
        long lost = all.cells().stream()
                .mapToLong(cell -> cell.diverged() + cell.failed())
                .sum();
        var perCell = all.cells().stream().mapToLong(Cell::runs).summaryStatistics();
        String keys = all.keys().stream().map(TaskKey::column).collect(Collectors.joining(", "));
        var text = new StringBuilder(number(runs) + (runs == 1 ? " network" : " networks"));
        if (all.cells().size() > 1) {
            text.append(" in ")
                    .append(number(all.cells().size()))
                    .append(" cells (")
                    .append(keys)
                    .append("), ");
            text.append(
                            perCell.getMin() == perCell.getMax()
                                    ? number(perCell.getMin())
                                    : number(perCell.getMin()) + " to " + number(perCell.getMax()))
                    .append(perCell.getMax() == 1 ? " seed each" : " seeds each");
        } else {
            text.append(runs == 1 ? "" : ", which differ in their seeds alone");
        }
        text.append(where.equals(RunTable.EVERY_RUN) ? "." : ", those where " + shown(where) + ".");
        text.append(lost == 0 ? " All completed." : " " + number(lost) + " of them diverged or failed.");
        best().ifPresent(text::append);
        return text.toString();
    }

    private Optional<String> best() {
        int place = all.place(all.main());
        return all.cells().stream()
                .filter(cell -> cell.last().get(place).n() == cell.runs())
                .min(all.bestFirst())
                .filter(cell -> all.cells().size() > 1)
                .map(cell -> " The best mean " + all.main().column() + " at the last epoch, "
                        + digits(cell.mean(place)) + ", is that of " + label(cell)
                        + "; whether others differ from it is told below.");
    }

    private static String label(Cell cell) {
        return cell.values().stream().map(PageData::text).collect(Collectors.joining(", "));
    }

    Report.Section summary() {
        var metrics = SUMMARY.stream().filter(all::has).toList();
        var columns = new ArrayList<Report.Column>();
        all.keys().forEach(key -> columns.add(Report.Column.ofTexts(key.column())));
        for (var name : List.of("completed", "95% interval", "stuck", "diverged", "failed")) {
            columns.add(Report.Column.ofNumbers(name));
        }
        for (var metric : metrics) {
            for (var statistic : List.of("mean", "sd", "median", "least", "greatest")) {
                columns.add(Report.Column.ofNumbers(metric.column() + " " + statistic));
            }
        }
        var rows = drawn.cells().stream().map(cell -> row(cell, metrics)).toList();
        var blocks = new ArrayList<Report.Block>();
        blocks.add(new Report.Text(SUMMARY_TEXT));
        if (!all.told().isEmpty()) {
            blocks.add(new Report.Text("These keys vary as well, and another one tells their values: "
                    + String.join(", ", all.told()) + ". What differs may be due to any of them."));
        }
        if (drawn.cells().size() < all.cells().size()) {
            blocks.add(new Report.Text("Of " + number(all.cells().size()) + " cells the "
                    + (drawn.cells().size() - drawn.cells().size() / 2) + " with the best and the "
                    + drawn.cells().size() / 2 + " with the worst mean "
                    + all.main().column()
                    + " are here; cells with lost runs count as the worst. --where makes a report of others."));
        }
        blocks.add(new Report.Table("A row is a cell", columns, rows));
        return new Report.Section("summary", "Summary", blocks);
    }

    private List<String> row(Cell cell, List<Metric> metrics) {
        var row = new ArrayList<String>();
        cell.values().forEach(value -> row.add(PageData.text(value)));
        var share = new Proportion(cell.completed(), cell.runs()).wilson(LEVEL);
        row.add(cell.completed() + " of " + cell.runs());
        row.add(String.format(Locale.ROOT, "%.3f to %.3f", share.low(), share.high()));
        row.add(cell.stuck().isPresent() ? Long.toString(cell.stuck().getAsLong()) : "–");
        row.add(Long.toString(cell.diverged()));
        row.add(Long.toString(cell.failed()));
        for (var metric : metrics) {
            int place = all.place(metric);
            var last = cell.last().get(place);
            row.add(digits(last.mean()));
            row.add(digits(last.deviation()));
            row.add(digits(cell.medians().get(place)));
            row.add(digits(last.least()));
            row.add(digits(last.most()));
        }
        return row;
    }

    /** A number in six significant digits; a dash where there is none. */
    static String digits(double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        double size = Math.abs(value);
        return size != 0 && (size < 1e-4 || size >= 1e7)
                ? String.format(Locale.ROOT, "%.5e", value)
                : new BigDecimal(value)
                        .round(new MathContext(6))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    Report.Section curves(long allPoints, long points, boolean isCut) {
        var notes = new ArrayList<Report.Block>();
        notes.add(new Report.Text("Each curve is the mean over the finite runs of a cell at each logged epoch. "
                + (points < allPoints
                        ? number(points) + " of " + number(allPoints) + " " + THINNED_TEXT
                        : "No point is left out.")));
        if (drawn.cells().size() < all.cells().size()) {
            notes.add(new Report.Text("Curves are of the cells of the summary."));
        }
        if (isCut) {
            notes.add(new Report.Text("With so many curves the last metrics have none."));
        }
        notes.add(new Report.Chart("curves"));
        return new Report.Section("curves", "Curves", notes);
    }

    Report.Section maps() {
        if (all.keys().size() < 2) {
            return new Report.Section(
                    "maps",
                    "Heat maps",
                    List.of(new Report.Text("A map needs two keys that vary, and here "
                            + (all.keys().isEmpty() ? "none does" : "one does") + ".")));
        }
        return new Report.Section("maps", "Heat maps", folded(new Report.Chart("heat")));
    }

    private List<Report.Block> folded(Report.Chart chart) {
        return table.cells().size() < all.cells().size()
                ? List.of(
                        new Report.Text("Of " + number(all.cells().size()) + " cells the best and the worst "
                                + number(table.cells().size()) + " are here."),
                        chart)
                : List.of(chart);
    }

    Report.Section outcomes() {
        return new Report.Section("outcomes", "How runs ended", folded(new Report.Chart("outcomes")));
    }

    /** The shares of runs that reach something, or why there are none. */
    Report.Section survival(String reach, Optional<String> missing) {
        var blocks = new ArrayList<Report.Block>();
        blocks.add(new Report.Text("The share of runs that have had " + shown(reach)
                + " at a logged epoch, by epoch, as the command reach has it; --reach asks for something else."));
        blocks.add(missing.<Report.Block>map(why -> new Report.Text(shown(why))).orElse(new Report.Chart("survival")));
        return new Report.Section("survival", "Who gets there, and when", blocks);
    }

    /** Differences, or why there are none. */
    Report.Section comparison(Optional<String> missing) {
        var blocks = new ArrayList<Report.Block>();
        blocks.add(new Report.Text("Differences of mean " + all.main().column() + " " + COMPARISON_TEXT));
        blocks.add(missing.<Report.Block>map(why -> new Report.Text(shown(why))).orElse(new Report.Chart("forest")));
        return new Report.Section("comparison", "Comparison", blocks);
    }

    static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String shown(String text) {
        return ControlCharacters.escaped(text);
    }
}
