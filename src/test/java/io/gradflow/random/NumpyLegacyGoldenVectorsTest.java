package io.gradflow.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests every field of {@code numpy-legacy-randomstate.json}, for each of its seeds. The README beside it describes
 * them.
 */
class NumpyLegacyGoldenVectorsTest {

    static Stream<Named<JsonNode>> seeds() throws IOException {
        try (InputStream file =
                NumpyLegacyGoldenVectorsTest.class.getResourceAsStream("numpy-legacy-randomstate.json")) {
            JsonNode seeds = new ObjectMapper().readTree(file).get("seeds");
            return elements(seeds)
                    .map(golden -> Named.of("seed " + golden.get("seed").asText(), golden))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theFileHasNoFieldThatIsNotTestedHere(JsonNode golden) {
        Set<String> fields = new TreeSet<>();
        golden.fieldNames().forEachRemaining(fields::add);
        assertEquals(
                new TreeSet<>(Set.of(
                        "seed",
                        "random_sample",
                        "randn",
                        "uniform_-10_10_4x2",
                        "then_normal_250x2_first_5",
                        "permutation_10",
                        "permutation_250_first_20",
                        "shuffle_arange_1000_first_20",
                        "choice_4_size_2_no_replacement")),
                fields);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomSample(JsonNode golden) {
        double[] expected = doubles(golden, "random_sample");
        RandomState words = stateOf(golden);
        assertBits(expected, draws(32, words::nextDouble));
        assertBits(expected, stateOf(golden).fillUniform(new double[32], 0, 1));
    }

    /** The number of draws is odd, so the last normal is the first of its pair. */
    @ParameterizedTest
    @MethodSource("seeds")
    void standardNormal(JsonNode golden) {
        double[] expected = doubles(golden, "randn");
        assertEquals(33, expected.length);
        RandomState state = stateOf(golden);
        double[] drawn = draws(expected.length, state::standardNormal);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], drawn[i], Math.ulp(expected[i]));
        }
    }

    /** Draws like scikit-learn for blobs: centres, then normals around the first. */
    @ParameterizedTest
    @MethodSource("seeds")
    void uniformThenNormal(JsonNode golden) {
        RandomState state = stateOf(golden);
        double[] centers = state.fillUniform(new double[8], -10, 10);
        assertBits(doubles(golden, "uniform_-10_10_4x2"), centers);
        double[] expected = doubles(golden, "then_normal_250x2_first_5");
        for (int i = 0; i < expected.length; i++) {
            double center = centers[i % 2];
            double drawn = state.normal(center, 1);
            // The sum rounds the error of the normal to the last bit of the sum.
            assertEquals(expected[i], drawn, Math.max(Math.ulp(expected[i]), Math.ulp(expected[i] - center)));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void permutationAndShuffle(JsonNode golden) {
        assertArrayEquals(ints(golden, "permutation_10"), stateOf(golden).permutation(10));
        assertArrayEquals(
                ints(golden, "permutation_250_first_20"),
                Arrays.copyOf(stateOf(golden).permutation(250), 20));
        assertArrayEquals(
                ints(golden, "shuffle_arange_1000_first_20"),
                Arrays.copyOf(stateOf(golden).permutation(1000), 20));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void choice(JsonNode golden) {
        assertArrayEquals(
                ints(golden, "choice_4_size_2_no_replacement"), stateOf(golden).choice(4, 2));
    }

    private static RandomState stateOf(JsonNode golden) {
        return RandomState.seeded(golden.get("seed").asLong());
    }

    private static double[] draws(int count, DoubleSupplier draw) {
        return DoubleStream.generate(draw).limit(count).toArray();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static double[] doubles(JsonNode golden, String field) {
        return elements(golden.get(field))
                .mapToDouble(number -> Double.parseDouble(number.asText()))
                .toArray();
    }

    private static int[] ints(JsonNode golden, String field) {
        return elements(golden.get(field)).mapToInt(JsonNode::asInt).toArray();
    }

    private static void assertBits(double[] expected, double[] actual) {
        assertArrayEquals(
                Arrays.stream(expected).mapToLong(Double::doubleToRawLongBits).toArray(),
                Arrays.stream(actual).mapToLong(Double::doubleToRawLongBits).toArray());
    }
}
