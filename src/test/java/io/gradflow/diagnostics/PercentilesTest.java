package io.gradflow.diagnostics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradflow.nn.activation.Relu;
import io.gradflow.random.Generator;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares percentiles with {@code np.percentile}, bit for bit. The README beside the golden file describes it. */
class PercentilesTest {

    static Stream<Arguments> numpyPercentiles() throws IOException {
        try (InputStream file = PercentilesTest.class.getResourceAsStream("percentiles.json")) {
            var golden = new ObjectMapper().readTree(file);
            // The division is the one that NumPy does.
            double[] probabilities = Arrays.stream(doubles(golden.get("percents")))
                    .map(p -> p / 100)
                    .toArray();
            return StreamSupport.stream(golden.get("inputs").spliterator(), false)
                    .map(input -> Arguments.of(
                            Named.of(input.get("name").asText(), doubles(input.get("values"))),
                            probabilities,
                            doubles(input.get("percentiles"))))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("numpyPercentiles")
    void percentilesAreNumpysToTheBit(double[] values, double[] probabilities, double[] expected) {
        assertArrayEquals(expected, Percentiles.of(values.clone(), probabilities));
    }

    @ParameterizedTest
    @MethodSource("numpyPercentiles")
    void onePercentileAtATimeIsTheSame(double[] values, double[] probabilities, double[] expected) {
        for (int i = 0; i < probabilities.length; i++) {
            assertArrayEquals(new double[] {expected[i]}, Percentiles.of(values.clone(), probabilities[i]));
        }
    }

    @Test
    void noValuesHaveNanPercentiles() {
        assertArrayEquals(new double[] {Double.NaN, Double.NaN}, Percentiles.of(new double[0], 0.1, 0.9));
    }

    @Test
    void theValuesAreOnlyReordered() {
        double[] values = Generator.seeded(3).fillUniform(new double[1000], 0, 1);
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        Percentiles.of(values, 0.01, 0.5, 0.9);
        Arrays.sort(values);
        assertArrayEquals(sorted, values);
    }

    @Test
    void percentilesOfTiedValuesNeverLeaveThem() {
        // If high = low, then low + (high - low) * weight is exactly that value, whatever the weight.
        for (int n = 1; n < 40; n++) {
            var values = new double[n];
            Arrays.fill(values, 0.1);
            for (double quantile : Percentiles.of(values, 0.01, 0.1, 0.3, 0.5, 0.77, 0.9)) {
                assertEquals(0.1, quantile);
            }
        }
    }

    @Test
    void layersArePooledAsAbsoluteValuesInANewArray() {
        var first = new HiddenLayer(new Relu(), new double[] {-1, 2}, new double[2], new double[] {0, -3});
        var second = new HiddenLayer(new Relu(), new double[] {-0.0}, new double[1], new double[] {Double.NaN});
        assertArrayEquals(
                new double[] {1, 2, 0}, Percentiles.absolute(List.of(first, second), HiddenLayer::preActivations));
        assertArrayEquals(
                new double[] {0, 3, Double.NaN},
                Percentiles.absolute(List.of(first, second), HiddenLayer::derivatives));
        assertArrayEquals(new double[] {-1, 2}, first.preActivations());
    }

    private static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(number -> Double.parseDouble(number.asText()))
                .toArray();
    }
}
