package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.data.Xor;
import io.gradflow.nn.batch.MiniBatch;
import io.gradflow.nn.loss.BinaryCrossEntropy;
import io.gradflow.nn.loss.Loss;
import io.gradflow.nn.loss.Losses;
import io.gradflow.results.EpochRow;
import io.gradflow.results.LayerMetric;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradient noise and updates of small networks, against the NumPy program {@code make-noise-and-updates.py}, which
 * forms the gradient of every single sample.
 */
class NoiseAndUpdatesOracleTest {
    private static final double TOLERANCE = 1e-9;
    private static final EnumSet<DiagnosticGroup> GROUPS = EnumSet.of(DiagnosticGroup.UPDATES, DiagnosticGroup.NOISE);
    private static final List<String> KEYS = List.of(
            "n",
            "noise",
            "test_fraction",
            "architecture",
            "activation",
            "init",
            "scale",
            "loss",
            "learning_rate",
            "batch",
            "epochs",
            "log_every",
            "seed");

    private static final Map<String, List<OracleRow>> NETWORKS = OracleRow.byNetwork(
            OracleRow.read("noise-and-updates.csv.gz"),
            row -> KEYS.stream().map(key -> key + "=" + row.text(key)).collect(Collectors.joining(" ")));

    static Stream<Arguments> networks() {
        return Engines.all()
                .flatMap(engine -> NETWORKS.entrySet().stream()
                        .map(network -> Arguments.of(engine, Named.of(network.getKey(), network.getValue()))));
    }

    @Test
    void theOracleHasAllItsNetworks() {
        assertEquals(31, NETWORKS.size());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyMetricIsThatOfTheNumpyProgram(Trainer engine, List<OracleRow> rows) {
        var first = rows.get(0);
        var task = task(first);
        var logging = new Logging(Integer.parseInt(first.text("log_every")), DiagnosticGroups.of(GROUPS));
        var training = engine.train(new Pack(List.of(task)), logging);
        int layers = task.architecture().layers();
        for (int i = 0; i < rows.size(); i += layers) {
            var row = training.next();
            for (int layer = 0; layer < layers; layer++) {
                var expected = rows.get(i + layer);
                assertEquals(expected.epoch(), row.epoch());
                assertEquals(layer + 1, expected.number("layer"));
                for (var metric : LayerMetric.values()) {
                    if (GROUPS.contains(metric.group())) {
                        assertMetric(expected.text(metric.column()), row, layer, metric);
                    }
                }
            }
        }
        assertFalse(training.hasNext());
    }

    private static void assertMetric(String expected, EpochRow row, int layer, LayerMetric metric) {
        double actual = row.measurement().get(layer, metric);
        assertEquals(!expected.isEmpty(), row.measurement().has(layer, metric), () -> metric + " of " + row);
        if (!expected.isEmpty()) {
            double number = Double.parseDouble(expected);
            assertTrue(
                    Math.abs(actual - number) <= TOLERANCE * Math.abs(number),
                    () -> metric + " of layer " + layer + " of " + row + " must be " + number + ", not " + actual);
        }
    }

    private static Task task(OracleRow row) {
        int batch = Integer.parseInt(row.text("batch"));
        var builder = new TaskBuilder()
                .dataset(new Xor(
                        Integer.parseInt(row.text("n")), row.number("noise"), row.number("test_fraction"), false))
                .architecture(row.text("architecture"))
                .activation(row.text("activation"))
                .init(row.text("init"))
                .scale(row.number("scale"))
                .loss(loss(row.text("loss")))
                .learningRate(row.number("learning_rate"))
                .epochs(Integer.parseInt(row.text("epochs")))
                .seed(Long.parseLong(row.text("seed")));
        return (batch == 0 ? builder : builder.batch(new MiniBatch(batch, false))).build();
    }

    private static Loss loss(String name) {
        return name.equals("binary_cross_entropy")
                ? new BinaryCrossEntropy(1e-8)
                : TaskBuilder.byName(Losses.CATALOG, name);
    }
}
