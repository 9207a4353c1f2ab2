package io.gradflow.nn.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.nn.function.Elementary;
import io.gradflow.nn.function.Erfcx;
import io.gradflow.nn.function.TrueValue;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the errors of the functions that are not in {@link Elementary}, over their whole range. */
class ErfAndSinTest {
    /** The magnitude above which {@link Sin} uses {@link StrictMath}. */
    private static final double SIN_HIGHEST = 0x1p24;

    /** The number of arguments tested for each function. */
    private static final int COUNT = 200_000;

    /** A function, the bound of its error in ulps, and the range of its arguments. */
    enum Function {
        ERF(4.1, -7, 7, Double.MAX_VALUE),
        ERF_DERIVATIVE(2.1, -26.4, 26.4, Erfcx.HIGHEST),
        GAUSSIAN(1.4, -26.4, 26.4, Erfcx.HIGHEST),
        HALF_GAUSSIAN(1.4, -37.3, 37.3, 37.3),
        SCALED_COMPLEMENT(8.2, 0, 26.4, Erfcx.HIGHEST),
        SIN(2, -50, 50, SIN_HIGHEST),
        COS(2, -50, 50, SIN_HIGHEST),
        FAR_SIN(1, -1e9, 1e9, Double.MAX_VALUE),
        FAR_COS(1, -1e9, 1e9, Double.MAX_VALUE);

        final double bound;
        final double lowest;
        final double highest;
        final double largestMagnitude;

        Function(double bound, double lowest, double highest, double largestMagnitude) {
            this.bound = bound;
            this.lowest = lowest;
            this.highest = highest;
            this.largestMagnitude = largestMagnitude;
        }

        double value(double x) {
            return switch (this) {
                case ERF -> new ErfActivation().value(x);
                case ERF_DERIVATIVE -> new ErfActivation().derivative(x, Double.NaN);
                case GAUSSIAN -> gaussian(1, x);
                case HALF_GAUSSIAN -> gaussian(0.5, x);
                case SCALED_COMPLEMENT -> {
                    double[] y = {x};
                    Erfcx.scaledComplement(y, y, 1);
                    yield y[0];
                }
                case SIN, FAR_SIN -> new Sin().value(x);
                case COS, FAR_COS -> new Sin().derivative(x, Double.NaN);
            };
        }

        private static double gaussian(double factor, double x) {
            double[] y = new double[1];
            Erfcx.gaussian(factor, new double[] {x}, y, 1, ArrayFunctions.SCALAR);
            return y[0];
        }

        TrueValue trueValue(double x) {
            return switch (this) {
                case ERF -> TrueValue.erf(x);
                case ERF_DERIVATIVE -> TrueValue.erfDerivative(x);
                case GAUSSIAN -> TrueValue.gaussian(1, x);
                case HALF_GAUSSIAN -> TrueValue.gaussian(0.5, x);
                case SCALED_COMPLEMENT -> TrueValue.scaledComplement(x);
                case SIN, FAR_SIN -> TrueValue.sin(x);
                case COS, FAR_COS -> TrueValue.cos(x);
            };
        }

        /** Arguments where the steps change, and where results leave the normal range or reach their limit. */
        private double[] critical() {
            return switch (this) {
                case ERF -> new double[] {0, 0.5, 0.51, 1, 5.92, 26.4};
                case ERF_DERIVATIVE, GAUSSIAN -> new double[] {0, 0.5, 1, 26.4, 26.3};
                case HALF_GAUSSIAN -> new double[] {0, 1, 37.3, 37.2};
                case SCALED_COMPLEMENT -> new double[] {0, 0.5, 4, 26.4};
                case SIN, COS -> new double[] {0, 1, SIN_HIGHEST};
                case FAR_SIN, FAR_COS -> new double[] {SIN_HIGHEST, 0x1p52, 0x1p53};
            };
        }

        /**
         * A random argument: uniform, uniform in its exponent, near a critical one, or one of the doubles around k
         * pi / 2.
         */
        double argument(SplittableRandom random) {
            double unit = random.nextDouble();
            double x = switch (random.nextInt(4)) {
                case 0 -> lowest + unit * (highest - lowest);
                case 1 -> Math.scalb(1 + unit, random.nextInt(-1074, 1024));
                case 2 -> {
                    double[] critical = critical();
                    double near = critical[random.nextInt(critical.length)];
                    double scale = near == 0 ? 1 : near;
                    yield near + scale * Math.scalb(unit - 0.5, -random.nextInt(2, 54));
                }
                default -> {
                    double multiple = Math.rint(Math.scalb(1 + unit, random.nextInt(24))) * (Math.PI / 2);
                    yield multiple + random.nextInt(-2, 3) * Math.ulp(multiple);
                }
            };
            return lowest < 0 && random.nextBoolean() ? -x : x;
        }

