package io.gradflow.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradflow.random.Seeding;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares samples, labels and splits with NumPy's, bit for bit. The README beside the golden file describes it. */
class XorTest {

    static Stream<Named<JsonNode>> numpySplits() throws IOException {
        try (InputStream file = XorTest.class.getResourceAsStream("xor.json")) {
            return elements(new ObjectMapper().readTree(file).get("splits"))
                    .map(split -> Named.of(name(split), split))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("numpySplits")
    void samplesLabelsAndSplitAreNumpysToTheBit(JsonNode golden) {
        var split = dataset(golden).split(seeding(golden), golden.get("seed").asLong());
        assertSamples(golden.get("train"), split.train());
        assertSamples(golden.get("test"), split.test());
    }

    @ParameterizedTest
    @MethodSource("numpySplits")
    void theCountsAreThoseOfTheSplit(JsonNode golden) {
        var dataset = dataset(golden);
        assertEquals(golden.get("train").get("labels").size(), dataset.trainCount());
        assertEquals(golden.get("test").get("labels").size(), dataset.testCount());
    }

    /** The third column is Python's {@code round(n * fraction)}. */
    @ParameterizedTest
    @CsvSource({
        "300, 0.25, 75",
        "10, 0.25, 2", // 2.5
        "14, 0.25, 4", // 3.5
        "6, 0.75, 4", // 4.5
        "2, 0.75, 2", // 1.5: leaves no training sample
        "2, 0.25, 0", // 0.5: leaves no test sample
        "101, 0.33, 33",
        "1000, 0.1, 100",
        "100000000, 0.25, 25000000"
    })
    void theNumberOfTestSamplesIsRoundedHalfToEven(int n, double testFraction, int testCount) {
        if (testCount > 0 && testCount < n) {
            var dataset = new Xor(n, 0.1, testFraction, false);
            assertEquals(testCount, dataset.testCount());
            assertEquals(n - testCount, dataset.trainCount());
        } else {
            assertEquals(
                    "n = " + n + " with test-fraction = " + testFraction + " leaves " + testCount + " test and "
                            + (n - testCount) + " training samples, must leave at least one of each",
                    assertThrows(IllegalArgumentException.class, () -> new Xor(n, 0.1, testFraction, false))
                            .getMessage());
        }
    }

    @Test
    void withoutNoiseOrRelabelledEveryClassFitsTheSigns() {
        for (var dataset : new Xor[] {new Xor(200, 0, 0.25, false), new Xor(200, 0.5, 0.25, true)}) {
            var train = dataset.split(Seeding.INDEPENDENT, 3).train();
            for (int i = 0; i < train.count(); i++) {
                boolean signsDiffer = train.inputs()[2 * i] * train.inputs()[2 * i + 1] < 0;
                assertEquals(signsDiffer ? 1 : 0, train.labels()[i]);
            }
        }
    }

    @Test
    void noiseMovesPointsButNeitherTheirClassesNorTheSplit() {
        var still = new Xor(50, 0, 0.25, false).split(Seeding.STUDY, 3);
        var moved = new Xor(50, 0.3, 0.25, false).split(Seeding.STUDY, 3);
        assertArrayEquals(still.train().labels(), moved.train().labels());
        assertArrayEquals(still.test().labels(), moved.test().labels());
        double farthest = 0;
        for (int i = 0; i < still.test().inputs().length; i++) {
            farthest = Math.max(
                    farthest, Math.abs(moved.test().inputs()[i] - still.test().inputs()[i]));
        }
        assertTrue(0 < farthest && farthest < 6 * 0.3, "farthest move: " + farthest);
    }

    @Test
    void theSplitHasEverySampleOnce() {
        var dataset = new Xor(31, 0.1, 0.3, false);
        var split = dataset.split(Seeding.INDEPENDENT, 8);
        double[] distinct = DoubleStream.concat(
                        firstCoordinates(split.train().inputs()),
                        firstCoordinates(split.test().inputs()))
                .sorted()
                .distinct()
                .toArray();
        assertEquals(31, distinct.length);
    }

    private static DoubleStream firstCoordinates(double[] values) {
        return IntStream.range(0, values.length / 2).mapToDouble(i -> values[2 * i]);
    }

    private static void assertSamples(JsonNode golden, Samples samples) {
        assertEquals(2, samples.features());
        assertEquals(golden.get("labels").size(), samples.count());
        assertArrayEquals(
                elements(golden.get("labels")).mapToInt(JsonNode::asInt).toArray(), samples.labels());
        assertArrayEquals(
                elements(golden.get("inputs"))
                        .mapToDouble(input -> Double.parseDouble(input.asText()))
                        .toArray(),
                samples.inputs());
    }

    private static Xor dataset(JsonNode golden) {
        return new Xor(
                golden.get("n").asInt(),
                golden.get("noise").asDouble(),
                golden.get("test_fraction").asDouble(),
                golden.get("relabel_after_noise").asBoolean());
    }

    private static Seeding seeding(JsonNode golden) {
        return Seeding.valueOf(golden.get("seeding").asText().toUpperCase(Locale.ROOT));
    }

    private static String name(JsonNode golden) {
        return dataset(golden) + ", " + seeding(golden) + " seed "
                + golden.get("seed").asText();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
