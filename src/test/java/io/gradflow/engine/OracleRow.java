package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.results.EpochRow;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** One row of a NumPy program: a network at one epoch; see the README beside the CSV files. */
record OracleRow(Map<String, String> cells) {

    /** Counts divided by sample counts: both programs divide the same integers, so their doubles are the same. */
    private static final List<Metric> RATES =
            List.of(Metric.TRAIN_ACC, Metric.TEST_ACC, Metric.DPHI_SMALL_RATE, Metric.Z_NEAR0_RATE, Metric.LIMIT_RATE);

    /** Reads all rows of a gzipped CSV file, without quotes, that lies beside this class. */
    static List<OracleRow> read(String resource) {
        try (var lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(OracleRow.class.getResourceAsStream(resource)), StandardCharsets.UTF_8))) {
            var columns = lines.readLine().split(",", -1);
            var rows = new ArrayList<OracleRow>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                var cells = line.split(",", -1);
                assertEquals(columns.length, cells.length, line);
                var byColumn = new HashMap<String, String>();
                for (int i = 0; i < columns.length; i++) {
                    byColumn.put(columns[i], cells[i]);
                }
                rows.add(new OracleRow(byColumn));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of each network, in the order of the file. */
    static Map<String, List<OracleRow>> byNetwork(List<OracleRow> rows, Function<OracleRow, String> network) {
        return rows.stream().collect(Collectors.groupingBy(network, LinkedHashMap::new, Collectors.toList()));
    }

    String text(String column) {
        return cells.get(column);
    }

    double number(String column) {
        var cell = text(column);
        return cell.equals("nan") ? Double.NaN : Double.parseDouble(cell);
    }

    int epoch() {
        return Integer.parseInt(text("epoch"));
    }

    /** Asserts that the next rows of a training are these, and that with the last the task is completed. */
    static void assertNext(List<OracleRow> expected, Iterator<EpochRow> training) {
        for (int i = 0; i < expected.size(); i++) {
            var row = training.next();
            expected.get(i).assertEqualTo(row);
            assertEquals(i == expected.size() - 1 ? Outcome.COMPLETED : null, row.outcome(), row::toString);
        }
    }

    private void assertEqualTo(EpochRow row) {
        assertEquals(epoch(), row.epoch(), () -> "epoch of a row of " + row.task());
        for (var metric : Metric.of(DiagnosticGroups.DEFAULT)) {
            if (metric.isOfData()) {
                continue;
            }
            double expected = number(metric.column());
            double actual = row.measurement().get(metric);
            if (RATES.contains(metric)) {
                assertEquals(expected, actual, () -> where(metric.column(), row));
            } else {
                assertClose(expected, actual, metric.column(), row);
            }
        }
        for (int layer = 0; layer < row.task().architecture().layers(); layer++) {
            for (var metric : List.of(LayerMetric.GRAD_NORM, LayerMetric.GRAD_RMS)) {
                var column = metric.column() + "_L" + (layer + 1);
                assertClose(number(column), row.measurement().get(layer, metric), column, row);
            }
        }
    }

    /** Rounding moves no number of these networks by more than 1e-12; the rest of the tolerance is reserve. */
    private static void assertClose(double expected, double actual, String column, EpochRow row) {
        if (Double.isNaN(expected)) {
            assertEquals(expected, actual, () -> where(column, row));
        } else {
            assertTrue(
                    Math.abs(actual - expected) <= 1e-9 * Math.abs(expected) + 1e-12,
                    () -> where(column, row) + " must be " + expected + ", not " + actual);
        }
    }

    private static String where(String column, EpochRow row) {
        return column + " at epoch " + row.epoch() + " of " + row.task();
    }
}
