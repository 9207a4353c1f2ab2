package io.gradflow.engine.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.gradflow.nn.function.Elementary;
import io.gradflow.random.Generator;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** What tests of kernels share: numbers to work on, and the comparison of bits. */
abstract class KernelTest {
    /** Around the sizes of blocks and of groups. */
    static final int[] COUNTS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 33};

    /** What arrays hold beside what is worked on. */
    static final double UNTOUCHED = -123.456;

    static final double NEGATIVE_NAN = Double.longBitsToDouble(0xfff8_0000_0000_0000L);
    static final double[] NANS = {
        Double.NaN, NEGATIVE_NAN, Double.longBitsToDouble(0x7ff0_0000_0000_0001L), Double.longBitsToDouble(-1)
    };

    /** Magnitudes where a function's formula, a bound or the format of doubles changes; their neighbours matter too. */
    static final double[] EDGES = {
        0,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        1e-300,
        1e-12,
        1e-8,
        1e-3,
        0.1,
        0.25,
        0.5,
        Elementary.ARCTAN_THRESHOLD_1,
        Elementary.ARCTAN_CENTER_1,
        Math.sqrt(0.5),
        1,
        Math.sqrt(2),
        Elementary.ARCTAN_THRESHOLD_2,
        Elementary.ARCTAN_CENTER_2,
        3,
        Math.PI,
        6,
        19,
        21,
        Elementary.TANH_HIGHEST,
        26.4,
        37.3,
        -Elementary.EXPM1_LOWEST,
        700,
        708.3964185322641,
        709.782712893384,
        Elementary.EXP_HIGHEST,
        745.1332191019411,
        -Elementary.EXP_LOWEST,
        0x1p24,
        1e154,
        Elementary.ARCTAN_HIGHEST,
        1e300,
        Double.MAX_VALUE
    };

    final int lanes;
    final LaneKernels kernels;
    final Generator generator = Generator.seeded(1);

    KernelTest(int lanes) {
        this.lanes = lanes;
        kernels = LaneKernels.ofWidth(lanes);
    }

    /** Of any magnitude, so that the order of operations shows; in the last lane some that are not finite. */
    double[] numbers(int vectors) {
        var numbers = generator.fillNormal(new double[vectors * lanes], 0, 1);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Math.scalb(numbers[i], (int) generator.integers(-20, 20));
            if (i % lanes == lanes - 1 && generator.integers(0, 100) == 0) {
                numbers[i] = generator.integers(0, 2) == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            }
        }
        return numbers;
    }

    /** These magnitudes and those next to them, with either sign, and infinity. */
    static DoubleStream withNeighbours(double... magnitudes) {
        return DoubleStream.concat(
                        Arrays.stream(magnitudes).flatMap(x -> DoubleStream.of(Math.nextDown(x), x, Math.nextUp(x))),
                        DoubleStream.of(Double.POSITIVE_INFINITY))
                .flatMap(x -> DoubleStream.of(x, -x));
    }

    /** Numbers that are one of these or next to it, with either sign. */
    double[] among(int vectors, double... magnitudes) {
        double[] candidates =
                withNeighbours(magnitudes).filter(Double::isFinite).toArray();
        double[] numbers = new double[vectors * lanes];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = candidates[(int) generator.integers(0, candidates.length)];
        }
        return numbers;
    }

    double[] untouched(int vectors) {
        double[] array = new double[vectors * lanes];
        Arrays.fill(array, UNTOUCHED);
        return array;
    }

    /** NaN is NaN, whatever its bits. */
    static void assertBits(double[] expected, double[] actual, String what) {
        assertEquals(expected.length, actual.length, what);
        for (int i = 0; i < expected.length; i++) {
            if (Double.doubleToLongBits(expected[i]) != Double.doubleToLongBits(actual[i])) {
                fail(what + "[" + i + "] must be " + expected[i] + ", not " + actual[i]);
            }
        }
    }
}
