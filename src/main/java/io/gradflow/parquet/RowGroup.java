package io.gradflow.parquet;

import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.results.MetricValues;
import io.gradflow.results.Outcome;
import io.gradflow.results.RowSchema;
import io.gradflow.results.UnitLife;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.schema.MessageType;

/** Rows that wait until there are enough of them for a row group, column by column. */
final class RowGroup {
    /** The number that Parquet's own writer has by default. */
    private static final int ROWS_PER_PAGE = 20_000;

    /** A row counts as at least so many bytes, so that rows without measurements fill a row group, too. */
    private static final int BYTES_PER_ROW = 128;

    private final MessageType parquet;
    private final Metric[] metrics;
    private final LayerMetric[] layerMetrics;
    private final int maxRows;
    /** At how many values of metrics the row group is full. */
    private final int maxNumbers;

    private final EpochColumn epochs;
    /** The columns of {@link #metrics}. */
    private final MetricColumn[] metricColumns;

    private final LayerEntries layerEntries = new LayerEntries();
    /** The columns of {@link #layerMetrics}. */
    private final MetricColumn[] layerMetricColumns;

    private final LayerEntries unitEntries = new LayerEntries();
    /** The columns of {@link RowSchema#UNIT_FIELDS}; none if the schema has no units. */
    private final UnitColumn[] unitColumns;

    private final OutcomeColumn outcomes;
    /** All columns in the order in which they are written. */
    private final List<ColumnBuffer> columns;

    private final List<TaskValues> tasks = new ArrayList<>();
    private final IdentityHashMap<TaskValues, Integer> taskIndices = new IdentityHashMap<>();
    /** The task of each row, as an index into {@link #tasks}. */
    private int[] taskOf = new int[1024];

    private int rows;
    /** How many values of metrics the rows have or could have. */
    private int numbers;

    /**
     * An empty row group.
     *
     * @param parquet the same columns, as Parquet has them
     * @param bytes of metrics, before compression, at which the row group is full
     */
    RowGroup(RowSchema schema, MessageType parquet, int bytes) {
        this.parquet = parquet;
        metrics = schema.metrics().toArray(Metric[]::new);
        layerMetrics = schema.layerMetrics().toArray(LayerMetric[]::new);
        maxRows = bytes / BYTES_PER_ROW;
        maxNumbers = bytes / Double.BYTES;
        epochs = new EpochColumn(descriptor(RowSchema.EPOCH.name()));
        outcomes = new OutcomeColumn(descriptor(RowSchema.OUTCOME.name()));
        var page = new PlainDoubles();
        metricColumns = schema.metrics().stream()
                .map(metric -> new MetricColumn(descriptor(metric.column()), RowEntries.ONE_EACH, page))
                .toArray(MetricColumn[]::new);
        layerMetricColumns = schema.layerMetrics().stream()
                .map(metric -> new MetricColumn(layerDescriptor(metric.column()), layerEntries, page))
                .toArray(MetricColumn[]::new);
        var layers = new LayerColumn(layerDescriptor(RowSchema.LAYER.name()), layerEntries);
        unitColumns = schema.units().stream()
                .flatMap(units -> units.fields().stream())
                .map(field -> new UnitColumn(
                        parquet.getColumnDescription(ParquetSchema.path(RowSchema.UNITS, field.name())),
                        ParquetType.of(field.type()),
                        unitEntries))
                .toArray(UnitColumn[]::new);
        columns = inOrderOfSchema(Stream.of(
                        taskColumns(schema).stream(),
                        Stream.of(epochs),
                        Arrays.stream(metricColumns),
                        Stream.of(layers),
                        Arrays.stream(layerMetricColumns),
                        Arrays.stream(unitColumns),
                        Stream.of(outcomes))
                .flatMap(some -> some));
    }

    private ColumnDescriptor descriptor(String column) {
        return parquet.getColumnDescription(ParquetSchema.path(column));
    }

    private ColumnDescriptor layerDescriptor(String field) {
        return parquet.getColumnDescription(ParquetSchema.path(RowSchema.LAYERS, field));
    }

    /** The columns of the task's identity and of its keys. */
    private List<TaskColumn> taskColumns(RowSchema schema) {
        var taskColumns = new ArrayList<TaskColumn>();
        taskColumns.add(new TaskColumn(
                descriptor(RowSchema.TASK.name()), ParquetType.of(RowSchema.TASK.type()), TaskValues::id));
        for (int i = 0; i < schema.keys().size(); i++) {
            int index = i;
            var key = schema.keys().get(i);
            taskColumns.add(new TaskColumn(
                    descriptor(key.column()),
                    ParquetType.of(key.type()),
                    task -> task.keys().get(index)));
        }
        return taskColumns;
    }

    /** The columns as they follow one another in a file. */
    private List<ColumnBuffer> inOrderOfSchema(Stream<? extends ColumnBuffer> unordered) {
        Map<ColumnDescriptor, ColumnBuffer> buffers =
                unordered.collect(Collectors.toMap(ColumnBuffer::descriptor, buffer -> buffer));
        return parquet.getColumns().stream()
                .map(descriptor -> Objects.requireNonNull(
                        buffers.get(descriptor), () -> "nothing writes the column " + descriptor))
                .toList();
    }

    /**
     * Adds a row.
     *
     * @param measured null if nothing was measured
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
        if (unitColumns.length > 0) {
            addUnits(measured == null ? List.of() : measured.units());
        }
        outcomes.add(outcome);
    }

    private int place(TaskValues task) {
        tasks.add(task);
        return tasks.size() - 1;
    }

    private void addNothingMeasured() {
        for (var column : metricColumns) {
            column.addNull();
        }
        addNoLayers();
    }

    private void addNoLayers() {
        layerEntries.add(0);
        for (var column : layerMetricColumns) {
            column.addNoList();
        }
    }

    private void add(MetricValues measured) {
        for (int i = 0; i < metrics.length; i++) {
            if (measured.has(metrics[i])) {
                metricColumns[i].add(measured.get(metrics[i]));
            } else {
                metricColumns[i].addNull();
            }
        }
        int layers = measured.layers();
        numbers += metrics.length + layers * layerMetrics.length;
        if (layers == 0) {
            addNoLayers();
            return;
        }
        layerEntries.add(layers);
        for (int layer = 0; layer < layers; layer++) {
            for (int i = 0; i < layerMetrics.length; i++) {
                if (measured.has(layer, layerMetrics[i])) {
                    layerMetricColumns[i].add(measured.get(layer, layerMetrics[i]));
                } else {
                    layerMetricColumns[i].addNull();
                }
            }
        }
    }

    private void addUnits(List<UnitLife> lives) {
        unitEntries.add(lives.size());
        if (lives.isEmpty()) {
            for (var column : unitColumns) {
                column.addNoList();
            }
        }
        for (var life : lives) {
            var values = life.values();
            for (int i = 0; i < unitColumns.length; i++) {
                unitColumns[i].add(values.get(i));
            }
        }
        numbers += lives.size() * unitColumns.length;
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
        unitEntries.clear();
        tasks.clear();
        taskIndices.clear();
        rows = 0;
        numbers = 0;
    }
}
