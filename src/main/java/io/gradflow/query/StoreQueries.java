package io.gradflow.query;

import io.gradflow.query.exact.ExactAggregates;
import io.gradflow.spark.Sessions;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.TaskKey;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Queries about a store, one after the other in one session. Each sees what is committed when it is asked. */
public final class StoreQueries {
    private static final long FEW_TASKS = 20_000;
    private static final long FEW_ROWS = 100_000;

    private final SparkSession spark;
    private final StoreViews views;
    private final Options options;

    /**
     * Queries about a store.
     *
     * @param spark a session for these queries alone
     */
    public StoreQueries(SparkSession spark, Store store, Options options) {
        this.spark = spark;
        this.views = StoreViews.of(spark, store);
        this.options = options;
    }

    /**
     * What all queries have in common.
     *
     * @param mayReadFiles whether they may also read files that they name
     * @param isWide whether tables keep keys that are the same in the whole store
     */
    public record Options(boolean mayReadFiles, boolean isWide) {}

    /** A query that has not been run. Its views show the rows that are committed now. */
    public Query query(String text) throws StoreException {
        var same = views.register(text);
        return new Query(spark, text, options.mayReadFiles())
                .folding(options.isWide() ? Set.of() : same)
                .orElseWith(() -> views.registerWhole(text));
    }

    /**
     * A query that has not been run. In its views {@code cells} and {@code curves} the gradients of layers have
     * statistics, too: {@link io.gradflow.query.column.MeasuredColumn} has their names.
     *
     * @param layers of how many weight layers
     */
    public Query queryWithGradients(String text, int layers) throws StoreException {
        views.register(text, layers);
        return new Query(spark, text, options.mayReadFiles());
    }

    /** A query of our own that has not been run, which may call the functions of the views: {@link ExactAggregates}. */
    public Query queryWithAggregates(String text) throws StoreException {
        views.register(text);
        return new Query(spark, text, false).withExactAggregates();
    }

    /** Makes all later queries see the rows that are committed now, so that their answers belong together. */
    public void keepRows() throws StoreException {
        views.keepRows();
    }

    /** The keys that have more than one value in the rows of tasks that have ended, in the order of their columns. */
    public List<TaskKey> keysOfSeveralValues() throws StoreException {
        return views.keysOfSeveralValues();
    }

    /**
     * Whether a query reads so few rows that it is over before Spark has written and compiled code for it: at most the
     * last rows of some thousand tasks.
     */
    public boolean readsFewRows(String text) throws StoreException {
        var names = new QueryNames(text);
        boolean hasOthers = options.mayReadFiles()
                || names.mayHave("range")
                || names.mayHave(Views.EPOCHS)
                || Arrays.stream(DerivedView.values())
                        .filter(view -> !view.isOfLastRows())
                        .anyMatch(view -> names.mayHave(view.viewName()));
        return !hasOthers && hasFewTasks();
    }

    /**
     * Makes Spark answer the next query without writing and compiling code, if it is over before that is done.
     *
     * @param isOfLastRows whether the query reads the last rows of tasks alone
     */
    public void preferFasterPlan(boolean isOfLastRows) throws StoreException {
        if (views.rows() <= FEW_ROWS || (isOfLastRows && hasFewTasks())) {
            Sessions.preferInterpretation(spark);
        } else {
            Sessions.preferCompilation(spark);
        }
    }

    private boolean hasFewTasks() throws StoreException {
        return views.tasks() <= FEW_TASKS;
    }

    /**
     * Requires that a text is one condition, which can be put into parentheses.
     *
     * @throws QueryException if it is not
     */
    public void requireCondition(String text) throws QueryException {
        try {
            ((org.apache.spark.sql.classic.SparkSession) spark)
                    .sessionState()
                    .sqlParser()
                    .parseExpression(text);
        } catch (Exception e) { // Scala does not declare that this is a ParseException
            throw new QueryException("'" + text + "' is no condition in SQL, must be one such as scale = 0.5", e);
        }
    }

    /**
     * What the answer to a condition on rows of {@code epochs} depends on.
     *
     * @throws QueryException if it is at fault
     */
    public ConditionScope scope(String condition) throws StoreException, QueryException {
        // For Spark, WHERE (true) after a table may be another name for it, with one of its column.
        String text = "SELECT task FROM epochs WHERE true AND (" + condition + "\n)";
        return ConditionScope.of(query(text).analysed(), views.columnsOfRuns());
    }

    /**
     * The columns of a view as {@code SELECT *} gives them.
     *
     * @throws QueryException if there is no such view
     */
    public StructType columns(String view) throws StoreException, QueryException {
        requireView(view);
        views.register(QueryNames.ALL + " " + view);
        return spark.table(view).schema();
    }

    /**
     * The names of all columns of a view, also of those that a query must name.
     *
     * @throws QueryException if there is no such view
     */
    public List<String> columnNames(String view) throws StoreException, QueryException {
        requireView(view);
        views.register(QueryNames.ALL + " " + view + " " + CellStatistic.SURVIVORS);
        return Arrays.asList(spark.table(view).columns());
    }

    /** All keys of the store's rows, in the order of their columns. */
    public List<TaskKey> keys() throws StoreException {
        return views.keys();
    }

    /**
     * The keys that may have more than one value in the store, in the order of their columns. Unlike
     * {@link #keysOfSeveralValues} this reads no rows.
     */
    public List<TaskKey> varyingKeys() throws StoreException {
        return views.varyingKeys();
    }

    /** The functions that a query may call. */
    public List<String> functions() {
        return Functions.names();
    }

    private void requireView(String view) throws StoreException, QueryException {
        if (!Views.NAMES.contains(view)) {
            throw new QueryException(
                    "there is no view " + view + ", must be one of: " + String.join(", ", Views.NAMES) + "."
                            + NearNames.suggestion(view, Views.NAMES),
                    null);
        }
        if (!views.has(view)) {
            throw new QueryException(
                    "the store has no view " + view + "." + Views.ofGroup(view).orElse(""), null);
        }
    }
}
