package io.gradflow.cli.figure;

import io.gradflow.cli.compare.RunQuestions;
import io.gradflow.cli.figure.census.CensusGroup;
import io.gradflow.cli.figure.census.LayerCensus;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.comparison.RunGroup;
import io.gradflow.query.ConditionScope;
import io.gradflow.query.StoreQueries;
import io.gradflow.query.column.MeasuredColumn;
import io.gradflow.query.figure.CensusQuery;
import io.gradflow.query.figure.DrawnRows;
import io.gradflow.query.runs.EndedRuns;
import io.gradflow.results.RowSchema;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.TaskKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What a store answers to the queries of figures, all about the same rows. */
final class Answers {
    private final StoreQueries queries;

    /** Answers, all of the rows that are committed now. */
    Answers(SparkSession spark, Store store) throws StoreException {
        this(new StoreQueries(spark, store, new StoreQueries.Options(false, false)));
        queries.keepRows();
    }

    /** Answers to queries that see the same rows as others of these. */
    Answers(StoreQueries queries) {
        this.queries = queries;
    }

    /** The answer to a query of the last rows of runs alone. */
    List<Row> ofLastRows(String sql) throws Exception {
        return rows(sql, true);
    }

    /** The answer to a query of the rows of all epochs. */
    List<Row> ofAllRows(String sql) throws Exception {
        return rows(sql, false);
    }

    private List<Row> rows(String sql, boolean isOfLastRows) throws Exception {
        queries.preferFasterPlan(isOfLastRows);
        return queries.query(sql).rows();
    }

    /** Groups of runs for the questions of {@code compare} and {@code reach}. */
    RunQuestions runs(Request request) {
        return new RunQuestions(queries, request.keys(), request.where());
    }

    /**
     * The last row of the one run that a figure is of: its task, epoch and outcome, and the keys that vary.
     *
     * @throws UsageException if no run has ended, or several, or if chance tells which
     */
    Row onlyRun(Request request) throws Exception {
        queries.requireCondition(request.where());
        drawn(request);
        var rows = ofLastRows("SELECT *, count(*) OVER () AS runs FROM (SELECT task, epoch, outcome"
                + queries.varyingKeys().stream().map(key -> ", " + key.column()).collect(Collectors.joining())
                + " FROM epochs WHERE " + EndedRuns.last(request.where()) + ") ORDER BY task LIMIT 1");
        if (rows.isEmpty()) {
            throw new UsageException("no run has ended where " + request.where() + ", so there is nothing to draw");
        }
        long runs = rows.get(0).getAs("runs");
        if (runs > 1) {
            throw new UsageException(runs + " runs have ended where " + request.where() + ", must be one: "
                    + "--where must name it, such as \"task = '" + rows.get(0).getAs("task") + "'\" for "
                    + nameOf(rows.get(0)));
        }
        return rows.get(0);
    }

    /** What a run of {@link #onlyRun} is called: the values of the keys that vary. */
    String nameOf(Row run) throws StoreException {
        String name = queries.varyingKeys().stream()
                .filter(key -> !run.isNullAt(run.fieldIndex(key.column())))
                .map(key -> key.column() + " = " + run.getAs(key.column()))
                .collect(Collectors.joining(", "));
        return name.isEmpty() ? "task " + run.getAs("task") : name;
    }

    /** The keys that tell runs of a group apart. */
    List<String> seeds() throws StoreException {
        return queries.varyingKeys().stream()
                .filter(TaskKey::isSeed)
                .map(TaskKey::column)
                .toList();
    }

    /**
     * The rows of a figure.
     *
     * @throws UsageException if chance tells which runs count
     */
    DrawnRows drawn(Request request) throws Exception {
        var scope = queries.scope(request.where());
        if (scope == ConditionScope.CHANCE) {
            throw new UsageException(
                    "--where " + request.where() + " may choose other runs each time it is asked, and a"
                            + " figure asks several times; must be without functions such as rand()");
        }
        return new DrawnRows(request.columns(), request.where(), scope == ConditionScope.RUN);
    }

