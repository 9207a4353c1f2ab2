package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertIterableEquals;

import io.gradflow.results.EpochRow;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;
import io.gradflow.results.Metric;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Trains to the end, and compares rows by their bits. */
public final class TrainedRows {
    private TrainedRows() {}

    /** All rows of a task that is trained alone. */
    public static List<EpochRow> of(Trainer trainer, Task task, int logEvery) {
        var rows = new ArrayList<EpochRow>();
        trainer.train(new Pack(List.of(task)), Logging.every(logEvery)).forEachRemaining(rows::add);
        return rows;
    }

    /** All rows of each task of a pack. */
    public static Map<Task, List<EpochRow>> byTask(Trainer trainer, Pack pack, int logEvery) {
        var rows = new LinkedHashMap<Task, List<EpochRow>>();
        trainer.train(pack, Logging.every(logEvery))
                .forEachRemaining(row -> rows.computeIfAbsent(row.task(), task -> new ArrayList<>())
                        .add(row));
        return rows;
    }

    /** Asserts that tasks, epochs, outcomes and the bits of all numbers are the same. */
    public static void assertSameBits(List<EpochRow> expected, List<EpochRow> actual) {
        assertIterableEquals(
                expected.stream().map(TrainedRows::bits).toList(),
                actual.stream().map(TrainedRows::bits).toList());
    }

    private static String bits(EpochRow row) {
        return row.task() + " epoch " + row.epoch() + " " + row.outcome() + ": " + bits(row.measurement());
    }

    /** All numbers, equal for two measurements only if every number has the same bits. */
    public static String bits(Measurement measurement) {
        var bits = new StringJoiner(", ");
        for (var metric : Metric.values()) {
            boolean isDefault =
                    metric.group().map(DiagnosticGroups.DEFAULT::has).orElse(true);
            // No computation of the engines, or not in digests of earlier versions.
            if (metric.isOfData() || (!isDefault && !measurement.has(metric))) {
                continue;
            }
            bits.add(metric.column() + "=" + Double.toHexString(measurement.get(metric)));
        }
        for (int layer = 0; layer < measurement.layers(); layer++) {
            for (var metric : LayerMetric.values()) {
                boolean isDefault = DiagnosticGroups.DEFAULT.has(metric.group());
                if (!isDefault && !measurement.has(layer, metric)) { // not in digests of earlier versions
                    continue;
                }
                boolean exists = LayerMetric.of(layer, measurement.layers()).contains(metric);
                bits.add(metric.column() + "_L" + (layer + 1) + "="
                        + (exists ? Double.toHexString(measurement.get(layer, metric)) : "null"));
            }
        }
        measurement.units().forEach(unit -> bits.add(unit.toString()));
        return bits.toString();
    }
}
