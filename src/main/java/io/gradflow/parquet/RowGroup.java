package io.gradflow.parquet;

import io.gradflow.diagnostics.LayerMetric;
import io.gradflow.diagnostics.Measurement;
import io.gradflow.diagnostics.Metric;
import io.gradflow.engine.EpochRow;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.TaskKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.schema.MessageType;

/** Rows that wait until there are enough for a row group, by column. */
final class RowGroup {
    private static final Metric[] METRICS = Metric.values();
    private static final LayerMetric[] LAYER_METRICS = LayerMetric.values();

    /** As Parquet's own writer has it. */
    private static final int ROWS_PER_PAGE = 20_000;

    private static final int MAX_ROWS = 1 << 16;

    /** Of metrics: some 8 MB. */
    private static final int MAX_NUMBERS = 1 << 20;

    private final EpochColumn epochs;
    private final MetricColumn[] metrics = new MetricColumn[METRICS.length];
    private final LayerEntries layerEntries = new LayerEntries();
    private final MetricColumn[] layerMetrics = new MetricColumn[LAYER_METRICS.length];
    private final OutcomeColumn outcomes;
    private final List<Column> columns = new ArrayList<>();

    private final List<Task> tasks = new ArrayList<>();
    private final IdentityHashMap<Task, Integer> taskIndices = new IdentityHashMap<>();
    private int[] taskOf = new int[1024];
    private int rows;
    private int numbers;

    RowGroup(MessageType schema, List<TaskKey> keys) {
        columns.add(new TaskColumn(schema.getColumnDescription(new String[] {EpochSchema.TASK}), Task::id));
        for (var key : keys) {
            columns.add(new TaskColumn(schema.getColumnDescription(new String[] {key.column()}), key::value));
        }
        epochs = new EpochColumn(schema.getColumnDescription(new String[] {EpochSchema.EPOCH}));
        var page = new PlainDoubles();
        Arrays.setAll(
                metrics,
                i -> new MetricColumn(
                        schema.getColumnDescription(new String[] {METRICS[i].column()}), Entries.ONE_EACH, page));
        Arrays.setAll(
                layerMetrics,
                i -> new MetricColumn(
                        schema.getColumnDescription(EpochSchema.pathInLayers(LAYER_METRICS[i].column())),
                        layerEntries,
                        page));
        var layers =
                new LayerColumn(schema.getColumnDescription(EpochSchema.pathInLayers(EpochSchema.LAYER)), layerEntries);
        outcomes = new OutcomeColumn(schema.getColumnDescription(new String[] {EpochSchema.OUTCOME}));
        Stream.of(
                        Stream.of(epochs),
                        Arrays.stream(metrics),
                        Stream.of(layers),
                        Arrays.stream(layerMetrics),
                        Stream.of(outcomes))
                .forEach(some -> some.forEach(columns::add));
    }

    void add(EpochRow row) {
        if (rows == taskOf.length) {
            taskOf = Arrays.copyOf(taskOf, 2 * rows);
        }
        taskOf[rows++] = taskIndices.computeIfAbsent(row.task(), this::place);
        epochs.add(row.epoch());
        if (row.measurement() == null) {
            addNothingMeasured();
        } else {
            add(row.measurement());
        }
        outcomes.add(row.outcome());
    }

    private int place(Task task) {
        tasks.add(task);
        return tasks.size() - 1;
    }

    private void addNothingMeasured() {
        for (var metric : metrics) {
            metric.addNull();
        }
        layerEntries.add(0);
        for (var metric : layerMetrics) {
            metric.addNoList();
        }
    }

    private void add(Measurement measurement) {
        for (int i = 0; i < metrics.length; i++) {
            if (measurement.has(METRICS[i])) {
                metrics[i].add(measurement.get(METRICS[i]));
            } else {
                metrics[i].addNull();
            }
        }
        int layers = measurement.layers();
        layerEntries.add(layers);
        for (int layer = 0; layer < layers; layer++) {
            for (int i = 0; i < layerMetrics.length; i++) {
                if (measurement.has(layer, LAYER_METRICS[i])) {
                    layerMetrics[i].add(measurement.get(layer, LAYER_METRICS[i]));
                } else {
                    layerMetrics[i].addNull();
                }
            }
        }
        numbers += METRICS.length + layers * LAYER_METRICS.length;
    }

    int rows() {
        return rows;
    }

    boolean isFull() {
        return rows >= MAX_ROWS || numbers >= MAX_NUMBERS;
    }

    /** Encodes all rows, and forgets them. */
    void writeTo(PageWriteStore store) throws IOException {
        var order = new RowOrder(tasks, taskOf, rows);
        for (var column : columns) {
            var pages = store.getPageWriter(column.descriptor());
            column.start(order, pages);
            for (int from = 0; from < rows; from += ROWS_PER_PAGE) {
                column.writePage(order, from, Math.min(from + ROWS_PER_PAGE, rows), pages);
            }
            column.clear();
        }
        layerEntries.clear();
        tasks.clear();
        taskIndices.clear();
        rows = 0;
        numbers = 0;
    }
}
