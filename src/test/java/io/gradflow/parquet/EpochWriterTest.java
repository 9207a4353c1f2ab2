package io.gradflow.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.nn.Architecture;
import io.gradflow.results.EpochRow;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.results.RowSchema;
import io.gradflow.results.UnitLife;
import io.gradflow.results.UnitLife.StateLife;
import io.gradflow.sweep.SweepReader;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.TaskKey;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are read back with Parquet's own reader, which knows nothing of how they were written. */
class EpochWriterTest {
    /** Six tasks: data that is relabelled, data that is not, and data that has no such key, each with two seeds. */
    private static final String SWEEP = """
            sweep {
              dataset = [{ kind = xor, n = 40, relabel-after-noise = [true, false] }, { kind = moons, n = 50 }]
              architecture = "2-3-1"
              activation = tanh
              scale = 0.5
              epochs = 2
              seed = [4, 9223372036854775807]
            }
            """;

    private static final Configuration HADOOP = hadoop();

    private static final FileOrigin ORIGIN = new FileOrigin("lanes-3", Logging.every(1), List.of("a, ${b}", "größe"));

    @TempDir
    private Path folder;

    private List<Task> tasks;
    private List<TaskKey> keys;
    private org.apache.hadoop.fs.Path file;

    @BeforeEach
    void readSweep() throws Exception {
        var sweep = SweepReader.read(Files.writeString(folder.resolve("a.conf"), SWEEP), List.of());
        tasks = LongStream.range(0, sweep.grid().size())
                .mapToObj(sweep.grid()::task)
                .toList();
        keys = sweep.grid().keys();
        file = new org.apache.hadoop.fs.Path(folder.toString(), "rows" + EpochWriter.extension());
    }

    private void write(List<EpochRow> rows) throws IOException {
        try (var writer = new EpochWriter(file, keys, ORIGIN, HADOOP)) {
            for (var row : rows) {
                writer.write(row);
            }
        }
    }

    /** The rows of the file in their order, as maps from the names of columns to values. */
    private List<Map<String, Object>> read() throws IOException {
        var rows = new ArrayList<Map<String, Object>>();
        try (var reader = ParquetReader.builder(new GroupReadSupport(), file).build()) {
            for (var row = reader.read(); row != null; row = reader.read()) {
                rows.add(fields(row));
            }
        }
        return rows;
    }

    private static Map<String, Object> fields(Group group) {
        var fields = new LinkedHashMap<String, Object>();
        for (var type : group.getType().getFields()) {
            String name = type.getName();
            fields.put(name, group.getFieldRepetitionCount(name) == 0 ? null : value(group, name));
        }
        return fields;
    }

    private static Object value(Group group, String name) {
        if (name.equals("layers") || name.equals("units")) {
            var list = group.getGroup(name, 0);
            var layers = new ArrayList<Map<String, Object>>();
            for (int i = 0; i < list.getFieldRepetitionCount("list"); i++) {
                layers.add(fields(list.getGroup("list", i).getGroup("element", 0)));
            }
            return layers;
        }
        PrimitiveType type = group.getType().getType(name).asPrimitiveType();
        return switch (type.getPrimitiveTypeName()) {
            case DOUBLE -> group.getDouble(name, 0);
            case INT32 -> group.getInteger(name, 0);
            case INT64 -> group.getLong(name, 0);
            case BOOLEAN -> group.getBoolean(name, 0);
            case BINARY -> group.getString(name, 0);
            default -> throw new AssertionError(type);
        };
    }

