package io.gradflow.cli.figure;

import io.gradflow.cli.compare.RunQuestions;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.comparison.RunGroup;
import io.gradflow.query.ConditionScope;
import io.gradflow.query.StoreQueries;
import io.gradflow.query.figure.CensusQuery;
import io.gradflow.query.figure.DrawnRows;
import io.gradflow.spark.Sessions;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.TaskKey;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What a store answers to the queries of figures, all about the same rows. */
final class Answers {
    private final SparkSession spark;
    private final Store store;
    private final StoreQueries queries;

    Answers(SparkSession spark, Store store) throws StoreException {
        this.spark = spark;
        this.store = store;
        queries = new StoreQueries(spark, store, new StoreQueries.Options(false, false));
        queries.keepRows();
    }

    /** The answer to a query of the last rows of runs alone. */
    List<Row> ofLastRows(String sql) throws Exception {
        return rows(sql, queries.hasFewTasks());
    }

    /** The answer to a query of the rows of all epochs. */
    List<Row> ofAllRows(String sql) throws Exception {
        return rows(sql, queries.hasFewRows());
    }

    private List<Row> rows(String sql, boolean isOfFew) throws Exception {
        if (isOfFew) {
            Sessions.preferInterpretation(spark);
        } else {
            Sessions.preferCompilation(spark);
        }
        return queries.query(sql).rows();
    }

    SparkSession spark() {
        return spark;
    }

    /** Groups of runs for the questions of {@code compare} and {@code reach}. */
    RunQuestions runs(Request request) {
        return new RunQuestions(store, request.keys(), request.where());
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
        return new DrawnRows(request.columns(), request.where(), scope == ConditionScope.RUN, request.isOfLayers());
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
        queries.requireCondition(request.where());
        var rows = drawn(request);
        var others = queries.varyingKeys().stream()
                .filter(key -> !key.isSeed() && !request.keys().contains(key))
                .map(TaskKey::column)
                .toList();
        var metrics = request.metrics();
        int keys = request.keys().size();
        // Without keys there is a row also where there is no run.
        var found =
                ofLastRows(new CensusQuery(
                                        rows,
                                        metrics.stream().map(request::value).toList(),
                                        others)
                                .sql())
                        .stream()
                        .filter(row -> row.<Long>getAs(CensusQuery.RUNS) > 0)
                        .toList();
        if (found.isEmpty()) {
            throw new UsageException("no run has ended where " + request.where() + ", so there is nothing to draw");
        }
        for (var other : others) {
            requireAlike(found, keys, other);
        }
        var censuses = IntStream.range(0, metrics.size())
                .mapToObj(metric -> found.stream()
                        .map(row -> CensusGroup.of(row, request.isOfLayers() ? keys + 1 : keys, metric))
                        .toList())
                .toList();
        for (int metric = 0; metric < metrics.size(); metric++) {
            requireMetric(censuses.get(metric), request, metrics.get(metric));
        }
        return censuses;
    }

    private static void requireAlike(List<Row> found, int keys, String key) throws UsageException {
        // Of layers there are several rows of a group, with failed runs in one of their own.
        var leasts = new HashMap<List<Object>, Object>();
        for (var row : found) {
            var group = CensusGroup.values(row, keys);
            Object least = row.getAs(CensusQuery.least(key));
            Object most = row.getAs(CensusQuery.most(key));
            Object other = leasts.containsKey(group) ? leasts.get(group) : least;
            leasts.put(group, least);
            if (row.<Boolean>getAs(CensusQuery.varies(key)) || !Objects.equals(least, other)) {
                Object first = Objects.equals(least, other) ? least : other;
                Object last = Objects.equals(least, other) ? most : least;
                throw new UsageException(key + " varies within a group ("
                        + (first == null || last == null || first.equals(last)
                                ? "some runs have none"
                                : first + " to " + last)
                        + "), must be in --by or --facet, or be fixed by --where");
            }
        }
    }

    private static void requireMetric(List<CensusGroup> groups, Request request, String metric) throws UsageException {
        var without = groups.stream()
                .filter(group -> group.finite() == 0 && group.without() > 0)
                .toList();
        // Of layers the output layer lacks what is of hidden layers.
        boolean isMissing = request.isOfLayers()
                ? groups.stream().allMatch(group -> group.finite() == 0) && !without.isEmpty()
                : !without.isEmpty();
        if (isMissing) {
            throw new UsageException("no completed run of "
                    + RunGroup.label(without.get(0).values()) + " has a number as its " + metric
                    + ", must be a metric that these runs have");
        }
    }
}
