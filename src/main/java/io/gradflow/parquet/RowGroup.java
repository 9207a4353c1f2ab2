package io.gradflow.parquet;

import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.results.MetricValues;
import io.gradflow.results.Outcome;
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

    /** No row group has more rows than one of that many bytes each would. */
    private static final int BYTES_PER_ROW = 128;

    private final int maxRows;
    /** Of metrics. */
    private final int maxNumbers;

    private final EpochColumn epochs;
    private final MetricColumn[] metrics = new MetricColumn[METRICS.length];
    private final LayerEntries layerEntries = new LayerEntries();
    private final MetricColumn[] layerMetrics = new MetricColumn[LAYER_METRICS.length];
    private final OutcomeColumn outcomes;
    private final List<Column> columns = new ArrayList<>();

    private final List<TaskValues> tasks = new ArrayList<>();
    private final IdentityHashMap<TaskValues, Integer> taskIndices = new IdentityHashMap<>();
    private int[] taskOf = new int[1024];
    private int rows;
    private int numbers;

    /**
     * An empty row group.
     *
     * @param keys that have columns
     * @param bytes of metrics at which it is full, before compression
     */
    RowGroup(MessageType schema, List<TaskKey> keys, int bytes) {
        maxRows = bytes / BYTES_PER_ROW;
        maxNumbers = bytes / Double.BYTES;
        columns.add(new TaskColumn(schema.getColumnDescription(new String[] {EpochSchema.TASK}), TaskValues::id));
        for (int i = 0; i < keys.size(); i++) {
            int key = i;
            columns.add(new TaskColumn(
                    schema.getColumnDescription(new String[] {keys.get(key).column()}),
                    task -> task.keys().get(key)));
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

    /**
     * Adds a row.
     *
     * @param measured null if nothing is
     * @param outcome null unless this is the task's last row
     */
    void add(TaskValues task, int epoch, MetricValues measured, Outcome outcome) {
        if (rows == taskOf.length) {
            taskOf = Arrays.copyOf(taskOf, 2 * rows);
        }
        taskOf[rows++] = taskIndices.computeIfAbsent(task, this::place);
        epochs.add(epoch);
        if (measured == null) {
            addNothingMeasured();
        } else {
            add(measured);
        }
        outcomes.add(outcome);
    }

    private int place(TaskValues task) {
        tasks.add(task);
        return tasks.size() - 1;
    }

    private void addNothingMeasured() {
        for (var metric : metrics) {
            metric.addNull();
        }
        addNoLayers();
    }

    private void addNoLayers() {
        layerEntries.add(0);
        for (var metric : layerMetrics) {
            metric.addNoList();
        }
    }

    private void add(MetricValues measurement) {
        for (int i = 0; i < metrics.length; i++) {
            if (measurement.has(METRICS[i])) {
                metrics[i].add(measurement.get(METRICS[i]));
            } else {
                metrics[i].addNull();
            }
        }
        int layers = measurement.layers();
        numbers += METRICS.length + layers * LAYER_METRICS.length;
        if (layers == 0) {
            addNoLayers();
            return;
        }
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
    }

    int rows() {
        return rows;
    }

    boolean isFull() {
        return rows >= maxRows || numbers >= maxNumbers;
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