    private ParquetMetadata footer() throws IOException {
        try (var reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, HADOOP))) {
            return reader.getFooter();
        }
    }

    private static Measurement measurement(int layers, double value) {
        var measurement = new Measurement(layers);
        for (var metric : Metric.values()) {
            measurement.set(metric, value);
        }
        for (int layer = 0; layer < layers; layer++) {
            for (var metric : LayerMetric.of(layer, layers)) {
                measurement.set(layer, metric, value + layer + 1);
            }
        }
        return measurement;
    }

    /** What the file must hold of a row. */
    private Map<String, Object> expected(EpochRow row) {
        var expected = new LinkedHashMap<String, Object>();
        expected.put("task", row.task().id());
        keys.forEach(key -> expected.put(key.column(), key.value(row.task())));
        expected.put("epoch", row.epoch());
        var measured = row.measurement();
        for (var metric : Metric.of(DiagnosticGroups.DEFAULT)) {
            expected.put(metric.column(), measured != null && measured.has(metric) ? measured.get(metric) : null);
        }
        expected.put("layers", measured == null ? null : expectedLayers(measured));
        expected.put("outcome", row.outcome() == null ? null : row.outcome().column());
        return expected;
    }

    private static List<Map<String, Object>> expectedLayers(Measurement measured) {
        var layers = new ArrayList<Map<String, Object>>();
        for (int layer = 0; layer < measured.layers(); layer++) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("layer", layer + 1);
            for (var metric : LayerMetric.of(DiagnosticGroups.DEFAULT)) {
                fields.put(metric.column(), measured.has(layer, metric) ? measured.get(layer, metric) : null);
            }
            layers.add(fields);
        }
        return layers;
    }

    /** A file of a store with units has them in last rows, null where a value is unknown. */
    @Test
    void unitsAreInTheRowsThatHaveThem() throws IOException {
        var unknown = StateLife.UNKNOWN;
        var lives = List.of(
                new UnitLife(1, 1, List.of(new StateLife(true, 0, 2, 3, false), unknown, unknown)),
                new UnitLife(1, 2, List.of(unknown, new StateLife(false, null, null, 0, true), unknown)));
        var last = measurement(2, 1);
        last.setUnits(lives);
        var rows = List.of(
                new EpochRow(tasks.get(0), 0, measurement(2, 0.5), null),
                new EpochRow(tasks.get(1), 0, null, Outcome.FAILED),
                new EpochRow(tasks.get(0), 1, last, Outcome.COMPLETED));
        var origin = new FileOrigin("lanes-3", new Logging(1, DiagnosticGroups.ALL), List.of());
        try (var writer = new EpochWriter(file, keys, origin, HADOOP)) {
            for (var row : rows) {
                writer.write(row);
            }
        }
        var units = new TreeMap<String, Object>();
        for (var row : read()) {
            units.put(row.get("task") + " " + row.get("epoch"), String.valueOf(row.get("units")));
        }
        String first = "{layer=1, unit=1, dead=true, dead_first_epoch=0, dead_last_epoch=2, dead_revived=3,"
                + " born_dead=false, silent=null, silent_first_epoch=null, silent_last_epoch=null, silent_revived=null,"
                + " born_silent=null, saturated=null, saturated_first_epoch=null, saturated_last_epoch=null,"
                + " saturated_revived=null, born_saturated=null}";
        String second = "{layer=1, unit=2, dead=null, dead_first_epoch=null, dead_last_epoch=null, dead_revived=null,"
                + " born_dead=null, silent=false, silent_first_epoch=null, silent_last_epoch=null, silent_revived=0,"
                + " born_silent=true, saturated=null, saturated_first_epoch=null, saturated_last_epoch=null,"
                + " saturated_revived=null, born_saturated=null}";
        assertEquals(
                Map.of(
                        tasks.get(0).id() + " 0", "null",
                        tasks.get(1).id() + " 0", "null",
                        tasks.get(0).id() + " 1", "[" + first + ", " + second + "]"),
                units);
    }

    private void assertRows(List<EpochRow> expected) throws IOException {
        assertEquals(expected.stream().map(this::expected).toList(), read());
    }

    /**
     * Without checksum files, as {@code Sessions} sets it. Hadoop keeps the first file system that a JVM asks for, and
     * other tests of this JVM write with it.
     */
    private static Configuration hadoop() {
        var configuration = new Configuration();
        configuration.set("fs.file.impl", RawLocalFileSystem.class.getName());
        return configuration;
    }

    @Test
    void aFileTellsWhereItsRowsComeFrom() throws IOException {
        write(List.of(new EpochRow(tasks.get(0), 0, null, Outcome.FAILED)));
        try (var reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, HADOOP))) {
            var footer = reader.getFileMetaData();
            assertEquals(Optional.of(ORIGIN), FileOrigin.of(footer));
            assertEquals(Optional.of(keys.stream().map(TaskKey::column).toList()), FileOrigin.keys(footer.getSchema()));
            assertEquals(1, OutcomeCounts.of(Outcome.FAILED, footer));
        }
        var job = new Configuration(false);
        ORIGIN.write(job);
        assertEquals(ORIGIN, FileOrigin.read(job));
    }

    @Test
    void rowsOfATaskAreTogetherAndLastRowsFollow() throws IOException {
        var a = tasks.get(0);
        var b = tasks.get(3);
        var rows = List.of(
                new EpochRow(a, 0, measurement(2, 1), null),
                new EpochRow(b, 0, measurement(2, 2), null),
                new EpochRow(a, 1, measurement(2, 3), null),
                new EpochRow(b, 1, measurement(2, 4), Outcome.DIVERGED),
                new EpochRow(a, 2, measurement(2, 5), Outcome.COMPLETED));
        write(rows);
        assertRows(List.of(rows.get(0), rows.get(2), rows.get(1), rows.get(3), rows.get(4)));
        var blocks = footer().getBlocks();
        assertEquals(
                List.of(3L, 2L), blocks.stream().map(BlockMetaData::getRowCount).toList());
        assertEquals(3, column(blocks.get(0), "outcome").getStatistics().getNumNulls());
        assertEquals(0, column(blocks.get(1), "outcome").getStatistics().getNumNulls());
        assertEquals(
                "completed", column(blocks.get(1), "outcome").getStatistics().minAsString());
        assertEquals(
                "diverged", column(blocks.get(1), "outcome").getStatistics().maxAsString());
    }

    private static ColumnChunkMetaData column(BlockMetaData block, String path) {
        return block.getColumns().stream()
                .filter(column -> column.getPath().toDotString().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void keysHaveTheirValuesAndAreNullWithoutEffect() throws IOException {
        var rows = tasks.stream()
                .map(task -> new EpochRow(task, 0, measurement(2, 0), Outcome.COMPLETED))
                .toList();
        write(rows);
        assertRows(rows);
        var read = read();
        assertEquals(Arrays.asList(true, true, false, false, null, null), values(read, "dataset_relabel_after_noise"));
        assertEquals(List.of(40, 40, 40, 40, 50, 50), values(read, "dataset_n"));
        assertEquals(Set.of(4L, Long.MAX_VALUE), Set.copyOf(values(read, "seed")));
        assertEquals(Collections.nCopies(6, 0.5), values(read, "scale"));
        assertEquals(Collections.nCopies(6, "2-3-1"), values(read, "architecture"));
        var block = footer().getBlocks().get(0);
        var flag = column(block, "dataset_relabel_after_noise").getStatistics();
        assertEquals(2, flag.getNumNulls());
        assertEquals("false", flag.minAsString());
        assertEquals("true", flag.maxAsString());
        assertEquals("4", column(block, "seed").getStatistics().minAsString());
        assertEquals(
                "9223372036854775807", column(block, "seed").getStatistics().maxAsString());
    }

    private static List<Object> values(List<Map<String, Object>> rows, String column) {
        return rows.stream().map(row -> row.get(column)).toList();
    }

    @Test
    void aKeyWithoutEffectInAllTasksIsNullEverywhere() throws IOException {
        keys = TaskKey.ofColumns(List.of("activation", "activation_slope", "optimizer_momentum"));
        var row = new EpochRow(tasks.get(0), 0, measurement(2, 0), Outcome.COMPLETED);
        write(List.of(row));
        assertRows(List.of(row));
    }

    @Test
    void everyBitOfAMetricIsKeptButThoseOfNan() throws IOException {
        double[] values = {
            Double.longBitsToDouble(0xfff8000000000001L),
            -0.0,
            0.0,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.MIN_VALUE,
            -Double.MAX_VALUE,
            0.1
        };
        var rows = new ArrayList<EpochRow>();
        for (int i = 0; i < values.length; i++) {
            var measurement = new Measurement(2);
            measurement.set(Metric.TRAIN_LOSS, values[i]);
            measurement.set(0, LayerMetric.GRAD_NORM, values[i]);
            rows.add(new EpochRow(tasks.get(0), i, measurement, null));
        }
        write(rows);
        // Boxed doubles are equal if they have the same bits, all NaNs being one.
        assertRows(rows);
        long nan = Double.doubleToRawLongBits(Double.NaN);
        var first = read().get(0);
        assertEquals(nan, Double.doubleToRawLongBits((Double) first.get("train_loss")));
        var layer = (Map<?, ?>) ((List<?>) first.get("layers")).get(0);
        assertEquals(nan, Double.doubleToRawLongBits((Double) layer.get("grad_norm")));
    }

    @Test
    void whatIsNotMeasuredIsNull() throws IOException {
        var withoutLimit = new Measurement(2);
        withoutLimit.set(Metric.TRAIN_LOSS, 1);
        withoutLimit.set(1, LayerMetric.GRAD_RMS, 2);
        var rows = List.of(
                new EpochRow(tasks.get(0), 0, measurement(2, 1), null),
                new EpochRow(tasks.get(0), 1, withoutLimit, null),
                new EpochRow(tasks.get(0), 2, null, null),
                new EpochRow(tasks.get(0), 3, measurement(2, 3), null),
                new EpochRow(tasks.get(1), 0, null, Outcome.FAILED),
                new EpochRow(tasks.get(2), 0, measurement(2, 4), Outcome.COMPLETED));
        write(rows);
        assertRows(rows);
        var read = read();
        assertEquals(Arrays.asList(1.0, null, null, 3.0, null, 4.0), values(read, "limit_rate"));
        assertEquals(null, read.get(4).get("layers"));
    }

    @Test
    void networksMayHaveDifferentNumbersOfLayers() throws IOException {
        var rows = new ArrayList<EpochRow>();
        for (int i = 0; i < 4; i++) {
            rows.add(new EpochRow(tasks.get(i), 0, measurement(1 + i % 3, i), null));
        }
        write(rows);
        assertRows(rows);
    }

    @Test
    void rowsCrossThePagesOfARowGroup() throws IOException {
        var rows = new ArrayList<EpochRow>();
        for (int epoch = 0; epoch < 22_500; epoch++) {
            rows.add(new EpochRow(tasks.get(0), epoch, epoch % 3 == 0 ? null : measurement(1, epoch), null));
            rows.add(new EpochRow(tasks.get(1), epoch, measurement(1, -epoch), null));
        }
        write(rows);
        try (var reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, HADOOP))) {
            var block = reader.getFooter().getBlocks().get(0);
            assertEquals(List.of(45_000L), rowCounts(reader.getFooter()));
            for (var column : block.getColumns()) {
                var pages = reader.readOffsetIndex(column);
                assertEquals(3, pages.getPageCount(), column.toString());
                assertEquals(20_000, pages.getFirstRowIndex(1));
                assertEquals(40_000, pages.getFirstRowIndex(2));
            }
        }
        assertRows(rows.stream()
                .sorted((a, b) -> Boolean.compare(a.task() != tasks.get(0), b.task() != tasks.get(0)))
                .toList());
    }

    private static List<Long> rowCounts(ParquetMetadata footer) {
        return footer.getBlocks().stream().map(BlockMetaData::getRowCount).toList();
    }

    @Test
    void aRowGroupEndsWhenItHasEnoughNumbersOrEnoughRows() throws IOException {
        var rows = new ArrayList<EpochRow>();
        for (int epoch = 0; epoch < 100; epoch++) {
            rows.add(new EpochRow(tasks.get(0), epoch, measurement(2, epoch), null));
        }
        for (int epoch = 100; epoch < 200; epoch++) {
            rows.add(new EpochRow(tasks.get(0), epoch, null, null));
        }
        try (var writer = new EpochWriter(file, keys, keys, ORIGIN, HADOOP, 128 * 60)) {
            for (var row : rows) {
                writer.write(row);
            }
        }
        // 960 numbers are 32 rows of 14 of the network and its data and 8 of each of its two layers.
        assertEquals(List.of(32L, 32L, 32L, 60L, 44L), rowCounts(footer()));
        assertRows(rows);
    }

    @Test
    void theFooterCountsOutcomes() throws IOException {
        var outcomes =
                List.of(Outcome.COMPLETED, Outcome.DIVERGED, Outcome.COMPLETED, Outcome.FAILED, Outcome.COMPLETED);
        var rows = new ArrayList<EpochRow>();
        for (int i = 0; i < outcomes.size(); i++) {
            rows.add(new EpochRow(tasks.get(i), 0, null, outcomes.get(i)));
        }
        rows.add(new EpochRow(tasks.get(5), 0, null, null));
        write(rows);
        assertEquals(Map.of(Outcome.COMPLETED, 3L, Outcome.DIVERGED, 1L, Outcome.FAILED, 1L), counts());
    }

    private Map<Outcome, Long> counts() throws IOException {
        var counts = new EnumMap<Outcome, Long>(Outcome.class);
        for (var outcome : Outcome.values()) {
            counts.put(outcome, OutcomeCounts.of(outcome, footer().getFileMetaData()));
        }
        return counts;
    }

    @Test
    void aFileMayHaveNoRows() throws IOException {
        write(List.of());
        assertEquals(List.of(), read());
        assertEquals(List.of(), footer().getBlocks());
        assertEquals(ParquetSchema.of(RowSchema.of(keys)), schema());
        assertEquals(Map.of(Outcome.COMPLETED, 0L, Outcome.DIVERGED, 0L, Outcome.FAILED, 0L), counts());
    }

    private MessageType schema() throws IOException {
        return footer().getFileMetaData().getSchema();
    }

    @Test
    void columnsAreAsEarlierFilesHaveThemAndTheMajority() throws IOException {
        keys = TaskKey.ofColumns(
                List.of("dataset", "dataset_n", "dataset_noise", "dataset_relabel_after_noise", "seed"));
        write(List.of());
        assertEquals("""
                message epoch {
                  required binary task (STRING);
                  optional binary dataset (STRING);
                  optional int32 dataset_n;
                  optional double dataset_noise;
                  optional boolean dataset_relabel_after_noise;
                  optional int64 seed;
                  required int32 epoch;
                  optional double train_loss;
                  optional double test_loss;
                  optional double train_acc;
                  optional double test_acc;
                  optional double dphi_small_rate;
                  optional double dphi_mean_abs;
                  optional double dphi_p10_abs;
                  optional double dphi_p01_abs;
                  optional double dphi_log_mean;
                  optional double z_mean_abs;
                  optional double z_p90_abs;
                  optional double z_near0_rate;
                  optional double limit_rate;
                  optional double train_majority;
                  optional group layers (LIST) {
                    repeated group list {
                      required group element {
                        required int32 layer;
                        optional double grad_norm;
                        optional double grad_rms;
                        optional double dphi_small_rate;
                        optional double dphi_mean_abs;
                        optional double dphi_log_mean;
                        optional double z_mean_abs;
                        optional double z_near0_rate;
                        optional double limit_rate;
                      }
                    }
                  }
                  optional binary outcome (STRING);
                }
                """, schema().toString());
    }

    @Test
    void encodingsSuitTheColumns() throws IOException {
        write(List.of(new EpochRow(tasks.get(0), 0, measurement(2, 1), Outcome.COMPLETED)));
        var encodings = new HashMap<String, Set<Encoding>>();
        for (var column : footer().getBlocks().get(0).getColumns()) {
            assertEquals(CompressionCodecName.ZSTD, column.getCodec());
            encodings.put(column.getPath().toDotString(), column.getEncodings());
        }
        var dictionary = Set.of(Encoding.RLE, Encoding.PLAIN, Encoding.RLE_DICTIONARY);
        var differences = Set.of(Encoding.RLE, Encoding.DELTA_BINARY_PACKED);
        var plain = Set.of(Encoding.RLE, Encoding.PLAIN);
        assertEquals(dictionary, encodings.get("task"));
        assertEquals(dictionary, encodings.get("dataset_n"));
        assertEquals(dictionary, encodings.get("scale"));
        assertEquals(dictionary, encodings.get("seed"));
        assertEquals(plain, encodings.get("dataset_relabel_after_noise"));
        assertEquals(differences, encodings.get("epoch"));
        assertEquals(plain, encodings.get("train_loss"));
        assertEquals(differences, encodings.get("layers.list.element.layer"));
        assertEquals(plain, encodings.get("layers.list.element.grad_norm"));
        assertEquals(plain, encodings.get("outcome"));
    }

    @Test
    void rowsArePredictedToTakeSomeBytesForEachOfTheirNumbers() {
        // 13 of the network, 8 of each hidden layer, 2 of the output layer.
        assertEquals(4.6 * 101 * (13 + 8 + 8 + 2), predictedBytes(Logging.every(1)), 1e-6);
        // Epochs 0, 7, ..., 98 and the last.
        assertEquals(4.6 * 16 * (13 + 8 + 8 + 2), predictedBytes(Logging.every(7)), 1e-6);
        // Without groups the two losses and the two accuracies.
        assertEquals(4.6 * 101 * 4, predictedBytes(new Logging(1, new DiagnosticGroups(Map.of()))), 1e-6);
    }

    @Test
    void aGroupIsPredictedToTakeBytesInTheRowsThatMeasureIt() {
        double without = predictedBytes(Logging.every(2));
        var rhythms = Map.of(DiagnosticGroup.STUDY, 1, DiagnosticGroup.LAYERS, 1, DiagnosticGroup.UPDATES, 50);
        double with = predictedBytes(new Logging(2, new DiagnosticGroups(rhythms)));
        long metrics = Arrays.stream(LayerMetric.values())
                .filter(metric -> metric.group() == DiagnosticGroup.UPDATES)
                .count();
        // Epochs 0, 50 and 100, in each of three layers.
        assertEquals(4.6 * 3 * 3 * metrics, with - without, 1e-6);
    }

    @Test
    void theLivesOfUnitsArePredictedToTakeBytesOnce() {
        var logging = new Logging(100, DiagnosticGroups.of(Set.of(DiagnosticGroup.UNITS)));
        // Two rows, with six numbers of the network and three of each hidden layer; and 32 units.
        assertEquals(4.6 * 2 * (6 + 3 + 3) + 10 * 32, predictedBytes(logging), 1e-6);
    }

    private static double predictedBytes(Logging logging) {
        return EpochWriter.predictedBytes(Architecture.parse("2-16-16-1"), logging, 100);
    }

    @Test
    void namesTellTheCompression() {
        assertTrue(file.getName().endsWith(".zstd.parquet"));
        assertFalse(file.getName().startsWith("."));
    }
}
