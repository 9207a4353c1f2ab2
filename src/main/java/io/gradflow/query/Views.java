package io.gradflow.query;

import io.gradflow.query.exact.ExactAggregates;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.results.RowSchema;
import io.gradflow.spark.reading.StoredRows;
import io.gradflow.store.ConstantColumns;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.TaskKey;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** The views of a store: its rows as they are stored, and each {@link DerivedView} over them. */
public final class Views {
    /** The view that has the rows as they are stored. */
    static final String EPOCHS = "epochs";

    /** The views' names. */
    public static final List<String> NAMES = Stream.concat(
                    Stream.of(EPOCHS), Arrays.stream(DerivedView.values()).map(DerivedView::viewName))
            .toList();

    /** Words of queries that may refer to a view without containing its name. */
    private static final Pattern UNSPELT = Pattern.compile("\\b(SHOW|IDENTIFIER)\\b", Pattern.CASE_INSENSITIVE);

    private Views() {}

    /**
     * Registers views of a store in a session as temporary views. Only those that the query can refer to, because Spark
     * takes a while for each.
     *
     * @return the columns of keys that are the same in the whole store
     */
    public static Set<String> register(SparkSession spark, Store store, String query) throws StoreException {
        var columns = registerEpochs(spark, store, List.of(Metric.values()), mayRefer(query, CellStatistic.SURVIVORS));
        for (var view : DerivedView.values()) {
            if (mayRefer(query, view.viewName())) {
                register(spark, view, columns);
            }
        }
        return columns.constants().keySet();
    }

    /**
     * Registers {@code epochs}, and {@code cells} with some of its metrics.
     *
     * @param metrics that {@code cells} has; Spark takes longer to plan a query for each of them
     */
    public static void registerCells(SparkSession spark, Store store, List<Metric> metrics) throws StoreException {
        register(spark, DerivedView.CELLS, registerEpochs(spark, store, metrics, false));
    }

    /** Registers the view of the rows, and returns what the others are made of. */
    private static ViewColumns registerEpochs(
            SparkSession spark, Store store, List<Metric> metrics, boolean hasSurvivors) throws StoreException {
        ExactAggregates.register(spark);
        // Read once: a run may commit rows meanwhile in which another key varies.
        var waves = store.waves();
        var keys = TaskKey.ofColumns(store.description().keys());
        var constants = ConstantColumns.of(
                waves,
                keys.stream().map(TaskKey::column).toList(),
                spark.sparkContext().hadoopConfiguration());
        var rows = StoredRows.of(spark, waves, keys);
        var all = new ViewColumns(RowSchema.of(keys), constants, hasSurvivors);
        rows.selectExpr(all.ofRows(SqlDialect.SPARK).toArray(String[]::new)).createOrReplaceTempView(EPOCHS);
        return new ViewColumns(new RowSchema(keys, metrics, List.of(LayerMetric.values())), constants, hasSurvivors);
    }

    private static void register(SparkSession spark, DerivedView view, ViewColumns columns) {
        spark.sql(view.sql(columns, SqlDialect.SPARK)).createOrReplaceTempView(view.viewName());
    }

    private static boolean mayRefer(String query, String view) {
        return UNSPELT.matcher(query).find() || query.toLowerCase(Locale.ROOT).contains(view);
    }
}
