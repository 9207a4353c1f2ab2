package io.gradflow.query.exact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Means and standard deviations against arithmetic of 1,200 digits, and against themselves in another order. */
class MomentsTest {
    private static final MathContext DIGITS = new MathContext(1200);

    /** Elements of another function stand before those of this one. */
    private static final int AT = 3;

    private static long[] empty() {
        var state = new long[AT + Moments.FIELDS];
        Moments.clear(state, AT);
        return state;
    }

    private static long[] of(double... numbers) {
        var state = empty();
        for (double number : numbers) {
            Moments.add(state, AT, number);
        }
        return state;
    }

    private static double meanOf(double... numbers) {
        return Moments.mean(of(numbers), AT);
    }

    private static double stdOf(double... numbers) {
        return Moments.std(of(numbers), AT);
    }

    private static BigDecimal mean(double... numbers) {
        return DoubleStream.of(numbers)
                .mapToObj(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(numbers.length), DIGITS);
    }

    private static BigDecimal std(double... numbers) {
        var mean = mean(numbers);
        return DoubleStream.of(numbers)
                .mapToObj(number -> new BigDecimal(number).subtract(mean).pow(2, DIGITS))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(numbers.length), DIGITS)
                .sqrt(DIGITS);
    }

    static Stream<Arguments> samples() {
        var random = new Random(16);
        return Stream.of(
                        new double[] {0.7},
                        new double[] {0, 0.0, -0.0},
                        new double[] {0.1, 0.2, 0.3},
                        new double[] {1e300, 1, -1e300},
                        new double[] {Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE},
                        new double[] {Double.MAX_VALUE, Double.MAX_VALUE},
                        new double[] {1e-300, 2e-300, 4e-300},
                        new double[] {1 + 0x1p-52, 1, 1 - 0x1p-53},
                        new double[] {1e15 + 0.125, 1e15, 1e15 - 0.5},
                        random.doubles(1000).toArray(),
                        random.doubles(1000).map(x -> x - 0.5).toArray(),
                        random.doubles(300, -600, 600).map(x -> Math.pow(2, x)).toArray(),
                        IntStream.range(0, 500)
                                .mapToDouble(i -> Double.longBitsToDouble(random.nextLong()))
                                .filter(Double::isFinite)
                                .toArray())
                .map(numbers -> Arguments.of((Object) numbers));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theMeanIsCorrectlyRoundedUnlessLargerNumbersCancel(double[] numbers) {
        double largest = DoubleStream.of(numbers).map(Math::abs).max().orElseThrow();

        assertEquals(mean(numbers).doubleValue(), meanOf(numbers), 0x1p-127 * largest);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theStandardDeviationIsRightToTheLastBitButOne(double[] numbers) {
        double expected = std(numbers).doubleValue();

        assertEquals(expected, stdOf(numbers), 2 * Math.ulp(expected));
    }

    @Test
    void subnormalMeansAreRightToTheLastBit() {
        double least = Double.MIN_VALUE;

        assertEquals(2 * least, meanOf(least, 3 * least));
        assertEquals(least, stdOf(least, 3 * least));
    }

    @Test
    void equalNumbersDoNotDeviate() {
        for (double number : new double[] {0.1, -1e-310, 1.0 / 3, Double.MAX_VALUE}) {
            var numbers = new double[7];
            Arrays.fill(numbers, number);

            assertEquals(0, stdOf(numbers));
            assertEquals(number, meanOf(numbers));
        }
    }

    @Test
    void neitherOrderNorGroupingMatters() {
        var random = new Random(17);
        var numbers = samples()
                .flatMapToDouble(sample -> Arrays.stream((double[]) sample.get()[0]))
                .boxed()
                .toList();
        var expected = of(numbers.stream().mapToDouble(Double::doubleValue).toArray());
        assertTrue(Double.isFinite(Moments.mean(expected, AT)));
        for (int round = 0; round < 20; round++) {
            var shuffled = new ArrayList<>(numbers);
            Collections.shuffle(shuffled, random);
            var whole = empty();
            for (int from = 0; from < shuffled.size(); ) {
                int to = Math.min(shuffled.size(), from + random.nextInt(400));
                var part = shuffled.subList(from, to).stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray();
                Moments.merge(whole, AT, of(part), AT);
                from = to;
            }

            assertArrayEquals(expected, whole);
        }
    }
}
