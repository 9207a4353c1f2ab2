package io.gradflow.cli.report;

import io.gradflow.cli.compare.RunQuestions;
import io.gradflow.cli.figure.FigureFiles;
import io.gradflow.cli.figure.ReportFigures;
import io.gradflow.cli.output.NewOutput;
import io.gradflow.cli.usage.DigestedColumns;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.figure.Figure;
import io.gradflow.figure.page.FigureJson;
import io.gradflow.query.QueryException;
import io.gradflow.query.StoreQueries;
import io.gradflow.query.column.MeasuredColumn;
import io.gradflow.query.figure.DrawnRows;
import io.gradflow.report.Report;
import io.gradflow.report.ReportPage;
import io.gradflow.spark.reading.RowDigest;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.store.Wave;
import io.gradflow.sweep.TaskKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/** The file that the command report writes. It is there whole or not at all. */
public final class ReportFile {
    /** More cells could not be looked at one by one. */
    private static final int CELLS_WITH_CURVES = 100;

    private static final int CELLS_OF_THE_PAGE = 1_000;

    /** How many curves there may be, so that each has points enough. */
    private static final int CURVES = 4_000;

    /** The data of a page, beside a script of 1.0 MB, in characters. */
    private static final int LENGTH = 3_600_000;

    private static final int LENGTH_OF_A_FIGURE = 1_200_000;

    /** The digest of more rows takes longer than all else. */
    private static final long ROWS_OF_A_DIGEST = 1_000_000;

    /** What readers group by first, if it varies. */
    private static final List<String> FIRST_KEYS = List.of("activation", "init", "scale", "learning_rate");

    private final ReportRequest request;
    private final Store store;
    private final String program;
    private final Map<String, String> versions;

    /**
     * A file.
     *
     * @param program the name under which the user called this program, for commands
     * @param versions of this program and what it runs on, by name
     */
    public ReportFile(ReportRequest request, Store store, String program, Map<String, String> versions) {
        this.request = request;
        this.store = store;
        this.program = program;
        this.versions = versions;
    }

    /** Asks the store and writes the file. */
    public void write(FigureFiles.Sessions sessions) throws Exception {
        NewOutput.writeFile(request.out(), out -> {
            Report report;
            try (var spark = sessions.start()) {
                report = report(spark);
            }
            ReportPage.write(report, out);
        });
    }

    private Report report(SparkSession spark) throws Exception {
        var waves = store.waves();
        var origin = new Origin(store, waves, request, program, versions);
        if (waves.isEmpty()) {
            return origin.withoutRows();
        }
        var queries = new StoreQueries(spark, store, new StoreQueries.Options(false, false));
        queries.keepRows();
        queries.requireCondition(request.where());
        if (request.reach().isPresent()) {
            RunQuestions.requireCertain(queries, request.reach().get());
        }
        var figures = new ReportFigures(queries, request.where());
        var keys = queries.varyingKeys().stream().filter(key -> !key.isSeed()).toList();
        var rows = figures.rows(keys);
        var all = CellTable.ask(
                        queries, keys, rows, store.description().logging().groups())
                .withKeysInOrder(FIRST_KEYS)
                .withoutToldKeys();
        if (all.cells().isEmpty()) {
            throw new UsageException("no run has ended where " + request.where() + ", so there is nothing to report");
        }
        return new Answered(spark, queries, figures, rows, origin, all, waves).report();
    }

    /** All answers of a store that has rows. */
    private final class Answered {
        private final SparkSession spark;
        private final StoreQueries queries;
        private final ReportFigures figures;
        private final DrawnRows rows;
        private final Origin origin;
        private final CellTable all;
        private final List<Wave> waves;
        private final CellTable table;
        private final CellTable drawn;

        Answered(
                SparkSession spark,
                StoreQueries queries,
                ReportFigures figures,
                DrawnRows rows,
                Origin origin,
                CellTable all,
                List<Wave> waves) {
            this.spark = spark;
            this.queries = queries;
            this.figures = figures;
            this.rows = rows;
            this.origin = origin;
            this.all = all;
            this.waves = waves;
            table = all.extremes(CELLS_OF_THE_PAGE);
            drawn = table.extremes(CELLS_WITH_CURVES);
        }

