package io.gradflow.query;

import io.gradflow.results.Metric;
import io.gradflow.results.RowSchema;
import io.gradflow.spark.reading.StoredRows;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.TaskKey;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
     */
    public static void register(SparkSession spark, Store store, String query) throws StoreException {
        var schema = RowSchema.of(registerEpochs(spark, store));
        for (var view : DerivedView.values()) {
            if (mayRefer(query, view.viewName())) {
                register(spark, view, schema);
            }
        }
    }

    /**
     * Registers {@code epochs}, and {@code cells} with some of its metrics.
     *
     * @param metrics that {@code cells} has; Spark takes longer to plan a query for each of them
     */
    public static void registerCells(SparkSession spark, Store store, List<Metric> metrics) throws StoreException {
        register(spark, DerivedView.CELLS, new RowSchema(registerEpochs(spark, store), metrics, List.of()));
    }

    /** Registers the view of the rows and returns the keys that have columns in it. */
    private static List<TaskKey> registerEpochs(SparkSession spark, Store store) throws StoreException {
        var keys = TaskKey.ofColumns(store.description().keys());
        StoredRows.of(spark, store.waves(), keys).createOrReplaceTempView(EPOCHS);
        return keys;
    }

    private static void register(SparkSession spark, DerivedView view, RowSchema schema) {
        spark.sql(view.sql(schema)).createOrReplaceTempView(view.viewName());
    }

    private static boolean mayRefer(String query, String view) {
        return UNSPELT.matcher(query).find() || query.toLowerCase(Locale.ROOT).contains(view);
    }
}
