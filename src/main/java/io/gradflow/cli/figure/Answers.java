package io.gradflow.cli.figure;

import io.gradflow.cli.compare.RunQuestions;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.query.StoreQueries;
import io.gradflow.query.figure.CensusQuery;
import io.gradflow.query.figure.DrawnRows;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.TaskKey;
import java.util.List;
import java.util.stream.Collectors;
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

    List<Row> rows(String sql) throws Exception {
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
     * Counts the runs of a figure.
     *
     * @throws UsageException if there is none, if runs of a group differ in more than their seeds, or if none has the
     *     metric
     */
    List<CensusGroup> census(Request request, String metric) throws Exception {
        queries.requireCondition(request.where());
        var rows = request.rows(metric);
        var others = queries.varyingKeys().stream()
                .filter(key -> !key.isSeed() && !request.keys().contains(key))
                .map(TaskKey::column)
                .toList();
        var found = rows(new CensusQuery(rows, others).sql());
        int keys = request.keys().size() + (rows.isOfLayers() ? 1 : 0);
        // Without keys there is a row also where there is no run.
        var groups = found.stream()
                .filter(row -> row.<Long>getAs(CensusQuery.RUNS) > 0)
                .map(row -> CensusGroup.of(row, keys))
                .toList();
        if (groups.isEmpty()) {
            throw new UsageException("no run has ended where " + request.where() + ", so there is nothing to draw");
        }
        for (var other : others) {
            requireAlike(found, other);
        }
        requireMetric(groups, rows, metric);
        return groups;
    }

    private static void requireAlike(List<Row> groups, String key) throws UsageException {
        for (var group : groups) {
            if (group.<Boolean>getAs(CensusQuery.varies(key))) {
                Object least = group.getAs(CensusQuery.least(key));
                Object most = group.getAs(CensusQuery.most(key));
                throw new UsageException(key + " varies within a group ("
                        + (least == null || least.equals(most) ? "some runs have none" : least + " to " + most)
                        + "), must be in --by or --facet, or be fixed by --where");
            }
        }
    }

    private static void requireMetric(List<CensusGroup> groups, DrawnRows rows, String metric) throws UsageException {
        var without = groups.stream()
                .filter(group -> group.finite() == 0 && group.runs() > group.diverged() + group.failed())
                .toList();
        // Of layers the output layer lacks what is of hidden layers.
        boolean isMissing = rows.isOfLayers() ? without.size() == groups.size() : !without.isEmpty();
        if (isMissing) {
            throw new UsageException("no completed run of "
                    + without.get(0).values().stream().map(String::valueOf).collect(Collectors.joining(", "))
                    + " has a number as its " + metric + ", must be a metric that these runs have");
        }
    }
}
