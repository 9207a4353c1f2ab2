package io.gradflow.query;

import io.gradflow.query.exact.ExactAggregates;
import io.gradflow.results.Metric;
import io.gradflow.results.RowSchema;
import io.gradflow.spark.reading.StoredRows;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.ConstantColumns;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.store.Wave;
import io.gradflow.sweep.TaskKey;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The views of a store in a session, as temporary views. Only those that a query can refer to are made, with those
 * metrics that it can refer to, because Spark takes a while for each. They are made anew only when the store has other
 * rows since.
 */
public final class StoreViews {
    private final SparkSession spark;
    private final Store store;

    /** What the views show; null before the first query. */
    private Contents contents;

    private boolean areRowsKept;

    /** The views over these contents that have been made. */
    private final Map<Definition, Dataset<Row>> made = new HashMap<>();

    /** Those of them that queries see now. */
    private final Map<DerivedView, Definition> visible = new EnumMap<>(DerivedView.class);

    private StoreViews(SparkSession spark, Store store) {
        this.spark = spark;
        this.store = store;
    }

    /** The views of a store, of which none is made yet. */
    public static StoreViews of(SparkSession spark, Store store) {
        return new StoreViews(spark, store);
    }

    /**
     * The committed rows, and what is known of them. They are read together, since a run may commit rows meanwhile in
     * which another key varies.
     */
    private record Contents(
            List<Wave> waves, List<TaskKey> keys, DiagnosticGroups groups, Map<String, Optional<Object>> constants) {
        ViewColumns columns(Definition definition) {
            return new ViewColumns(
                    RowSchema.of(keys, definition.metrics(), groups),
                    constants,
                    definition.statistics(),
                    definition.hasSurvivors(),
                    definition.layers());
        }

        /** The columns of {@code epochs}, made without a parser of SQL, which takes long when it has just started. */
        Column[] ofRows(Dataset<Row> rows) {
            return new ViewColumns(RowSchema.of(keys, groups), constants, false)
                    .namesOfRows().stream()
                            .map(name -> constants.containsKey(name) ? constant(name, rows) : functions.col(name))
                            .toArray(Column[]::new);
        }

        private Column constant(String name, Dataset<Row> rows) {
            String text = constants.get(name).map(Object::toString).orElse(null);
            return functions
                    .lit(text)
                    .cast(rows.schema().apply(name).dataType())
                    .as(name);
        }
    }

    /**
     * A view in one of its forms.
     *
     * @param metrics that it has
     * @param statistics that it has of them
     * @param hasSurvivors whether it has columns over those runs of a cell alone that are finite
     * @param layers of how many weight layers it has statistics of the gradients
     */
    private record Definition(
            DerivedView view, List<Metric> metrics, List<CellStatistic> statistics, boolean hasSurvivors, int layers) {}

    /**
     * Makes the views that a query can refer to show what is committed now.
     *
     * @return the columns of keys that are the same in the whole store
     */
    public Set<String> register(String query) throws StoreException {
        return register(query, 0);
    }

    /**
     * Makes the views that a query can refer to show what is committed now, with statistics of the layers' gradients.
     *
     * @param layers of how many weight layers
     * @return the columns of keys that are the same in the whole store
     */
    Set<String> register(String query, int layers) throws StoreException {
        look();
        var names = new QueryNames(query);
        boolean hasSurvivors = names.mayHave(CellStatistic.SURVIVORS);
        var metrics = names.metrics(contents.groups());
        var statistics = names.statistics();
        for (var view : DerivedView.values()) {
            if (names.mayHave(view.viewName()) && view.isIn(contents.groups())) {
                show(new Definition(view, metrics, statistics, hasSurvivors, layers));
            }
        }
        return contents.constants().keySet();
    }

    /** Whether the store has a view of that name, with the groups of diagnostics that it was made with. */
    boolean has(String view) throws StoreException {
        look();
        return Arrays.stream(DerivedView.values())
                .filter(derived -> derived.viewName().equals(view))
                .allMatch(derived -> derived.isIn(contents.groups()));
    }

