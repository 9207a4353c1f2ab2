package io.gradflow.nn.initializer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradflow.catalog.Catalog;
import io.gradflow.catalog.Kind;
import io.gradflow.nn.Architecture;
import io.gradflow.random.Seeding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares whole networks with NumPy's, for every initialiser of weights and of biases. */
class NumpyInitializersTest {
    private static final JsonNode GOLDEN = golden();

    private static final List<Catalog<Initializer>> CATALOGS = List.of(Initializers.CATALOG, BiasInitializers.CATALOG);

    /** The tolerance relative to the largest weight, for orthogonal matrices, which NumPy computes with a LAPACK. */
    private static final double LINEAR_ALGEBRA_TOLERANCE = 2e-15;

    /** The relative tolerance for truncated normals, which are computed by two functions with errors of about 1 ulp. */
    private static final double RANK_TOLERANCE = 4e-15;

    /**
     * The relative tolerance for the legacy generator, whose normals may be 1 ulp off. A factor may make this 2 ulp.
     */
    private static final double LEGACY_TOLERANCE = 0x1p-51;

    static Stream<Named<JsonNode>> cases() {
        return StreamSupport.stream(GOLDEN.get("cases").spliterator(), false)
                .map(golden -> Named.of(
                        golden.get("init") + " with biases " + golden.get("bias_init") + ", "
                                + golden.get("seeding").asText(),
                        golden));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void parametersAreNumpys(JsonNode golden) {
        var init = component(Initializers.CATALOG, golden.get("init"));
        var biasInit = component(BiasInitializers.CATALOG, golden.get("bias_init"));
        double[] expected = Arrays.stream(golden.get("parameters").asText().split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        double[] actual = new Initialization(init, GOLDEN.get("scale").asDouble(), biasInit)
                .parameters(
                        Architecture.parse(GOLDEN.get("architecture").asText()),
                        Seeding.valueOf(golden.get("seeding").asText().toUpperCase(Locale.ROOT)),
                        GOLDEN.get("seed").asLong());
        boolean legacy = golden.toString().contains("numpy_legacy");
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            double tolerance = (legacy ? LEGACY_TOLERANCE : 0) * Math.abs(expected[i]);
            if (init instanceof TruncatedNormal) {
                tolerance += RANK_TOLERANCE * Math.abs(expected[i]);
            } else if (init instanceof Orthogonal) {
                tolerance += LINEAR_ALGEBRA_TOLERANCE * largest;
            }
            assertEquals(expected[i], actual[i], tolerance, "parameter " + i);
        }
    }

    @Test
    void everyInitializerHasACase() {
        for (var catalog : CATALOGS) {
            String kind = "/" + catalog.role().replace('-', '_') + "/kind";
            assertEquals(
                    catalog.kinds().stream().map(Kind::name).collect(Collectors.toSet()),
                    cases().map(golden -> golden.getPayload().at(kind).asText()).collect(Collectors.toSet()));
        }
    }

    /** The component that a golden object describes. Parameters that it omits have their defaults. */
    private static Initializer component(Catalog<Initializer> catalog, JsonNode description) {
        var kind = catalog.kind(description.get("kind").asText()).orElseThrow();
        var values = kind.parameters().stream()
                .map(parameter -> {
                    var said = description.get(parameter.name());
                    return said == null
                            ? parameter.defaultValue()
                            : parameter.type().read(said.asText()).orElseThrow();
                })
                .toList();
        return catalog.create(kind, values);
    }

    @Test
    void descriptionsNameExistingParameters() {
        cases().forEach(golden -> {
            var description = golden.getPayload().get("init");
            var kind =
                    Initializers.CATALOG.kind(description.get("kind").asText()).orElseThrow();
            description
                    .fieldNames()
                    .forEachRemaining(name -> assertTrue(
                            name.equals("kind")
                                    || kind.parameters().stream()
                                            .anyMatch(p -> p.name().equals(name)),
                            name));
        });
    }

    private static JsonNode golden() {
        try (InputStream in = NumpyInitializersTest.class.getResourceAsStream("/io/gradflow/nn/initializers.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
