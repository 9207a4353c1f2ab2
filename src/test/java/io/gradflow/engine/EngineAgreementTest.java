package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.catalog.Kind;
import io.gradflow.data.Xor;
import io.gradflow.diagnostics.LayerMetric;
import io.gradflow.diagnostics.Metric;
import io.gradflow.nn.Activations;
import io.gradflow.nn.Initializers;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The lane engine against Breeze, for every activation and initialiser: they differ in the order of their sums alone. */
class EngineAgreementTest {
    /** Relative; rounding moves numbers by 1e-12 or so. */
    private static final double TOLERANCE = 1e-9;

    static Stream<String> activations() {
        return Activations.CATALOG.kinds().stream().map(Kind::name);
    }

    @ParameterizedTest
    @MethodSource("activations")
    void allMetricsAgreeAfterHundredsOfEpochs(String activation) {
        var tasks = Initializers.CATALOG.kinds().stream()
                .flatMap(init -> LongStream.range(0, 2)
                        .mapToObj(seed -> new TaskBuilder()
                                .activation(activation)
                                .init(init.name())
                                .architecture("2-7-5-1")
                                .dataset(new Xor(60, 0.1, 0.25, false))
                                .clip(seed == 0 ? 0 : 1e-8)
                                .learningRate(0.5)
                                .epochs(200)
                                .seed(seed)
                                .build()))
                .toList();
        for (var task : tasks) {
            var expected = TrainedRows.of(new BreezeTrainer(), task, 20);
            var actual = TrainedRows.of(new LaneTrainer(0), task, 20);
            assertEquals(expected.size(), actual.size());
            for (int i = 0; i < expected.size(); i++) {
                assertAgree(expected.get(i), actual.get(i));
            }
        }
    }

    private static void assertAgree(EpochRow expected, EpochRow actual) {
        assertEquals(expected.epoch(), actual.epoch());
        assertEquals(expected.outcome(), actual.outcome());
        for (var metric : Metric.values()) {
            assertClose(expected.measurement().get(metric), actual.measurement().get(metric), metric + " of " + actual);
        }
        for (int layer = 0; layer < expected.measurement().layers(); layer++) {
            for (var metric : LayerMetric.of(layer, expected.measurement().layers())) {
                assertClose(
                        expected.measurement().get(layer, metric),
                        actual.measurement().get(layer, metric),
                        metric + " in layer " + layer + " of " + actual);
            }
        }
    }

    private static void assertClose(double expected, double actual, String what) {
        assertEquals(expected, actual, TOLERANCE * Math.abs(expected), what);
    }
}
