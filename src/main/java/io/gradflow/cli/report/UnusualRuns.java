package io.gradflow.cli.report;

import io.gradflow.cli.text.ShellWord;
import io.gradflow.query.ControlCharacters;
import io.gradflow.query.QueryException;
import io.gradflow.query.StoreQueries;
import io.gradflow.query.runs.LatestRunsQuery;
import io.gradflow.query.runs.LostRunsQuery;
import io.gradflow.query.runs.ReachQuery;
import io.gradflow.query.runs.StrangeRunsQuery;
import io.gradflow.report.Report;
import io.gradflow.sweep.TaskKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * The runs that a reader may want to look into.
 *
 * @param where which runs count
 * @param all cells
 * @param program the name under which the user called this program
 */
record UnusualRuns(StoreQueries queries, String storeName, String where, CellTable all, String program) {
    private static final int MOST = 10;

    /** The least deviation, as a share of the distance between the least and the greatest number of all runs. */
    private static final double FLOOR = 1e-3;

    Report.Section section(String reach) throws Exception {
        var blocks = new ArrayList<Report.Block>();
        var strange = strange();
        blocks.add(new Report.Heading("The strangest"));
        blocks.add(new Report.Text("Completed runs whose last " + all.main().column()
                + " is farthest from the median of their cell, in robust standard deviations: the distance between its"
                + " quartiles over 1.349, but at least a thousandth of the range of all runs."));
        blocks.add(strange);
        blocks.add(new Report.Heading("The slowest"));
        blocks.add(new Report.Text("Those that were the last to have " + ControlCharacters.escaped(reach) + "."));
        blocks.add(latest(reach));
        if (all.cells().stream().anyMatch(cell -> cell.diverged() + cell.failed() > 0)) {
            blocks.add(new Report.Heading("Those that did not complete"));
            blocks.add(
                    new Report.Text("The first that diverged or failed. A failed run cannot be replayed: the next run"
                            + " of its configuration trains it again."));
            blocks.add(lost());
        }
        return new Report.Section("runs", "Single runs", blocks);
    }

    private List<String> cells() {
        return all.keys().stream().map(TaskKey::column).toList();
    }

    private List<String> seeds() throws Exception {
        return queries.varyingKeys().stream()
                .filter(TaskKey::isSeed)
                .map(TaskKey::column)
                .toList();
    }

    private List<String> keys() throws Exception {
        return Stream.concat(cells().stream(), seeds().stream()).toList();
    }

    private Report.Block strange() throws Exception {
        int place = all.place(all.main());
        double least = all.cells().stream()
                .mapToDouble(cell -> cell.last().get(place).least())
                .filter(Double::isFinite)
                .min()
                .orElse(0);
        double most = all.cells().stream()
                .mapToDouble(cell -> cell.last().get(place).most())
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        double floor = most > least && Double.isFinite(most - least) ? FLOOR * (most - least) : 1;
        var query = new StrangeRunsQuery(all.main().column(), where, cells(), seeds(), floor, MOST);
        return table(
                "A row is a run",
                queries.query(query.sql()).rows(),
                List.of(StrangeRunsQuery.VALUE, StrangeRunsQuery.MEDIAN, StrangeRunsQuery.DEVIATIONS),
                List.of(all.main().column(), "median of its cell", "deviations"),
                "No completed run has another number than the others of its cell.");
    }

    private Report.Block latest(String reach) throws Exception {
        var query = new LatestRunsQuery(new ReachQuery(reach, where), keys(), MOST);
        try {
            return table(
                    "A row is a run",
                    queries.query(query.sql()).rows(),
                    List.of(ReachQuery.FIRST_EPOCH),
                    List.of("first epoch"),
                    "No run has had it.");
        } catch (QueryException e) {
            return new Report.Text("There are none: " + ControlCharacters.escaped(e.getMessage()) + ".");
        }
    }

    private Report.Block lost() throws Exception {
        return table(
                "A row is a run",
                queries.query(new LostRunsQuery(where, keys(), MOST).sql()).rows(),
                List.of("outcome", "epoch"),
                List.of("outcome", "at epoch"),
                "");
    }

    private Report.Block table(String caption, List<Row> rows, List<String> columns, List<String> names, String none)
            throws Exception {
        if (rows.isEmpty()) {
            return new Report.Text(none);
        }
        var keys = keys();
        var head = new ArrayList<Report.Column>();
        keys.forEach(key -> head.add(Report.Column.ofTexts(key)));
        names.forEach(name -> head.add(Report.Column.ofNumbers(name)));
        head.add(Report.Column.ofTexts("command"));
        return new Report.Table(
                caption,
                head,
                rows.stream().map(row -> cells(row, keys, columns)).toList());
    }

    private List<String> cells(Row row, List<String> keys, List<String> columns) {
        var cells = new ArrayList<String>();
        keys.forEach(key -> cells.add(PageData.text(row.getAs(key))));
        IntStream.range(0, columns.size()).forEach(i -> {
            Object value = row.getAs(columns.get(i));
            cells.add(value instanceof Double number ? Sections.digits(number) : PageData.text(value));
        });
        cells.add(ShellWord.quoted(program) + " replay --store " + ShellWord.quoted(storeName) + " --task "
                + row.<String>getAs("task"));
        return cells;
    }
}
