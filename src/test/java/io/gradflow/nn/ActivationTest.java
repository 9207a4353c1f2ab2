package io.gradflow.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** All activations of the catalogue against values computed with 60 digits, and their limit regions. */
class ActivationTest {

    /** How a name of the golden file looks: {@code kind} or {@code kind(parameter=value)}. */
    private static final Pattern NAME = Pattern.compile("(\\w+)(?:\\(\\w+=(.*)\\))?");

    private static final JsonNode GOLDEN = golden();

    static Stream<Arguments> goldenActivations() {
        var activations = new ArrayList<Arguments>();
        GOLDEN.get("activations").properties().forEach(entry -> {
            var name = NAME.matcher(entry.getKey());
            assertTrue(name.matches(), entry.getKey());
            Activations.CATALOG.kind(name.group(1)).ifPresent(kind -> {
                List<Double> parameters = name.group(2) == null ? List.of() : List.of(Double.valueOf(name.group(2)));
                var activation = Activations.CATALOG.create(kind, parameters);
                activations.add(Arguments.of(activation, Named.of(entry.getKey(), entry.getValue())));
            });
        });
        return activations.stream();
    }

    static Stream<Activation> all() {
        return Activations.CATALOG.kinds().stream()
                .map(kind -> Activations.CATALOG.create(
                        kind,
                        kind.parameters().stream().map(Parameter::defaultValue).toList()));
    }

    @Test
    void everyActivationOfTheCatalogueHasGoldenValues() {
        Set<String> tested = goldenActivations()
                .map(arguments -> Activations.CATALOG
                        .kindOf((Activation) arguments.get()[0])
                        .name())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                Activations.CATALOG.kinds().stream().map(Kind::name).collect(Collectors.toCollection(TreeSet::new)),
                tested);
    }

    @ParameterizedTest
    @MethodSource("goldenActivations")
    void valuesAndDerivativesAreTheTrueOnes(Activation activation, JsonNode golden) {
        var points = GOLDEN.get("points");
        for (int i = 0; i < points.size(); i++) {
            double z = number(points.get(i));
            double value = activation.value(z);
            assertClose(number(golden.get("value").get(i)), value, "value at " + z);
            assertClose(number(golden.get("derivative").get(i)), activation.derivative(z, value), "derivative at " + z);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void nanGivesNanAndIsInNoLimitRegion(Activation activation) {
        double value = activation.value(Double.NaN);
        assertEquals(Double.NaN, value);
        assertEquals(Double.NaN, activation.derivative(Double.NaN, value));
        assertFalse(activation.isAtLimit(Double.NaN, value));
    }

    /** The bounds where {@code |phi|} is 0.95 of its supremum, or phi of the sigmoid 0.025 and 0.975. */
    @ParameterizedTest
    @CsvSource({
        "tanh, 1.8317808230648227", // artanh 0.95
        "arctan, 12.706204736174696", // tan(0.95 pi / 2)
        "softsign, 19",
        "sigmoid, 3.6635616461296463" // log 39
    })
    void saturationStartsBeyondItsBoundOnBothSides(String kind, double bound) {
        var activation =
                Activations.CATALOG.create(Activations.CATALOG.kind(kind).orElseThrow(), List.of());
        for (double sign : new double[] {1, -1}) {
            assertTrue(isAtLimit(activation, sign * bound * (1 + 1e-12)));
            assertTrue(isAtLimit(activation, sign * 1e5));
            assertFalse(isAtLimit(activation, sign * bound * (1 - 1e-12)));
            assertFalse(isAtLimit(activation, sign * 0.0));
        }
    }

    @Test
    void aRectifierIsOffUpToZero() {
        for (var activation : List.of(new Relu(), new LeakyRelu(0.01))) {
            for (double z : new double[] {0.0, -0.0, -Double.MIN_VALUE, -1, Double.NEGATIVE_INFINITY}) {
                assertTrue(isAtLimit(activation, z), activation + " at " + z);
            }
            for (double z : new double[] {Double.MIN_VALUE, 1, Double.POSITIVE_INFINITY}) {
                assertFalse(isAtLimit(activation, z), activation + " at " + z);
            }
        }
    }

    @Test
    void theDerivativeOfARectifierAtItsKinkIsThatOfTheNegativeSide() {
        for (double zero : new double[] {0.0, -0.0}) {
            assertEquals(0, new Relu().derivative(zero, 0));
            assertEquals(0.2, new LeakyRelu(0.2).derivative(zero, 0));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void hugePreActivationsGiveFiniteDerivatives(Activation activation) {
        for (double z : new double[] {1e300, -1e300, 0.9 * Double.MAX_VALUE, -Double.MAX_VALUE}) {
            double value = activation.value(z);
            assertTrue(Double.isFinite(value), () -> "value at " + z);
            assertTrue(Double.isFinite(activation.derivative(z, value)), () -> "derivative at " + z);
        }
    }

    private static boolean isAtLimit(Activation activation, double z) {
        return activation.isAtLimit(z, activation.value(z));
    }

    /** Within 4 ulp, or within 1e-15 where a small result is the difference of large ones, as in 1 - tanh^2. */
    private static void assertClose(double expected, double actual, String what) {
        assertEquals(expected, actual, Math.max(4 * Math.ulp(expected), 1e-15), what);
    }

    private static double number(JsonNode hexadecimal) {
        return Double.parseDouble(hexadecimal.asText());
    }

    private static JsonNode golden() {
        try (InputStream file = ActivationTest.class.getResourceAsStream("activations.json")) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
