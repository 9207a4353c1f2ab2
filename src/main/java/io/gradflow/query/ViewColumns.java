package io.gradflow.query;

import io.gradflow.query.column.MeasuredColumn;
import io.gradflow.results.Column;
import io.gradflow.results.Metric;
import io.gradflow.results.RowSchema;
import io.gradflow.sweep.TaskKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the views of a store are made of.
 *
 * @param schema the columns of the rows
 * @param constants the values of columns that are the same in all rows, by name; empty where the value is null
 * @param statistics that views have over the runs of a cell
 * @param hasSurvivors whether views have columns over those runs of a cell alone that are finite
 * @param layers of how many weight layers the gradients have statistics over the runs of a cell
 */
record ViewColumns(
        RowSchema schema,
        Map<String, Optional<Object>> constants,
        List<CellStatistic> statistics,
        boolean hasSurvivors,
        int layers) {
    ViewColumns {
        constants = Map.copyOf(constants);
    }

    /** With all statistics of the network, and none of the layers. */
    ViewColumns(RowSchema schema, Map<String, Optional<Object>> constants, boolean hasSurvivors) {
        this(schema, constants, CellStatistic.ALL, hasSurvivors, 0);
    }

    /** What has statistics over the runs of a cell. */
    List<MeasuredColumn> measured() {
        return MeasuredColumn.of(schema.metrics(), layers);
    }

    /** The keys that have more than one value. */
    List<String> varyingKeys() {
        return schema.keys().stream().map(TaskKey::column).filter(this::varies).toList();
    }

    /** The keys that have more than one value and tell cells apart: all but the seeds. */
    List<String> varyingCellKeys() {
        return schema.keys().stream()
                .filter(key -> !key.isSeed())
                .map(TaskKey::column)
                .filter(this::varies)
                .toList();
    }

    /** The keys that have one value, each as that value and its name. */
    List<String> sameKeys(SqlDialect dialect) {
        return schema.keys().stream()
                .filter(key -> !varies(key.column()))
                .map(key -> named(key, dialect))
                .toList();
    }

    /** The keys but the seeds that have one value, each as that value and its name. */
    List<String> sameCellKeys(SqlDialect dialect) {
        return schema.keys().stream()
                .filter(key -> !key.isSeed() && !varies(key.column()))
                .map(key -> named(key, dialect))
                .toList();
    }

    /** The columns of {@code epochs}. */
    List<String> ofRows(SqlDialect dialect) {
        return inOrder(sameKeys(dialect));
    }

    /** The names of the columns of {@code epochs}. */
    List<String> namesOfRows() {
        return inOrder(schema.keys().stream()
                .map(TaskKey::column)
                .filter(column -> !varies(column))
                .toList());
    }

    private List<String> inOrder(List<String> sameKeys) {
        return Stream.of(
                        varyingKeys(),
                        List.of(RowSchema.EPOCH.name()),
                        metrics(),
                        List.of(RowSchema.LAYERS),
                        schema.units().map(Column::name).stream().toList(),
                        List.of(RowSchema.OUTCOME.name()),
                        sameKeys,
                        List.of(RowSchema.TASK.name()))
                .flatMap(List::stream)
                .toList();
    }

    List<String> metrics() {
        return schema.metrics().stream().map(Metric::column).toList();
    }

    /** The names of what has statistics over the runs of a cell. */
    List<String> names() {
        return measured().stream().map(MeasuredColumn::name).toList();
    }

    /** The names of what has columns over those runs of a cell alone that are finite. */
    List<String> survivors() {
        return hasSurvivors ? names() : List.of();
    }

    private boolean varies(String column) {
        return !constants.containsKey(column);
    }

    private String named(TaskKey key, SqlDialect dialect) {
        String type = switch (key.type()) {
            case NUMBER -> "DOUBLE";
            case INTEGER -> "INT";
            case LONG -> "BIGINT";
            case FLAG -> "BOOLEAN";
            case TEXT -> "STRING";
        };
        String literal = constants
                .get(key.column())
                .map(value -> dialect.quoted(value.toString()))
                .orElse("NULL");
        return "CAST(" + literal + " AS " + type + ") AS " + key.column();
    }
}
