package io.gradflow.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests every field of {@code numpy-generator.json}, for each of its seeds. The README beside the file describes them.
 */
class NumpyGoldenVectorsTest {

    private static final double ZIGGURAT_R = 3.654152885361009;

    static Stream<Named<JsonNode>> seeds() throws IOException {
        try (InputStream file = NumpyGoldenVectorsTest.class.getResourceAsStream("numpy-generator.json")) {
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
                        "seed_sequence_uint64x8",
                        "spawned_child_0_uint64x4",
                        "pcg64_state",
                        "pcg64_inc",
                        "raw_uint64",
                        "uniform_minus1_1",
                        "standard_normal",
                        "standard_normal_200000",
                        "normal_0_0.25",
                        "permutation_10",
                        "permutation_300",
                        "permutation_1000_first_20",
                        "integers_0_10")),
                fields);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void seedSequence(JsonNode golden) {
        assertArrayEquals(
                words(golden, "seed_sequence_uint64x8"), seedSequenceOf(golden).generateState64(8));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void spawnedChild(JsonNode golden) {
        assertArrayEquals(
                words(golden, "spawned_child_0_uint64x4"),
                seedSequenceOf(golden).child(0).generateState64(4));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void stateAndIncrement(JsonNode golden) {
        assertEquals(
                "Pcg64[state=" + golden.get("pcg64_state").asText() + ", inc="
                        + golden.get("pcg64_inc").asText() + "]",
                new Pcg64(seedSequenceOf(golden)).toString());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rawWords(JsonNode golden) {
        Pcg64 bits = new Pcg64(seedSequenceOf(golden));
        assertArrayEquals(
                words(golden, "raw_uint64"),
                LongStream.generate(bits::nextLong).limit(32).toArray());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void halvesOfRawWordsLowerFirst(JsonNode golden) {
        Pcg64 bits = new Pcg64(seedSequenceOf(golden));
        for (long word : words(golden, "raw_uint64")) {
            assertEquals((int) word, bits.nextInt32());
            assertEquals((int) (word >>> 32), bits.nextInt32());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void uniform(JsonNode golden) {
        double[] expected = doubles(golden, "uniform_minus1_1");
        assertBits(expected, generatorOf(golden).fillUniform(new double[64], -1, 1));
        Generator oneByOne = generatorOf(golden);
        assertBits(expected, draws(64, () -> oneByOne.uniform(-1, 1)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void standardNormal(JsonNode golden) {
        Generator generator = generatorOf(golden);
        double[] drawn = draws(64, generator::standardNormal);
        double[] expected = doubles(golden, "standard_normal");
        for (int i = 0; i < expected.length; i++) {
            assertNormal(expected[i], drawn[i]);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void manyStandardNormals(JsonNode golden) {
        JsonNode expected = golden.get("standard_normal_200000");
        Generator generator = generatorOf(golden);
        double[] drawn = draws(200_000, generator::standardNormal);
        assertNormal(parse(expected.get("max")), Arrays.stream(drawn).max().orElseThrow());
        assertNormal(parse(expected.get("min")), Arrays.stream(drawn).min().orElseThrow());
        assertNormal(parse(expected.get("last")), drawn[drawn.length - 1]);
        assertEquals(parse(expected.get("sum")), pairwiseSum(drawn, 0, drawn.length));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void normal(JsonNode golden) {
        double[] expected = doubles(golden, "normal_0_0.25");
        assertBits(expected, generatorOf(golden).fillNormal(new double[16], 0, 0.25));
        Generator oneByOne = generatorOf(golden);
        assertBits(expected, draws(16, () -> oneByOne.normal(0, 0.25)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void permutation(JsonNode golden) {
        assertArrayEquals(ints(golden, "permutation_10"), generatorOf(golden).permutation(10));
        assertArrayEquals(ints(golden, "permutation_300"), generatorOf(golden).permutation(300));
        assertArrayEquals(
                ints(golden, "permutation_1000_first_20"),
                Arrays.copyOf(generatorOf(golden).permutation(1000), 20));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void integers(JsonNode golden) {
        Generator generator = generatorOf(golden);
        for (int expected : ints(golden, "integers_0_10")) {
            assertEquals(expected, generator.integers(0, 10));
        }
    }

    private static SeedSequence seedSequenceOf(JsonNode golden) {
        return new SeedSequence(new BigInteger(golden.get("seed").asText()));
    }

    private static Generator generatorOf(JsonNode golden) {
        return new Generator(seedSequenceOf(golden));
    }

    private static double[] draws(int count, DoubleSupplier draw) {
        return DoubleStream.generate(draw).limit(count).toArray();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static long[] words(JsonNode golden, String field) {
        return elements(golden.get(field))
                .mapToLong(word -> Long.parseUnsignedLong(word.asText()))
                .toArray();
    }

    private static double[] doubles(JsonNode golden, String field) {
        return elements(golden.get(field))
                .mapToDouble(NumpyGoldenVectorsTest::parse)
                .toArray();
    }

    private static int[] ints(JsonNode golden, String field) {
        return elements(golden.get(field)).mapToInt(JsonNode::asInt).toArray();
    }

    private static double parse(JsonNode hexadecimal) {
        return Double.parseDouble(hexadecimal.asText());
    }

    private static void assertBits(double[] expected, double[] actual) {
        assertArrayEquals(
                Arrays.stream(expected).mapToLong(Double::doubleToRawLongBits).toArray(),
                Arrays.stream(actual).mapToLong(Double::doubleToRawLongBits).toArray());
    }

    /** Asserts equal bits. In the tail, where NumPy's value depends on the C library's log1p, 1 ulp is allowed. */
    private static void assertNormal(double expected, double actual) {
        assertEquals(expected, actual, Math.abs(expected) > ZIGGURAT_R ? Math.ulp(expected) : 0);
    }

    /**
     * NumPy's sum of a contiguous array. It sums up to 128 numbers in 8 accumulators, and splits longer arrays into
     * halves.
     */
    private static double pairwiseSum(double[] numbers, int from, int count) {
        if (count > 128) {
            int half = count / 2 / 8 * 8;
            return pairwiseSum(numbers, from, half) + pairwiseSum(numbers, from + half, count - half);
        }
        double[] sums = Arrays.copyOfRange(numbers, from, from + 8);
        int i = 8;
        for (; i < count / 8 * 8; i++) {
            sums[i % 8] += numbers[from + i];
        }
        double sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
        for (; i < count; i++) {
            sum += numbers[from + i];
        }
        return sum;
    }
}