    List<TaskKey> keys() throws StoreException {
        look();
        return contents.keys();
    }

    List<TaskKey> varyingKeys() throws StoreException {
        look();
        return contents.keys().stream()
                .filter(key -> !contents.constants().containsKey(key.column()))
                .toList();
    }

    /** The columns that are the same in all rows of a task. */
    Set<String> columnsOfRuns() throws StoreException {
        look();
        return Stream.concat(contents.keys().stream().map(TaskKey::column), Stream.of(RowSchema.TASK.name()))
                .collect(Collectors.toSet());
    }

    /**
     * The keys that have more than one value in the rows of tasks that have ended, in the order of their columns. Where
     * the statistics of the files leave a key in doubt, the rows tell.
     */
    public List<TaskKey> keysOfSeveralValues() throws StoreException {
        var candidates = varyingKeys();
        if (candidates.isEmpty()) {
            return List.of();
        }
        var answer = spark.sql(candidates.stream()
                        .map(TaskKey::column)
                        .map(key ->
                                "NOT min(" + key + ") <=> max(" + key + ") OR count(" + key + ") NOT IN (0, count(*))")
                        .collect(Collectors.joining(", ", "SELECT ", " FROM epochs WHERE outcome IS NOT NULL")))
                .collectAsList()
                .get(0);
        return IntStream.range(0, candidates.size())
                .filter(answer::getBoolean)
                .mapToObj(candidates::get)
                .toList();
    }

    /** Makes all later queries see the rows that are committed now, whatever a run commits meanwhile. */
    void keepRows() throws StoreException {
        look();
        areRowsKept = true;
    }

    /** The number of tasks that have ended. */
    long tasks() throws StoreException {
        look();
        return Wave.sum(contents.waves(), CommittedFile::tasks);
    }

    /** The number of rows, one for each logged epoch of a task. */
    long rows() throws StoreException {
        look();
        return Wave.sum(contents.waves(), CommittedFile::rows);
    }

    /** Makes {@code cells} show what is committed now, with means and standard deviations of some metrics. */
    public void registerCells(List<Metric> metrics) throws StoreException {
        look();
        show(new Definition(DerivedView.CELLS, metrics, List.of(CellStatistic.MEAN, CellStatistic.STD), false, 0));
    }

    /**
     * Makes the views that a query can refer to have all their columns, also those that its text does not name.
     *
     * @return whether they had fewer
     */
    boolean registerWhole(String query) throws StoreException {
        var before = Map.copyOf(visible);
        register(QueryNames.ALL + " " + query);
        return !before.equals(visible);
    }

    private void look() throws StoreException {
        if (areRowsKept) {
            return;
        }
        var waves = store.waves();
        var description = store.description();
        var keys = TaskKey.ofColumns(description.keys());
        var groups = description.logging().groups();
        if (contents != null
                && contents.waves().equals(waves)
                && contents.keys().equals(keys)
                && contents.groups().equals(groups)) {
            return;
        }
        contents = null;
        made.clear();
        visible.clear();
        var constants = ConstantColumns.of(
                waves,
                keys.stream().map(TaskKey::column).toList(),
                spark.sparkContext().hadoopConfiguration());
        var seen = new Contents(waves, keys, groups, constants);
        var rows = StoredRows.of(spark, waves, RowSchema.of(keys, groups));
        rows.select(seen.ofRows(rows)).createOrReplaceTempView(Views.EPOCHS);
        contents = seen;
    }

    private void show(Definition definition) {
        if (!definition.equals(visible.get(definition.view()))) {
            made.computeIfAbsent(definition, this::make)
                    .createOrReplaceTempView(definition.view().viewName());
            visible.put(definition.view(), definition);
        }
    }

    private Dataset<Row> make(Definition definition) {
        // The last query has removed them: it may call Spark's own functions alone.
        ExactAggregates.register(spark);
        return spark.sql(definition.view().sql(contents.columns(definition), SqlDialect.SPARK));
    }
}
