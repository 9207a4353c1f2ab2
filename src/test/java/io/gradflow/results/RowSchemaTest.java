package io.gradflow.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gradflow.catalog.ValueType;
import io.gradflow.sweep.TaskKey;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowSchemaTest {
    private static final RowSchema SMALL = new RowSchema(
            TaskKey.ofColumns(List.of("seed", "dataset_n", "activation", "scale", "dataset_relabel_after_noise")),
            List.of(Metric.TRAIN_LOSS, Metric.LIMIT_RATE),
            List.of(LayerMetric.GRAD_NORM, LayerMetric.LIMIT_RATE));

    @Test
    void columnsAreTheTaskItsKeysTheEpochTheMetricsTheLayersAndTheOutcome() {
        assertEquals(
                List.of(
                        new Column.Scalar("task", ValueType.TEXT, false),
                        new Column.Scalar("dataset_n", ValueType.INTEGER, true),
                        new Column.Scalar("dataset_relabel_after_noise", ValueType.FLAG, true),
                        new Column.Scalar("activation", ValueType.TEXT, true),
                        new Column.Scalar("scale", ValueType.NUMBER, true),
                        new Column.Scalar("seed", ValueType.LONG, true),
                        new Column.Scalar("epoch", ValueType.INTEGER, false),
                        new Column.Scalar("train_loss", ValueType.NUMBER, true),
                        new Column.Scalar("limit_rate", ValueType.NUMBER, true),
                        new Column.ListOf(
                                "layers",
                                true,
                                List.of(
                                        new Column.Scalar("layer", ValueType.INTEGER, false),
                                        new Column.Scalar("grad_norm", ValueType.NUMBER, true),
                                        new Column.Scalar("limit_rate", ValueType.NUMBER, true))),
                        new Column.Scalar("outcome", ValueType.TEXT, true)),
                SMALL.columns());
    }

    @Test
    void everyColumnIsFoundByItsName() {
        var columns = SMALL.columns();
        for (int i = 0; i < columns.size(); i++) {
            assertEquals(i, Column.position(columns, columns.get(i).name()));
        }
        assertEquals(2, Column.position(SMALL.layers().fields(), "limit_rate"));
        var thrown = assertThrows(IllegalArgumentException.class, () -> Column.position(columns, "test_loss"));
        assertEquals("no column is called test_loss", thrown.getMessage());
    }

    @Test
    void noTwoColumnsOfAnySweepHaveTheSameName() {
        var schema = RowSchema.of(TaskKey.ALL, DiagnosticGroups.ALL);
        for (var columns :
                List.of(schema.columns(), new ArrayList<Column>(schema.layers().fields()))) {
            var names = columns.stream().map(Column::name).toList();
            assertEquals(names.size(), new HashSet<>(names).size(), names::toString);
        }
    }

    @Test
    void allKeysAndMetricsHaveColumns() {
        var schema = RowSchema.of(TaskKey.ALL);
        assertEquals(TaskKey.ALL.size() + 14 + 4, schema.columns().size());
        assertEquals(8 + 1, schema.layers().fields().size());
        var withAllGroups = RowSchema.of(TaskKey.ALL, DiagnosticGroups.ALL);
        assertEquals(
                TaskKey.ALL.size() + Metric.values().length + 5,
                withAllGroups.columns().size());
        assertEquals(
                LayerMetric.values().length + 1, withAllGroups.layers().fields().size());
    }

    @Test
    void numbersAreThoseOfTheNetworkAndOfEachLayerButTheOutputLayerHasOnlyGradients() {
        assertEquals(13, numbersOfOneRow(0));
        assertEquals(13 + 2, numbersOfOneRow(1));
        assertEquals(13 + 8 + 8 + 2, numbersOfOneRow(3));
    }

    private static long numbersOfOneRow(int layers) {
        return RowSchema.numbers(layers, Logging.every(1), 0);
    }
}
