package io.gradflow.query;

import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.spark.reading.StoredRows;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.TaskKey;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * The views of a store.
 *
 * <p>Means and standard deviations over seeds do not depend on how Spark cut the work: rows are brought together by
 * cell and sorted by seed before they are added up.
 */
public final class Views {
    /** The views' names. */
    public static final List<String> NAMES = List.of("epochs", "layers", "runs", "cells", "curves");

    /** The words of queries that mean views without spelling their names. */
    private static final Pattern UNSPELT = Pattern.compile("\\b(SHOW|IDENTIFIER|EXECUTE)\\b", Pattern.CASE_INSENSITIVE);

    /** Column lists, joined by commas. */
    private final String keys;

    private final String cellKeys;

    /** The metrics that the views have. */
    private final List<String> metrics;

    private Views(List<TaskKey> present, List<Metric> metrics) {
        this.metrics = metrics.stream().map(Metric::column).toList();
        keys = present.stream().map(TaskKey::column).collect(Collectors.joining(", "));
        cellKeys = present.stream()
                .filter(key -> !key.isSeed())
                .map(TaskKey::column)
                .collect(Collectors.joining(", "));
    }

    /**
     * Registers views of a store in a session, as temporary views: those whose names the query spells, since Spark
     * takes a while for each.
     */
    public static void register(SparkSession spark, Store store, String query) throws StoreException {
        var views = overEpochs(spark, store, List.of(Metric.values()));
        views.definitions().forEach((name, definition) -> {
            if (mayName(query, name)) {
                spark.sql(definition).createOrReplaceTempView(name);
            }
        });
    }

    /** Registers {@code epochs} and {@code cells}, which has only these metrics: planning takes longer for each. */
    public static void registerCells(SparkSession spark, Store store, List<Metric> metrics) throws StoreException {
        spark.sql(overEpochs(spark, store, metrics).cells()).createOrReplaceTempView("cells");
    }

    private static Views overEpochs(SparkSession spark, Store store, List<Metric> metrics) throws StoreException {
        var keys = TaskKey.ofColumns(store.description().keys());
        StoredRows.of(spark, store.waves(), keys).createOrReplaceTempView("epochs");
        return new Views(keys, metrics);
    }

    private static boolean mayName(String query, String view) {
        return UNSPELT.matcher(query).find() || query.toLowerCase(Locale.ROOT).contains(view);
    }

    /** The definitions of the views over {@code epochs}, whose columns are as they were written. */
    private Map<String, String> definitions() {
        return Map.of("layers", layers(), "runs", runs(), "cells", cells(), "curves", curves());
    }

    private String layers() {
        String layerMetrics = Arrays.stream(LayerMetric.values())
                .map(metric -> "l." + metric.column())
                .collect(Collectors.joining(", "));
        return "SELECT task, " + keys + ", epoch, l.layer, " + layerMetrics
                + " FROM epochs LATERAL VIEW explode(layers) AS l";
    }

    /** A tie for the best accuracy goes to the earliest epoch. */
    private String runs() {
        return "SELECT task, " + keys + ", outcome, epoch AS outcome_epoch, " + String.join(", ", metrics)
                + ", best.acc AS best_test_acc, if(best.acc IS NULL, NULL, -best.minus_epoch) AS best_test_acc_epoch"
                + " FROM epochs JOIN"
                + " (SELECT task, max(named_struct('acc', test_acc, 'minus_epoch', -epoch)) AS best"
                + " FROM epochs GROUP BY task) USING (task)"
                + " WHERE outcome IS NOT NULL";
    }

    private String cells() {
        String completed = "outcome = '" + Outcome.COMPLETED.column() + "'";
        return "SELECT " + cellKeys + ", count(*) AS runs, "
                + count(Outcome.DIVERGED) + " AS diverged, "
                + meansAndDeviations(completed)
                + " FROM (SELECT * FROM epochs WHERE outcome IS NOT NULL"
                + " DISTRIBUTE BY " + cellKeys + " SORT BY " + keys + ") GROUP BY " + cellKeys;
    }

    /**
     * A run that has diverged before an epoch is missing there, so its cell is not finite there. Its last row may be at
     * an epoch that is not logged otherwise.
     */
    private String curves() {
        String running = "coalesce(outcome, 'running') IN ('running', '" + Outcome.COMPLETED.column() + "')";
        String perEpoch = "SELECT " + cellKeys + ", epoch, count(*) AS runs, " + count(Outcome.DIVERGED)
                + " AS diverging, " + meansAndDeviations(running)
                + " FROM (SELECT * FROM epochs DISTRIBUTE BY " + cellKeys
                + " SORT BY " + cellKeys + ", epoch, " + keys + ") GROUP BY " + cellKeys + ", epoch";
        String complete = "runs = max(runs) OVER (PARTITION BY " + cellKeys + ")";
        return "SELECT " + cellKeys + ", epoch, runs, "
                + "sum(diverging) OVER (PARTITION BY " + cellKeys + " ORDER BY epoch) AS diverged, "
                + forEachMetric(metric -> Stream.of(metric + "_mean", metric + "_std")
                        .map(column -> "if(" + complete + ", " + column + ", double('NaN')) AS " + column)
                        .collect(Collectors.joining(", ")))
                + " FROM (" + perEpoch + ")";
    }

    private static String count(Outcome outcome) {
        return "count_if(outcome = '" + outcome.column() + "')";
    }

    private String meansAndDeviations(String condition) {
        return forEachMetric(metric -> finite(metric, condition, "avg") + " AS " + metric + "_mean, "
                + finite(metric, condition, "stddev_pop") + " AS " + metric + "_std");
    }

    /** The aggregate of a metric, or NaN unless every run is finite. */
    private static String finite(String metric, String condition, String aggregate) {
        // In Spark SQL NaN is greater than any other number, infinity included.
        return "if(bool_and(coalesce(" + condition + " AND abs(" + metric + ") < double('Infinity'), false)), "
                + aggregate + "(" + metric + "), double('NaN'))";
    }

    private String forEachMetric(Function<String, String> expression) {
        return metrics.stream().map(expression).collect(Collectors.joining(", "));
    }
}
