package io.gradflow.nn.activation;

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

/** Compares all activations of the catalogue with values computed to 60 digits, and tests their limit regions. */
class ActivationTest {

    /** The form of a name in the golden files: {@code kind} or {@code kind(parameter=value)}. */
    private static final Pattern NAME = Pattern.compile("(\\w+)(?:\\(\\w+=(.*)\\))?");

    /** The project's reference values, and those made for the activations that it lacks. */
    private static final List<JsonNode> GOLDEN = List.of(golden("activations.json"), golden("more-activations.json"));

    static Stream<Arguments> goldenActivations() {
        var activations = new ArrayList<Arguments>();
        for (var golden : GOLDEN) {
            golden.get("activations").properties().forEach(entry -> {
                var name = NAME.matcher(entry.getKey());
                assertTrue(name.matches(), entry.getKey());
                Activations.CATALOG.kind(name.group(1)).ifPresent(kind -> {
                    List<Double> parameters =
                            name.group(2) == null ? List.of() : List.of(Double.valueOf(name.group(2)));
                    var activation = Activations.CATALOG.create(kind, parameters);
                    activations.add(
                            Arguments.of(activation, golden.get("points"), Named.of(entry.getKey(), entry.getValue())));
                });
            });
        }
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
    void valuesAndDerivativesAreTheTrueOnes(Activation activation, JsonNode points, JsonNode golden) {
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

    /** The bounds are where {@code |phi|} is 0.95 of its supremum, or where the sigmoid is 0.025 or 0.975. */
    @ParameterizedTest
    @CsvSource({
        "tanh, 1.8317808230648227", // artanh 0.95
        "arctan, 12.706204736174696", // tan(0.95 pi / 2)
        "softsign, 19",
        "sigmoid, 3.6635616461296463" // log 39
    })
    void saturationStartsBeyondTheBoundOnBothSides(String kind, double bound) {
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

    /** The bounds are where a rectifier's gate is 0.025, or where its bounded side is within 5% of its bound. */
    @ParameterizedTest
    @CsvSource({
        "elu, -2.995732273553991", // log 0.05
        "selu, -2.995732273553991",
        "gelu, -1.959963984540054", // the normal quantile at 0.025
        "gelu_tanh, -1.959963984540054",
        "silu, -3.6635616461296463", // -log 39
        "softplus, -3.6635616461296463",
        "mish, -3.676142406804884", // tanh(log(1 + e^z)) = 0.025
        "hard_swish, -3"
    })
    void aSmoothRectifierIsOffBelowItsBoundAlone(String kind, double bound) {
        var activation = of(kind);
        for (double z : new double[] {bound * (1 + 1e-12), -30, -1e300, Double.NEGATIVE_INFINITY}) {
            assertTrue(isAtLimit(activation, z), () -> "at " + z);
        }
        for (double z : new double[] {bound * (1 - 1e-12), 0, 1, 1e300, Double.POSITIVE_INFINITY}) {
            assertFalse(isAtLimit(activation, z), () -> "at " + z);
        }
    }

    /** Computes the gates themselves at the bounds above. */
    @Test
    void gatesAreShutAtTheBoundsOfTheLimitRegions() {
        assertEquals(0.025, of("gelu").value(-1.959963984540054) / -1.959963984540054, 1e-15);
        assertEquals(0.025, of("silu").value(-3.6635616461296463) / -3.6635616461296463, 1e-15);
        assertEquals(0.025, of("mish").value(-3.676142406804884) / -3.676142406804884, 1e-15);
        assertEquals(0.025, of("softplus").derivative(-3.6635616461296463, 0), 1e-15);
        assertEquals(-0.95 * 1.7580993408473766, of("selu").value(-2.995732273553991), 1e-15);
        assertEquals(-0.95, of("elu").value(-2.995732273553991), 1e-15);
    }

    @ParameterizedTest
    @CsvSource({"hard_tanh, 0.95", "erf, 1.385903824349678", "hard_sigmoid, 2.85"}) // erfinv 0.95
    void boundedPiecesAndErfSaturateAsTheirSmoothRelativesDo(String kind, double bound) {
        var activation = of(kind);
        for (double sign : new double[] {1, -1}) {
            assertTrue(isAtLimit(activation, sign * bound * (1 + 1e-12)));
            assertTrue(isAtLimit(activation, sign * Double.POSITIVE_INFINITY));
            assertFalse(isAtLimit(activation, sign * bound * (1 - 1e-12)));
        }
    }

    @Test
    void relu6IsAtItsLimitWhereItIsConstant() {
        for (double z : new double[] {0, -0.0, -1, 6, 7, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertTrue(isAtLimit(of("relu6"), z), () -> "at " + z);
        }
        for (double z : new double[] {Double.MIN_VALUE, 1, Math.nextDown(6.0)}) {
            assertFalse(isAtLimit(of("relu6"), z), () -> "at " + z);
        }
    }

    @Test
    void identityAndSineAloneHaveNoLimitRegion() {
        assertEquals(
                List.of("identity", "sin"),
                all().filter(activation -> activation.traits().limitRegion().isEmpty())
                        .map(activation ->
                                Activations.CATALOG.kindOf(activation).name())
                        .toList());
        assertFalse(isAtLimit(of("sin"), Math.PI / 2));
    }

    @ParameterizedTest
    @CsvSource({
        "relu6, 0, 0",
        "relu6, 4.9e-324, 1",
        "relu6, 5.999999999999999, 1",
        "relu6, 6, 0",
        "hard_tanh, -1, 0",
        "hard_tanh, -0.9999999999999999, 1",
        "hard_tanh, 1, 0",
        "hard_sigmoid, -3, 0",
        "hard_sigmoid, 2.9999999999999996, 0.16666666666666666",
        "hard_sigmoid, 3, 0",
        "hard_swish, -3, 0",
        "hard_swish, 2.9999999999999996, 1.5",
        "hard_swish, 3, 1",
        "selu, 0, 1.7580993408473766",
        "selu, 4.9e-324, 1.0507009873554805"
    })
    void derivativesAtAndBesideKinksAreStated(String kind, double z, double expected) {
        var activation = of(kind);
        assertEquals(expected, activation.derivative(z, activation.value(z)), Math.ulp(expected));
    }

    @Test
    void theDerivativeOfEluAtItsKinkIsAlpha() {
        assertEquals(0.3, new Elu(0.3).derivative(0, 0));
        assertEquals(1, new Elu(0.3).derivative(Double.MIN_VALUE, 0));
        assertEquals(-0.3, new Elu(0.3).value(Double.NEGATIVE_INFINITY));
    }

    static Stream<Activation> overArrays() {
        return all().filter(ArrayActivation.class::isInstance);
    }

    /** For infinite pre-activations, value and derivative are the limits, except for the sine, which has none. */
    @ParameterizedTest
    @MethodSource("overArrays")
    void infinitePreActivationsGiveTheLimits(Activation activation) {
        for (double infinity : new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            double value = activation.value(infinity);
            double derivative = activation.derivative(infinity, value);
            if (activation instanceof Sin) {
                assertEquals(Double.NaN, value);
                assertEquals(Double.NaN, derivative);
            } else {
                double large = Math.copySign(1e6, infinity);
                double valueNearby = activation.value(large);
                assertEquals(activation.derivative(large, valueNearby), derivative, 1e-12);
                if (Math.abs(valueNearby) < 1000) {
                    assertEquals(valueNearby, value, 1e-5);
                } else {
                    assertEquals(Math.copySign(infinity, valueNearby), value);
                }
            }
        }
    }

    /** Far tails go to 0 with all their digits, because they are not differences of numbers near 1. */
    @ParameterizedTest
    @CsvSource({ // mpmath 1.3.0 at 60 digits
        "gelu, -8.5, -8.057604598872821e-17",
        "erf, 1e-9, 1.1283791670955126e-9",
        "silu, -40, -1.6993417021166355e-16",
        "softplus, -40, 4.248354255291589e-18",
        "mish, -40, -1.6993417021166356e-16",
        "sin, 3.141592653589793, 1.2246467991473532e-16",
        "sin, 16777215, -0.9482326677687482",
        "sin, 1e22, -0.8522008497671888"
    })
    void smallResultsHaveAllTheirDigits(String kind, double z, double expected) {
        assertEquals(expected, of(kind).value(z), 4 * Math.ulp(expected));
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

    private static Activation of(String kind) {
        return all().filter(activation ->
                        Activations.CATALOG.kindOf(activation).name().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isAtLimit(Activation activation, double z) {
        return activation.isAtLimit(z, activation.value(z));
    }

    /**
     * Asserts an error within 4 ulp, or within 1e-15 where a small result is the difference of large numbers, as in
     * 1 - tanh^2.
     */
    private static void assertClose(double expected, double actual, String what) {
        assertEquals(expected, actual, Math.max(4 * Math.ulp(expected), 1e-15), what);
    }

    private static double number(JsonNode hexadecimal) {
        return Double.parseDouble(hexadecimal.asText());
    }

    private static JsonNode golden(String name) {
        try (InputStream file = ActivationTest.class.getResourceAsStream("/io/gradflow/nn/" + name)) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
