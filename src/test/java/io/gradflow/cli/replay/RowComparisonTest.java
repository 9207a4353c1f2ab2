package io.gradflow.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.catalog.ValueType;
import io.gradflow.engine.TaskBuilder;
import io.gradflow.results.EpochRow;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.results.RowSchema;
import io.gradflow.results.UnitLife;
import io.gradflow.results.UnitLife.StateLife;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class RowComparisonTest {
    private static final StructType LAYER = StructType.fromDDL(Arrays.stream(LayerMetric.values())
            .map(metric -> metric.column() + " DOUBLE")
            .collect(Collectors.joining(", ")));

    private static final StructType SCHEMA = StructType.fromDDL(Stream.of(
                    Stream.of("epoch INT"),
                    Arrays.stream(Metric.values()).map(metric -> metric.column() + " DOUBLE"),
                    Stream.of(RowSchema.LAYERS + " ARRAY<STRUCT<x: DOUBLE>>", "outcome STRING"))
            .flatMap(names -> names)
            .collect(Collectors.joining(", ")));

    private static EpochRow replayed(int epoch, Outcome outcome) {
        var measurement = new Measurement(1);
        measurement.set(Metric.TRAIN_LOSS, 0.25);
        measurement.set(Metric.TEST_LOSS, Double.NaN);
        measurement.set(Metric.TRAIN_MAJORITY, 0.5);
        measurement.set(0, LayerMetric.GRAD_NORM, -0.0);
        return new EpochRow(new TaskBuilder().build(), epoch, measurement, outcome);
    }

    private static Row stored(int epoch, Double trainLoss, Double gradNorm, String outcome) {
        var layer = new Object[LAYER.length()];
        layer[LAYER.fieldIndex(LayerMetric.GRAD_NORM.column())] = gradNorm;
        var values = new ArrayList<Object>();
        values.add(epoch);
        for (var metric : Metric.values()) {
            values.add(
                    metric == Metric.TRAIN_LOSS ? trainLoss : metric == Metric.TEST_LOSS ? (Double) Double.NaN : null);
        }
        values.add(scala.jdk.javaapi.CollectionConverters.asScala(List.<Row>of(new GenericRowWithSchema(layer, LAYER)))
                .toSeq());
        values.add(outcome);
        return new GenericRowWithSchema(values.toArray(), SCHEMA);
    }

    private static RowComparison compared(List<Row> stored, EpochRow... replayed) throws Exception {
        var rows = stored.iterator();
        var comparison = new RowComparison(() -> rows.hasNext() ? rows.next() : null);
        for (var row : replayed) {
            comparison.add(row);
        }
        comparison.end();
        return comparison;
    }

    /** NaN is NaN. The share of the most frequent class is not in older stores. */
    @Test
    void equalRowsAreEqual() throws Exception {
        var comparison = compared(
                List.of(stored(0, 0.25, -0.0, null), stored(1, 0.25, -0.0, "completed")),
                replayed(0, null),
                replayed(1, Outcome.COMPLETED));

        assertEquals(List.of(), comparison.differences());
        assertEquals(2, comparison.rows());
        assertEquals(0, comparison.different());
    }

    @Test
    void aBitIsADifference() throws Exception {
        var comparison = compared(List.of(stored(0, Math.nextUp(0.25), 0.0, "completed")), replayed(0, null));

        assertEquals(1, comparison.different());
        assertEquals(
                List.of("epoch 0: outcome nothing, stored completed; train_loss 0.25, stored 0.25000000000000006;"
                        + " grad_norm of layer 1 -0.0, stored 0.0"),
                comparison.differences());
    }

    @Test
    void rowsOfOneSideAreDifferences() throws Exception {
        var longer = compared(List.of(stored(0, 0.25, -0.0, null), stored(3, 0.25, -0.0, null)), replayed(0, null));
        assertEquals(List.of("epoch 3: only the store has this row"), longer.differences());
        var shorter = compared(List.of(), replayed(0, null));
        assertEquals(List.of("epoch 0: the store has no such row"), shorter.differences());
        var other = compared(List.of(stored(2, 0.25, -0.0, null)), replayed(0, null));
        assertTrue(other.differences().get(0).contains("the store has epoch 2 here"));
        assertEquals(1, other.different());
    }

    @Test
    void livesOfUnitsAreCompared() throws Exception {
        var unknown = StateLife.UNKNOWN;
        var replayed = replayed(0, Outcome.COMPLETED);
        replayed.measurement()
                .setUnits(List.of(
                        new UnitLife(1, 1, List.of(unknown, unknown, unknown)),
                        new UnitLife(1, 2, List.of(new StateLife(true, 0, 0, 0, true), unknown, unknown))));
        var row = stored(0, 0.25, -0.0, "completed");

        assertEquals(
                List.of("epoch 0: 2 units, stored 0"),
                compared(List.of(row), replayed).differences());
        assertEquals(0, compared(List.of(with(row, 0)), replayed).different());
        var differences = compared(List.of(with(row, 1)), replayed).differences();
        assertTrue(
                differences.get(0).startsWith("epoch 0: UnitLife[layer=1, unit=2, states=[StateLife[now=true,"),
                differences::toString);
    }

    /** A stored row with two units, of which the second was dead at epoch 0 and revived some times. */
    private static Row with(Row row, int revived) {
        var fields = StructType.fromDDL(RowSchema.UNIT_FIELDS.stream()
                .map(field -> field.name() + (field.type() == ValueType.FLAG ? " BOOLEAN" : " INT"))
                .collect(Collectors.joining(", ")));
        var first = new Object[fields.length()];
        var second = new Object[fields.length()];
        first[0] = 1;
        first[1] = 1;
        System.arraycopy(new Object[] {1, 2, true, 0, 0, revived, true}, 0, second, 0, 7);
        var values = new ArrayList<Object>();
        for (int i = 0; i < row.size(); i++) {
            values.add(row.get(i));
        }
        values.add(scala.jdk.javaapi.CollectionConverters.asScala(
                        List.<Row>of(new GenericRowWithSchema(first, fields), new GenericRowWithSchema(second, fields)))
                .toSeq());
        return new GenericRowWithSchema(
                values.toArray(), SCHEMA.add(RowSchema.UNITS, DataTypes.createArrayType(fields)));
    }
}