        boolean takes(double x) {
            return switch (this) {
                case SCALED_COMPLEMENT -> x >= 0 && x <= largestMagnitude;
                case FAR_SIN, FAR_COS -> Math.abs(x) > SIN_HIGHEST;
                default -> Math.abs(x) <= largestMagnitude;
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void errorsStayBelowTheirBoundsOverTheWholeRange(Function function) {
        var random = new SplittableRandom(1);
        double largest = 0;
        double at = Double.NaN;
        for (int i = 0; i < COUNT; ) {
            double x = function.argument(random);
            if (function.takes(x)) {
                double error = function.trueValue(x).errorOf(function.value(x));
                if (!(error <= largest)) {
                    largest = error;
                    at = x;
                }
                i++;
            }
        }
        assertTrue(largest <= function.bound, largest + " ulp at " + at);
    }

    /** The expected values are from mpmath 1.3.0 at 800 digits: {@code nstr(f(mpf(x)), 34)}. */
    @ParameterizedTest
    @CsvSource({
        "ERF, 1e-09, 0.000000001128379167095512643797282808602333",
        "ERF, 0.3, 0.328626759459127416189617985318203",
        "ERF, -0.75, -0.7111556336535151315989378345914108",
        "ERF, 2.5, 0.9995930479825550410604357842600251",
        "ERF, 5.5, 0.9999999999999926421520820256019369",
        "GAUSSIAN, 1e-09, 0.9999999999999999989999999999999999",
        "GAUSSIAN, 0.7, 0.6126263941844161070770879537500928",
        "GAUSSIAN, 5.3, 6.319285885175378562809212757772605e-13",
        "GAUSSIAN, 26.25, 5.545727981028760537296574666819555e-300",
        "HALF_GAUSSIAN, 0.7, 0.7827045382418681920422107808376633",
        "HALF_GAUSSIAN, -5.3, 0.000000794939361534914722253127629249522",
        "HALF_GAUSSIAN, 37.25, 4.950299521786512334040847899096959e-302",
        "SCALED_COMPLEMENT, 0.01, 0.9888154610463425103295186605523069",
        "SCALED_COMPLEMENT, 1.1, 0.401730460636495074766605205297208",
        "SCALED_COMPLEMENT, 1.99, 0.256467836719529903876823856585644",
        "SCALED_COMPLEMENT, 2.01, 0.2543318765608182684071472776286773",
        "SCALED_COMPLEMENT, 7.5, 0.07457369306287668300512924610687532",
        "SCALED_COMPLEMENT, 26.0, 0.0216835848505629066161729916872932",
        "SIN, 0.01, 0.009999833334166664890698847132196604",
        "SIN, 3.0, 0.1411200080598672221007448028081103",
        "SIN, 3.141592653589793, 1.224646799147353177226065932274998e-16",
        "SIN, -1000.5, -0.9952739571052135427740424429049043",
        "SIN, 16777215.0, -0.9482326677687481866464905602642658",
        "SIN, 1e+22, -0.8522008497671888017727058937530294",
        "SIN, 1.7976931348623157e+308, 0.004961954789184061790502671197074706",
        "SIN, 5.319372648326541e+255, 1.0",
        "COS, 0.01, 0.9999500004166652777781763002753306",
        "COS, 1.5707963267948966, 6.123233995736765886130329661375001e-17",
        "COS, -1000.5, 0.09710690144438526412263887082425699",
        "COS, 16777215.0, -0.3175764597323970797252791379574481",
        "COS, 1e+22, 0.5232147853951389454975944733847095",
        "COS, 5.319372648326541e+255, -4.687165924254627611122582801963884e-19"
    })
    void theOracleIsGoodTo1e27(Function function, double x, BigDecimal expected) {
        var relative = function.trueValue(x).relativeDifference(expected);
        assertTrue(relative.compareTo(new BigDecimal("1e-27")) < 0, "off by " + relative);
    }

    /** A bound of the error alone would allow them to exceed their limits by more. */
    @Test
    void erfKeepsItsLimitsAndSineAndCosineExceedThemByAnUlpAtMost() {
        var random = new SplittableRandom(2);
        for (int i = 0; i < 100_000; i++) {
            double erf = Function.ERF.argument(random);
            assertTrue(Math.abs(new ErfActivation().value(erf)) <= 1, () -> "erf of " + erf);
            double angle = Function.SIN.argument(random);
            assertTrue(Math.abs(new Sin().value(angle)) <= Math.nextUp(1.0), () -> "sin of " + angle);
            assertTrue(Math.abs(new Sin().derivative(angle, Double.NaN)) <= Math.nextUp(1.0), () -> "cos of " + angle);
        }
    }

    @Test
    void farFromZeroTheDerivativeOfErfIsTiny() {
        for (double x : new double[] {Math.nextUp(26.4), 27, 1e3, 1e300, Double.POSITIVE_INFINITY}) {
            assertEquals(0, new ErfActivation().derivative(x, 1), 1e-302);
            assertEquals(0, new ErfActivation().derivative(-x, -1), 1e-302);
        }
    }
}
