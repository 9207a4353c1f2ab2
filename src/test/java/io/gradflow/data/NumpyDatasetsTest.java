package io.gradflow.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradflow.catalog.Kind;
import io.gradflow.random.Seeding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares samples and splits of all kinds with NumPy's, and blobs with scikit-learn's. The README beside the files
 * describes them.
 */
class NumpyDatasetsTest {

    /** Kinds whose points need no sine and no logarithm, except in the normals of the legacy generator. */
    private static final Set<String> EXACT = Set.of("xor", "blobs", "checkerboard", "two_gaussians");

    static Stream<Named<JsonNode>> numpySplits() throws IOException {
        try (InputStream file = new GZIPInputStream(NumpyDatasetsTest.class.getResourceAsStream("datasets.json.gz"))) {
            return elements(new ObjectMapper().readTree(file).get("splits"))
                    .map(split -> Named.of(name(split), split))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("numpySplits")
    void samplesLabelsAndSplitAreNumpys(JsonNode golden) {
        var dataset = dataset(golden);
        var seeding = Seeding.valueOf(golden.get("seeding").asText().toUpperCase(Locale.ROOT));
        var split = dataset.split(seeding, golden.get("seed").asLong());
        boolean isExact = EXACT.contains(golden.get("kind").asText())
                && golden.get("parameters").get("generator").asText().equals("default_rng");
        assertSamples(golden.get("train"), split.train(), dataset.features(), isExact);
        assertSamples(golden.get("test"), split.test(), dataset.features(), isExact);
        assertEquals(split.train().count(), dataset.trainCount());
        assertEquals(split.test().count(), dataset.testCount());
    }

    @Test
    void everyKindHasASplit() throws IOException {
        assertEquals(
                Datasets.CATALOG.kinds().stream().map(Kind::name).collect(Collectors.toSet()),
                numpySplits()
                        .map(split -> split.getPayload().get("kind").asText())
                        .collect(Collectors.toSet()));
    }

    @Test
    void theBlogsSplitIsScikitLearnsInItsOrder() throws IOException {
        var dataset = new Blobs(1000, 4, 1, 10, 2, 0, 0.25, true, "numpy-legacy");
        for (var seeding : Seeding.values()) {
            var split = dataset.split(seeding, 0);
            List<String> rows = blogRows();
            assertEquals(1000, rows.size());
            assertRows(rows.subList(0, 750), "train", split.train());
            assertRows(rows.subList(750, 1000), "validation", split.test());
        }
    }

    private static void assertRows(List<String> rows, String part, Samples samples) {
        assertEquals(rows.size(), samples.count());
        for (int i = 0; i < rows.size(); i++) {
            String[] columns = rows.get(i).split(",", -1);
            assertEquals(part, columns[0]);
            assertUlp(Double.parseDouble(columns[1]), samples.inputs()[2 * i]);
            assertUlp(Double.parseDouble(columns[2]), samples.inputs()[2 * i + 1]);
            assertEquals(Integer.parseInt(columns[3]), samples.labels()[i]);
        }
    }

    private static void assertUlp(double expected, double actual) {
        assertEquals(expected, actual, Math.ulp(expected));
    }

    private static List<String> blogRows() throws IOException {
        try (var file = new BufferedReader(new InputStreamReader(
                NumpyDatasetsTest.class.getResourceAsStream("blog-blobs-split.csv"), StandardCharsets.UTF_8))) {
            assertEquals("split,x1,x2,label", file.readLine());
            return file.lines().toList();
        }
    }

    private static void assertSamples(JsonNode golden, Samples samples, int features, boolean isExact) {
        assertEquals(features, samples.features());
        assertArrayEquals(
                elements(golden.get("labels")).mapToInt(JsonNode::asInt).toArray(), samples.labels());
        double[] expected = elements(golden.get("inputs"))
                .mapToDouble(input -> Double.parseDouble(input.asText()))
                .toArray();
        assertEquals(expected.length, samples.inputs().length);
        for (int i = 0; i < expected.length; i++) {
            double tolerance = isExact ? 0 : 2 * Math.ulp(Math.max(1, Math.abs(expected[i])));
            double error = Math.abs(expected[i] - samples.inputs()[i]);
            assertTrue(error <= tolerance, "input " + i + " is off by " + error);
        }
    }

    private static Dataset dataset(JsonNode golden) {
        var kind = Datasets.CATALOG.kind(golden.get("kind").asText()).orElseThrow();
        var parameters = golden.get("parameters");
        assertEquals(kind.parameters().size(), parameters.size());
        var values = kind.parameters().stream()
                .map(parameter -> parameter
                        .type()
                        .read(parameters.get(parameter.name().replace('-', '_')).asText())
                        .orElseThrow())
                .toList();
        return Datasets.CATALOG.create(kind, values);
    }

    private static String name(JsonNode golden) {
        return dataset(golden) + ", " + golden.get("seeding").asText() + " seed "
                + golden.get("seed").asText();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