    /** Counts the runs of a figure of one metric, as {@link #censuses} does. */
    List<CensusGroup> census(Request request) throws Exception {
        return censuses(request).get(0);
    }

    /**
     * Counts the runs of a figure for each of its metrics.
     *
     * @throws UsageException if there is none, if runs of a group differ in more than their seeds, or if none has a
     *     metric
     */
    List<List<CensusGroup>> censuses(Request request) throws Exception {
        var values = request.metrics().stream()
                .map(metric -> request.value(Request.inLastRow(metric)))
                .toList();
        var found = counted(request, values, Optional.empty());
        var metrics = request.metrics();
        var censuses = IntStream.range(0, metrics.size())
                .mapToObj(metric -> found.stream()
                        .map(row -> CensusGroup.of(row, request.keys().size(), metric))
                        .toList())
                .toList();
        for (int metric = 0; metric < metrics.size(); metric++) {
            var without = without(censuses.get(metric));
            if (without.isPresent()) {
                throw missing(without.get(), metrics.get(metric));
            }
        }
        return censuses;
    }

    /**
     * Counts the runs of a figure of layers.
     *
     * @param most of how many layers at most
     * @throws UsageException as {@link #censuses}, and if no layer has the metric
     */
    LayerCensus layers(Request request, int most) throws Exception {
        String metric = request.metrics().get(0);
        String counted = Request.inLastRow(metric);
        var values = IntStream.rangeClosed(1, most)
                .mapToObj(layer -> MeasuredColumn.ofLayer(counted, layer))
                .toList();
        var found = counted(request, values, Optional.of(RowSchema.LAYERS + "." + counted));
        var census = new LayerCensus(
                IntStream.range(0, most)
                        .mapToObj(layer -> found.stream()
                                .map(row ->
                                        CensusGroup.counted(row, request.keys().size(), layer))
                                .toList())
                        .toList(),
                found.stream()
                        .map(row -> row.<Integer>getAs(CensusQuery.LENGTH))
                        .toList());
        // The output layer lacks what is of hidden layers.
        var without = without(census.networks());
        if (census.networks().stream().allMatch(group -> group.finite() == 0) && without.isPresent()) {
            throw missing(without.get(), metric);
        }
        return census;
    }

    private List<Row> counted(Request request, List<String> values, Optional<String> list) throws Exception {
        queries.requireCondition(request.where());
        var rows = drawn(request);
        var others = queries.varyingKeys().stream()
                .filter(key -> !key.isSeed() && !request.keys().contains(key))
                .map(TaskKey::column)
                .toList();
        // Without keys there is a row also where there is no run.
        var found = ofLastRows(new CensusQuery(rows, values, others, list).sql()).stream()
                .filter(row -> row.<Long>getAs(CensusQuery.RUNS) > 0)
                .toList();
        if (found.isEmpty()) {
            throw new UsageException("no run has ended where " + request.where() + ", so there is nothing to draw");
        }
        for (var other : others) {
            requireAlike(found, other);
        }
        return found;
    }

    private static void requireAlike(List<Row> found, String key) throws UsageException {
        for (var row : found) {
            if (row.<Boolean>getAs(CensusQuery.varies(key))) {
                Object least = row.getAs(CensusQuery.least(key));
                Object most = row.getAs(CensusQuery.most(key));
                throw new UsageException(key + " varies within a group ("
                        + (Objects.equals(least, most) ? "some runs have none" : least + " to " + most)
                        + "), must be in --by or --facet, or be fixed by --where");
            }
        }
    }

    /** A group that has completed runs, none of which has a number. */
    private static Optional<CensusGroup> without(List<CensusGroup> groups) {
        return groups.stream()
                .filter(group -> group.finite() == 0 && group.without() > 0)
                .findFirst();
    }

    private static UsageException missing(CensusGroup group, String metric) {
        return new UsageException("no completed run of " + RunGroup.label(group.values()) + " has a number as its "
                + metric + ", must be a metric that these runs have");
    }
}