        Report report() throws Exception {
            var data = new PageData(table, bestPlace());
            addMetrics(data);
            var columns = columns(data.metrics());
            var curves = CurveData.ask(queries, rows, all, drawn, columns);
            String reach = request.reach().orElseGet(() -> Reached.by(all));
            var survival = figure(data, "survival", () -> figures.survival(keys(), reach));
            var forest = all.keys().isEmpty()
                    ? Optional.of("All runs differ in their seeds alone, so there is nothing to compare.")
                    : figure(
                            data,
                            "forest",
                            () -> figures.forest(keys(), all.main().column()));
            var runs = new UnusualRuns(queries, store.name(), request.where(), all, program);
            var places = places();
            var json = data.with(curves.json(places), places);
            for (var fewer = curves.thinner();
                    json.toString().length() > LENGTH && fewer.points() < curves.points();
                    fewer = curves.thinner()) {
                curves = fewer;
                json = data.with(curves.json(places), places);
            }
            var sections = new Sections(all, table, drawn, request.where());
            return new Report(
                    origin.title(),
                    sections.lead(),
                    List.of(
                            origin.section(digest()),
                            sections.summary(),
                            sections.curves(
                                    curves.allPoints(), curves.points(), columns.size() < allColumns(data.metrics())),
                            sections.maps(),
                            sections.outcomes(),
                            sections.survival(reach, survival),
                            sections.comparison(forest),
                            runs.section(reach)),
                    json);
        }

        private List<TaskKey> keys() throws StoreException {
            return all.keys().isEmpty()
                    ? TaskKey.ofColumns(store.description().keys()).stream()
                            .filter(key -> !key.isSeed())
                            .limit(1)
                            .toList()
                    : all.keys();
        }

        private void addMetrics(PageData data) throws Exception {
            for (int i = 0; i < table.metrics().size(); i++) {
                int metric = i;
                data.add(
                        table.metrics().get(i),
                        List.of(table.cells().stream()
                                .map(cell -> cell.last().get(metric))
                                .toList()));
            }
            var ofLayers = PageMetric.ofLayers(
                    table.layers(), store.description().logging().groups());
            var columns = ofLayers.stream()
                    .flatMap(metric -> metric.columns().stream())
                    .toList();
            var last = table.askLast(queries, rows, columns);
            int first = 0;
            for (var metric : ofLayers) {
                int from = first;
                data.add(
                        metric,
                        IntStream.range(from, from + metric.layers().size())
                                .mapToObj(column -> last.stream()
                                        .map(statistics -> statistics.get(column))
                                        .toList())
                                .toList());
                first += metric.layers().size();
            }
        }

        /** The columns that have curves: the first ones, if all would be too many. */
        private List<MeasuredColumn> columns(List<PageMetric> metrics) {
            return metrics.stream()
                    .flatMap(metric -> metric.columns().stream())
                    .limit(Math.max(1, CURVES / Math.max(1, drawn.cells().size())))
                    .toList();
        }

        private static int allColumns(List<PageMetric> metrics) {
            return metrics.stream().mapToInt(metric -> metric.columns().size()).sum();
        }

        /** The place of the best cell that has curves. */
        private int bestPlace() {
            return table.cells()
                    .indexOf(drawn.cells().stream().min(all.bestFirst()).orElseThrow());
        }

        private List<Integer> places() {
            return drawn.cells().stream().map(table.cells()::indexOf).toList();
        }

        /** Adds a figure, or tells why there is none. */
        private Optional<String> figure(PageData data, String name, Question question) throws Exception {
            try {
                var json = FigureJson.of(question.ask());
                if (json.toString().length() > LENGTH_OF_A_FIGURE) {
                    return Optional.of("It is too large for this page: the command figure draws it, and --where makes a"
                            + " report of fewer runs.");
                }
                data.addFigure(name, json);
                return Optional.empty();
            } catch (UsageException e) {
                return Optional.of("There is none: " + e.getMessage() + ".");
            } catch (QueryException e) {
                throw request.reach().isPresent() ? new UsageException("--reach: " + e.getMessage()) : e;
            }
        }

        private Optional<String> digest() throws StoreException {
            if (Wave.sum(waves, CommittedFile::rows) > ROWS_OF_A_DIGEST) {
                return Optional.empty();
            }
            var keys = TaskKey.ofColumns(store.description().keys());
            return Optional.of(RowDigest.of(DigestedColumns.COMMON.of(spark, waves, keys)));
        }
    }

    /** Asks for a figure. */
    private interface Question {
        Figure ask() throws Exception;
    }
}
