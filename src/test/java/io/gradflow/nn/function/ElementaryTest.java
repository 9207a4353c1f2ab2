package io.gradflow.nn.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ElementaryTest {

    private static final double LN2 = 0x1.62e42fefa39efp-1;

    /** A function, the bound of its error in ulps, and the range in which its arguments are drawn densely. */
    enum Function {
        EXP(0.95, -750, 712),
        EXPM1(1.4, -42, 45),
        LOG(0.9, 0, 4),
        LOG1P(1.5, -1, 3),
        TANH(1.9, -20, 20),
        SIGMOID(1.55, -750, 40),
        ARCTAN(1.55, -20, 20);

        final double bound;
        final double lowest;
        final double highest;

        Function(double bound, double lowest, double highest) {
            this.bound = bound;
            this.lowest = lowest;
            this.highest = highest;
        }

        double value(double x) {
            return switch (this) {
                case EXP -> Elementary.exp(x);
                case EXPM1 -> Elementary.expm1(x);
                case LOG -> Elementary.log(x);
                case LOG1P -> Elementary.log1p(x);
                case TANH -> Elementary.tanh(x);
                case SIGMOID -> Elementary.sigmoid(x);
                case ARCTAN -> Elementary.arctan(x);
            };
        }

        TrueValue trueValue(double x) {
            return switch (this) {
                case EXP -> TrueValue.exp(x);
                case EXPM1 -> TrueValue.expm1(x);
                case LOG -> TrueValue.log(x);
                case LOG1P -> TrueValue.log1p(x);
                case TANH -> TrueValue.tanh(x);
                case SIGMOID -> TrueValue.sigmoid(x);
                case ARCTAN -> TrueValue.arctan(x);
            };
        }

        /** Arguments where the steps change, results leave the normal range, or errors are largest. */
        double[] critical() {
            return switch (this) {
                case EXP -> new double[] {0, 1, -745.13, -708.4, 709.78, -746, 710};
                case EXPM1 -> new double[] {0, 1, -1, -40, 709.78, 710};
                case LOG -> new double[] {0, 1, Math.sqrt(0.5), Math.sqrt(2), 0x1p-1022};
                case LOG1P -> new double[] {0, 1, -1, Math.sqrt(0.5) - 1, Math.sqrt(2) - 1};
                case TANH -> new double[] {0, 0.25, 0.5, 0.55, 19.06, 22};
                case SIGMOID -> new double[] {0, 0.3, -0.3, -3, -4, -708.4, -745.13, 37};
                case ARCTAN -> new double[] {0, 0.25, 0.34375, 0.36, 0.5, 0.649, 1.28, 1.3, 2.9, 5.8, 1e16, 0x1p60};
            };
        }

        /** A random argument: uniform, uniform in its exponent, near a multiple of ln(2)/4, or near a critical one. */
        double argument(SplittableRandom random) {
            double unit = random.nextDouble();
            double x = switch (random.nextInt(4)) {
                case 0 -> lowest + unit * (highest - lowest);
                case 1 -> Math.scalb(1 + unit, random.nextInt(-1074, 1024));
                case 2 -> random.nextInt(1, 60) * LN2 / 4 * (1 + Math.scalb(unit - 0.5, -random.nextInt(50)));
                default -> {
                    double[] critical = critical();
                    double near = critical[random.nextInt(critical.length)];
                    double scale = near == 0 ? 1 : near;
                    yield near + scale * Math.scalb(unit - 0.5, -random.nextInt(2, 52));
                }
            };
            return lowest < 0 && random.nextBoolean() ? -x : x;
        }

        boolean defines(double x) {
            return switch (this) {
                case LOG -> x > 0;
                case LOG1P -> x > -1;
                default -> true;
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void errorsStayBelowTheirBoundsOverTheWholeRange(Function function) {
        var random = new SplittableRandom(1);
        double largest = 0;
        double at = Double.NaN;
        for (int i = 0; i < 1_000_000; i++) {
            double x = function.argument(random);
            if (function.defines(x)) {
                double error = function.trueValue(x).errorOf(function.value(x));
                if (!(error <= largest)) {
                    largest = error;
                    at = x;
                }
            }
        }
        assertTrue(largest <= function.bound, largest + " ulp at " + at);
    }

    /** The expected values are from mpmath 1.3.0 at 60 digits: {@code nstr(f(mpf(x)), 34)}. */
    @ParameterizedTest
    @CsvSource({
        "EXP, 1, 2.718281828459045235360287471352662",
        "EXP, -0.35, 0.7046880897187134500020395467275528",
        "EXP, 700.25, 1.302299736699178393533542238619217e+304",
        "EXP, -744.5, 4.653269682705126982567783882161393e-324",
        "EXPM1, 1e-09, 1.000000000500000062448258186769781e-9",
        "EXPM1, 0.36, 0.4333294145603402386799067362369843",
        "EXPM1, -3.5, -0.9698026165776814992602137076363802",
        "EXPM1, 600, 3.773020300929939823401431193483135e+260",
        "LOG, 4.9e-324, -744.4400719213812623141072984460816",
        "LOG, 0.71, -0.3424903089467759967447492050317650",
        "LOG, 1.0000000001, 1.000000082690370990819669408035764e-10",
        "LOG, 1e+308, 709.1962086421660706885204316722246",
        "LOG1P, -0.999, -6.907755278982136163875554663928255",
        "LOG1P, 1e-09, 9.999999995000000626149247285815984e-10",
        "LOG1P, 0.43, 0.3576744442718159074211696851610627",
        "LOG1P, 1e+18, 41.44653167389282231332384618431856",
        "TANH, 1e-05, 9.999999999666667484710539058509502e-6",
        "TANH, 0.26, 0.2542955326263911656489705020401451",
        "TANH, -0.5, -0.4621171572600097585023184836436725",
        "TANH, 17.25, 0.9999999999999979209239766595582734",
        "SIGMOID, -700.5, 5.980196118639791206412107330495100e-305",
        "SIGMOID, -4.15, 0.01551975657840888732153209233241140",
        "SIGMOID, 0.01, 0.5024999791668749979439268393294735",
        "SIGMOID, 30, 0.9999999999999064237703116070104616",
        "ARCTAN, 1e-09, 1.000000000000000061948258124446523e-9",
        "ARCTAN, 0.63, 0.5621867439000291780264619587497461",
        "ARCTAN, -3, -1.249045772398254425829917077281090",
        "ARCTAN, 1000000, 1.570795326794896619564655024972885"
    })
    void theOracleIsGoodTo1e27(Function function, double x, BigDecimal expected) {
        var relative = function.trueValue(x).relativeDifference(expected);
        assertTrue(relative.compareTo(new BigDecimal("1e-27")) < 0, "off by " + relative);
    }

    @ParameterizedTest
    @CsvSource({
        "EXP, NaN, NaN",
        "EXP, -Infinity, 0",
        "EXP, -1e300, 0",
        "EXP, -745.14, 0",
        "EXP, -745.13, 4.9e-324",
        "EXP, -0.0, 1",
        "EXP, 4.9e-324, 1",
        "EXP, 709.79, Infinity",
        "EXP, 1e300, Infinity",
        "EXP, Infinity, Infinity",
        "EXPM1, NaN, NaN",
        "EXPM1, -Infinity, -1",
        "EXPM1, -1e300, -1",
        "EXPM1, -0.0, -0.0",
        "EXPM1, 0, 0",
        "EXPM1, 4.9e-324, 4.9e-324",
        "EXPM1, -1e-310, -1e-310",
        "EXPM1, 709.79, Infinity",
        "EXPM1, Infinity, Infinity",
        "LOG, NaN, NaN",
        "LOG, -Infinity, NaN",
        "LOG, -1, NaN",
        "LOG, -4.9e-324, NaN",
        "LOG, -0.0, -Infinity",
        "LOG, 0, -Infinity",
        "LOG, 4.9e-324, -744.4400719213812",
        "LOG, 1, 0",
        "LOG, 1.7976931348623157e308, 709.782712893384",
        "LOG, Infinity, Infinity",
        "LOG1P, NaN, NaN",
        "LOG1P, -Infinity, NaN",
        "LOG1P, -1.0000000000000002, NaN",
        "LOG1P, -1, -Infinity",
        "LOG1P, -0.0, -0.0",
        "LOG1P, 0, 0",
        "LOG1P, -4.9e-324, -4.9e-324",
        "LOG1P, 1.7976931348623157e308, 709.782712893384",
        "LOG1P, Infinity, Infinity",
        "TANH, NaN, NaN",
        "TANH, -Infinity, -1",
        "TANH, -0.0, -0.0",
        "TANH, 0, 0",
        "TANH, -4.9e-324, -4.9e-324",
        "TANH, 1e-310, 1e-310",
        "TANH, 1e-300, 1e-300",
        "TANH, 22, 1",
        "TANH, 1e300, 1",
        "TANH, Infinity, 1",
        "SIGMOID, NaN, NaN",
        "SIGMOID, -Infinity, 0",
        "SIGMOID, -1e300, 0",
        "SIGMOID, -745.13, 4.9e-324",
        "SIGMOID, -0.0, 0.5",
        "SIGMOID, 0, 0.5",
        "SIGMOID, 40, 1",
        "SIGMOID, 1e300, 1",
        "SIGMOID, Infinity, 1",
        "ARCTAN, NaN, NaN",
        "ARCTAN, -Infinity, -1.5707963267948966",
        "ARCTAN, -0.0, -0.0",
        "ARCTAN, 0, 0",
        "ARCTAN, -4.9e-324, -4.9e-324",
        "ARCTAN, 1e-310, 1e-310",
        "ARCTAN, 1e17, 1.5707963267948966",
        "ARCTAN, 1e300, 1.5707963267948966",
        "ARCTAN, Infinity, 1.5707963267948966"
    })
    void specialValues(Function function, double x, double expected) {
        assertEquals(expected, function.value(x));
    }

    @ParameterizedTest
    @EnumSource(names = {"TANH", "ARCTAN"})
    void oddFunctionsAreOddToTheBit(Function function) {
        var random = new SplittableRandom(2);
        for (int i = 0; i < 100_000; i++) {
            double x = function.argument(random);
            assertEquals(-function.value(x), function.value(-x));
        }
    }

    /** A bound of the error alone would allow them to exceed their limits by an ulp. */
    @Test
    void boundedFunctionsKeepTheirBounds() {
        var random = new SplittableRandom(3);
        for (int i = 0; i < 100_000; i++) {
            double x = random.nextDouble(100);
            double large = 10 * x / random.nextDouble();
            assertTrue(Elementary.tanh(x) <= 1);
            assertTrue(Elementary.sigmoid(x) <= 1);
            assertTrue(Elementary.arctan(large) <= Math.PI / 2);
        }
    }

    /** A change of these results requires a new numerics version of the engines. */
    @ParameterizedTest
    @CsvSource({
        "EXP, 3a5bb0bd5c3c3ca1",
        "EXPM1, c7b6b18f4493accf",
        "LOG, 102f8aab524c3701",
        "LOG1P, 93826a81891504d7",
        "TANH, b52f66dcf67eedbf",
        "SIGMOID, 3bfb4ed135bc92f",
        "ARCTAN, ac1d1fb4b783735a",
    })
    void bitsAreTheSameEverywhere(Function function, String expected) {
        long hash = 0;
        for (int i = 0; i < 100_000; i++) {
            // The arguments are multiples of the golden ratio, mapped to -32 to 32.
            double x = ((i * 0x9e37_79b9_7f4a_7c15L) >> 11) * 0x1p-47;
            hash = 31 * hash + Double.doubleToLongBits(function.value(x));
        }
        assertEquals(expected, Long.toHexString(hash));
    }
}
