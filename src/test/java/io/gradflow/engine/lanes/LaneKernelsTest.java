package io.gradflow.engine.lanes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.gradflow.catalog.Kind;
import io.gradflow.engine.TaskBuilder;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.Activations;
import io.gradflow.nn.activation.Elu;
import io.gradflow.nn.activation.LeakyRelu;
import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.nn.function.Elementary;
import io.gradflow.random.Generator;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kernel against its formula, one number after the other: the same bits in every lane, and nothing else written. */
@ParameterizedClass
@ValueSource(ints = {2, 4, 8})
class LaneKernelsTest {
    /** Around the sizes of blocks and of groups. */
    private static final int[] COUNTS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 33};

    /** What arrays hold beside what is worked on. */
    private static final double UNTOUCHED = -123.456;

    private static final double NEGATIVE_NAN = Double.longBitsToDouble(0xfff8_0000_0000_0000L);
    private static final double[] NANS = {
        Double.NaN, NEGATIVE_NAN, Double.longBitsToDouble(0x7ff0_0000_0000_0001L), Double.longBitsToDouble(-1)
    };

    /** Magnitudes where a function's formula, a bound or the format of doubles changes; their neighbours matter too. */
    private static final double[] EDGES = {
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

    private final int lanes;
    private final LaneKernels kernels;
    private final Generator generator = Generator.seeded(1);

    LaneKernelsTest(int lanes) {
        this.lanes = lanes;
        kernels = LaneKernelLoader.load(lanes);
    }

    @Test
    void theWidthIsTheOneAskedFor() {
        assertEquals(lanes, kernels.lanes());
    }

    @Test
    void productsOfATileAndAMatrixAreChainsOfFusedMultiplyAdds() {
        int trial = 0;
        for (int samples : new int[] {1, 2, 4, 5, 15, 16}) {
            for (int columns : COUNTS) {
                for (int inner : new int[] {1, 2, 3, 16, 17}) {
                    assertProduct(samples, inner, columns, trial % 2 == 0, trial / 2 % 3);
                    trial++;
                }
            }
        }
    }

    /** The matrix lies in its array row by row, or column by column. */
    private void assertProduct(int samples, int inner, int columns, boolean isRowMajor, int variant) {
        var a = tile(inner, 3);
        var c = tile(columns, 1);
        // None, another tile, or the one that the product is to take the place of.
        var factors = variant == 0 ? null : variant == 1 ? tile(columns, 0) : c;
        int rows = factors == null ? inner + 1 : inner;
        double[] matrix = numbers(rows * columns + 3);
        int rowStride = (isRowMajor ? columns : 1) * lanes;
        int columnStride = (isRowMajor ? 1 : rows) * lanes;
        var panels = new LanePanels(numbers(rows * columns + 2), lanes);
        kernels.pack(matrix, 2 * lanes, rowStride, columnStride, panels, rows, columns);
        double[] expected = c.data().clone();
        for (int column = 0; column < columns; column++) {
            int first = 2 * lanes + column * columnStride;
            for (int sample = 0; sample < samples; sample++) {
                for (int lane = 0; lane < lanes; lane++) {
                    double sum = 0;
                    for (int i = 0; i < inner; i++) {
                        sum = Math.fma(a.get(i, sample, lane, lanes), matrix[first + i * rowStride + lane], sum);
                    }
                    expected[index(c, column, sample, lane)] = factors == null
                            ? sum + matrix[first + inner * rowStride + lane]
                            : sum * factors.get(column, sample, lane, lanes);
                }
            }
        }
        kernels.multiply(a, panels, c, factors, samples, inner, columns);
        // Samples that are not there hold anything.
        for (int column = 0; column < columns; column++) {
            for (int sample = samples; sample < LaneTile.SAMPLES; sample++) {
                int at = index(c, column, sample, 0);
                System.arraycopy(c.data(), at, expected, at, lanes);
            }
        }
        assertBits(expected, c.data(), samples + " x " + inner + " x " + columns);
    }

    private int index(LaneTile tile, int unit, int sample, int lane) {
        return tile.offset() + (unit * LaneTile.SAMPLES + sample) * lanes + lane;
    }

    /** With room before and after. */
    private LaneTile tile(int units, int before) {
        return new LaneTile(numbers(units * LaneTile.SAMPLES + before + 2), before * lanes);
    }

    @Test
    void productsOfUnitsAreAddedUpOverTheSamples() {
        for (int samples : new int[] {1, 2, 15, 16}) {
            for (int rows : COUNTS) {
                for (int columns : COUNTS) {
                    var a = tile(rows, 1);
                    var b = tile(columns, 2);
                    double[] sums = numbers(rows * columns + 3);
                    double[] expected = sums.clone();
                    for (int i = 0; i < rows * columns * lanes; i++) {
                        int row = i / lanes / columns;
                        int column = i / lanes % columns;
                        double sum = 0;
                        for (int sample = 0; sample < samples; sample++) {
                            sum = Math.fma(
                                    a.get(row, sample, i % lanes, lanes), b.get(column, sample, i % lanes, lanes), sum);
                        }
                        expected[lanes + i] += sum;
                    }
                    kernels.addProducts(a, b, sums, lanes, samples, rows, columns);
                    assertBits(expected, sums, samples + " samples of " + rows + " x " + columns);
                }
            }
        }
    }

    /** Of any magnitude, so that the order of operations shows; in the last lane some that are not finite. */
    private double[] numbers(int vectors) {
        var numbers = generator.fillNormal(new double[vectors * lanes], 0, 1);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Math.scalb(numbers[i], (int) generator.integers(-20, 20));
            if (i % lanes == lanes - 1 && generator.integers(0, 100) == 0) {
                numbers[i] = generator.integers(0, 2) == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            }
        }
        return numbers;
    }

    /** The whole catalogue: an activation without a kernel fails. */
    static Stream<Activation> activations() {
        return Stream.concat(
                Activations.CATALOG.kinds().stream().map(Kind::name).map(TaskBuilder::activationOf),
                Stream.concat(
                        DoubleStream.of(0, -0.5, 3).mapToObj(LeakyRelu::new),
                        DoubleStream.of(0, 0.3, 7).mapToObj(Elu::new)));
    }

    @ParameterizedTest
    @MethodSource("activations")
    void activationsOfAnyNumberOfElements(Activation activation) {
        for (int count : COUNTS) {
            assertActivated(activation, preActivations(count), lanes * (count % 3), count);
        }
    }

    /** Often enough for the JIT compiler, unless vectors as wide as these are beyond this machine. */
    @ParameterizedTest
    @MethodSource("activations")
    void activationsOnceTheyAreCompiled(Activation activation) {
        int times = lanes <= kernels.preferredLanes() ? 1000 : 10;
        for (int i = 0; i < times; i++) {
            assertActivated(activation, preActivations(40), 0, 40);
        }
    }

    @ParameterizedTest
    @MethodSource("activations")
    void activationsOfExtremeNumbersInAnyLane(Activation activation) {
        double[] extremes = DoubleStream.concat(withNeighbours(EDGES), withNeighbours(limits(activation)))
                .toArray();
        for (int lane = 0; lane < lanes; lane++) {
            double[] z = preActivations(extremes.length);
            for (int i = 0; i < extremes.length; i++) {
                z[i * lanes + lane] = extremes[i];
            }
            assertActivated(activation, z, 0, extremes.length);
        }
    }

    @ParameterizedTest
    @MethodSource("activations")
    void nanStaysInItsLane(Activation activation) {
        for (int lane = 0; lane < lanes; lane++) {
            double[] z = preActivations(NANS.length);
            for (int i = 0; i < NANS.length; i++) {
                z[i * lanes + lane] = NANS[i];
            }
            assertActivated(activation, z, 0, NANS.length);
        }
    }

    private double[] preActivations(int count) {
        return generator.fillNormal(new double[(count + 2) * lanes], 0, 3);
    }

    private void assertActivated(Activation activation, double[] z, int zFrom, int count) {
        double[] before = z.clone();
        double[] values = untouched(count + 2);
        double[] derivatives = untouched(count + 3);
        int valuesFrom = lanes;
        int derivativesFrom = 2 * lanes;
        double[] expectedValues = values.clone();
        double[] expectedDerivatives = derivatives.clone();
        long[] atLimit = counts(lanes);
        long[] expectedAtLimit = atLimit.clone();
        new LaneActivation(kernels, activation)
                .apply(
                        new LaneTile(z, zFrom),
                        new LaneTile(values, valuesFrom),
                        new LaneTile(derivatives, derivativesFrom),
                        count);
        activation
                .limitRegion()
                .ifPresent(region -> kernels.countAtLimit(region, z, zFrom, values, valuesFrom, count, atLimit));
        for (int i = 0; i < count * lanes; i++) {
            double x = z[zFrom + i];
            double value = activation.value(x);
            expectedValues[valuesFrom + i] = value;
            if (Double.isNaN(x)) {
                // Of no use in this lane.
                expectedDerivatives[derivativesFrom + i] = derivatives[derivativesFrom + i];
                expectedAtLimit[i % lanes] = atLimit[i % lanes];
            } else {
                expectedDerivatives[derivativesFrom + i] = activation.derivative(x, value);
                expectedAtLimit[i % lanes] += activation.isAtLimit(x, value) ? 1 : 0;
            }
        }
        assertBits(expectedValues, values, "values");
        assertBits(expectedDerivatives, derivatives, "derivatives");
        assertArrayEquals(expectedAtLimit, atLimit, "at the limit");
        assertBits(before, z, "pre-activations");
    }

    /** The first magnitudes, on either side, where being in the limit region is another matter than at 0. */
    private static double[] limits(Activation activation) {
        return DoubleStream.of(1, -1)
                .filter(sign -> isAtLimit(activation, sign * 0) != isAtLimit(activation, sign * 1e9))
                .map(sign -> {
                    long below = Double.doubleToLongBits(0);
                    long above = Double.doubleToLongBits(1e9);
                    while (above - below > 1) {
                        long middle = below + (above - below) / 2;
                        boolean isBelow = isAtLimit(activation, sign * Double.longBitsToDouble(middle))
                                == isAtLimit(activation, sign * 0);
                        below = isBelow ? middle : below;
                        above = isBelow ? above : middle;
                    }
                    return Double.longBitsToDouble(above);
                })
                .toArray();
    }

    private static boolean isAtLimit(Activation activation, double z) {
        return activation.isAtLimit(z, activation.value(z));
    }

    /** These magnitudes and those next to them, with either sign, and infinity. */
    private static DoubleStream withNeighbours(double... magnitudes) {
        return DoubleStream.concat(
                        Arrays.stream(magnitudes).flatMap(x -> DoubleStream.of(Math.nextDown(x), x, Math.nextUp(x))),
                        DoubleStream.of(Double.POSITIVE_INFINITY))
                .flatMap(x -> DoubleStream.of(x, -x));
    }

    /** The functions over arrays. */
    enum Function {
        EXP,
        LOG,
        LOG1P,
        SIGMOID,
        CLAMP,
        STEP;

        private static final double LOW = 0;
        private static final double HIGH = 3;

        double of(double x) {
            return switch (this) {
                case EXP -> Elementary.exp(x);
                case LOG -> Elementary.log(x);
                case LOG1P -> Elementary.log1p(x);
                case SIGMOID -> Elementary.sigmoid(x);
                case CLAMP -> Math.min(Math.max(x, LOW), HIGH);
                case STEP -> Double.isNaN(x) ? x : x > 0 ? 1 : 0;
            };
        }

        void of(double[] x, double[] y, int from, int to, ArrayFunctions functions) {
            switch (this) {
                case EXP -> functions.exp(x, y, from, to);
                case LOG -> functions.log(x, y, from, to);
                case LOG1P -> functions.log1p(x, y, from, to);
                case SIGMOID -> functions.sigmoid(x, y, from, to);
                case CLAMP -> functions.clamp(x, y, LOW, HIGH, from, to);
                case STEP -> functions.step(x, y, from, to);
            }
        }

        /** What it is used for most, in training. */
        double argument(double normal) {
            return switch (this) {
                case EXP, SIGMOID, CLAMP, STEP -> 10 * normal;
                case LOG -> Math.scalb(Math.abs(normal), (int) (100 * normal));
                case LOG1P -> Math.min(Math.abs(normal), 1);
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Function.class)
    void functionsOfAnyNumberOfElements(Function function) {
        for (int count : COUNTS) {
            assertComputed(function, arguments(function, count + 3), 2 * lanes, (2 + count) * lanes);
        }
    }

    @ParameterizedTest
    @EnumSource(Function.class)
    void functionsOfExtremeNumbersInAnyLane(Function function) {
        double[] extremes =
                DoubleStream.concat(withNeighbours(EDGES), Arrays.stream(NANS)).toArray();
        for (int lane = 0; lane < lanes; lane++) {
            double[] x = arguments(function, extremes.length);
            for (int i = 0; i < extremes.length; i++) {
                x[i * lanes + lane] = extremes[i];
            }
            assertComputed(function, x, 0, x.length);
        }
    }

    private double[] arguments(Function function, int count) {
        double[] normal = generator.fillNormal(new double[count * lanes], 0, 1);
        return Arrays.stream(normal).map(function::argument).toArray();
    }

    private void assertComputed(Function function, double[] x, int from, int to) {
        double[] before = x.clone();
        double[] y = untouched(x.length / lanes);
        double[] expected = y.clone();
        for (int i = from; i < to; i++) {
            expected[i] = function.of(x[i]);
        }
        function.of(x, y, from, to, kernels);
        assertBits(expected, y, "into another array");
        assertBits(before, x, "arguments");
        System.arraycopy(x, 0, expected, 0, from);
        System.arraycopy(x, to, expected, to, x.length - to);
        function.of(x, x, from, to, kernels);
        assertBits(expected, x, "in place");
    }

    @Test
    void statisticsAreAddedUpUnitByUnit() {
        for (int samples : new int[] {1, 2, 15, 16}) {
            for (int units : new int[] {1, 3, 16}) {
                assertStatistics(samples, units);
            }
        }
    }

    private void assertStatistics(int samples, int units) {
        var sums = new HiddenSums(3 * LaneTile.SAMPLES, units, lanes);
        sums.clear();
        double[] expectedSums = sums.sums.clone();
        long[] expectedCounts = sums.counts.clone();
        double[] expectedProducts = sums.products.clone();
        for (int tile = 0; tile < 3; tile++) {
            var z = new LaneTile(
                    among(units * LaneTile.SAMPLES + 2, 0, 0.1, 1e-300, 0.05, 3, 1e9, Double.POSITIVE_INFINITY),
                    tile % 3 * lanes);
            var derivatives = new LaneTile(
                    among(units * LaneTile.SAMPLES + 1, 0, 1e-3, 1e-12, 1e-18, 0.5, 1, 1e6), tile % 2 * lanes);
            for (int unit = 0; unit < units; unit++) {
                for (int lane = 0; lane < lanes; lane++) {
                    double absoluteSum = 0;
                    double derivativeSum = 0;
                    double product = 1;
                    for (int sample = 0; sample < samples; sample++) {
                        double absolute = Math.abs(z.get(unit, sample, lane, lanes));
                        double derivative = Math.abs(derivatives.get(unit, sample, lane, lanes));
                        absoluteSum += absolute;
                        derivativeSum += derivative;
                        product *= derivative + 1e-12;
                        expectedCounts[lane] += derivative < 1e-3 ? 1 : 0;
                        expectedCounts[lanes + lane] += absolute > 0.1 ? 1 : 0;
                    }
                    expectedSums[lane] += absoluteSum;
                    expectedSums[lanes + lane] += derivativeSum;
                    expectedProducts[(tile * units + unit) * lanes + lane] = product;
                }
            }
            kernels.addStatistics(z, derivatives, samples, sums);
            assertBits(expectedSums, sums.sums, "sums");
            assertArrayEquals(expectedCounts, sums.counts);
            assertBits(expectedProducts, sums.products, "products");
            assertEquals((tile + 1) * units * lanes, sums.productsEnd);
        }
    }

    @Test
    void nanInTheStatisticsStaysInItsLane() {
        for (int lane = 0; lane < lanes; lane++) {
            var z = new LaneTile(among(2 * LaneTile.SAMPLES, 0, 0.1, 1), 0);
            var derivatives = new LaneTile(among(2 * LaneTile.SAMPLES, 0, 1e-3, 1), 0);
            var sums = new HiddenSums(LaneTile.SAMPLES, 2, lanes);
            kernels.addStatistics(z, derivatives, LaneTile.SAMPLES, sums);
            z.set(0, 0, lane, lanes, NANS[lane % NANS.length]);
            derivatives.set(0, 0, lane, lanes, NANS[lane % NANS.length]);
            var withNan = new HiddenSums(LaneTile.SAMPLES, 2, lanes);
            kernels.addStatistics(z, derivatives, LaneTile.SAMPLES, withNan);
            for (int i : new int[] {lane, lanes + lane}) {
                assertTrue(Double.isNaN(withNan.sums[i]));
                withNan.sums[i] = sums.sums[i];
                withNan.counts[i] = sums.counts[i];
            }
            assertTrue(Double.isNaN(withNan.products[lane]));
            withNan.products[lane] = sums.products[lane];
            assertBits(sums.sums, withNan.sums, "sums");
            assertArrayEquals(sums.counts, withNan.counts);
            assertBits(sums.products, withNan.products, "products");
        }
    }

    /** Numbers that are one of these or next to it, with either sign. */
    private double[] among(int vectors, double... magnitudes) {
        double[] candidates =
                withNeighbours(magnitudes).filter(Double::isFinite).toArray();
        double[] numbers = new double[vectors * lanes];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = candidates[(int) generator.integers(0, candidates.length)];
        }
        return numbers;
    }

    @Test
    void vectorsWithALaneWithinABracketAreFoundAndWhatLiesBelowIsCounted() {
        for (int count : COUNTS) {
            for (int trial = 0; trial < 10; trial++) {
                double[] z = among(count, 0, 1, 2, 2.5, 3, Double.POSITIVE_INFINITY);
                if (trial == 9) {
                    z[(int) generator.integers(0, z.length)] = NANS[count % NANS.length];
                }
                double[] bounds = among(4, 0, 1, 2, 2.5, 3);
                if (trial % 3 == 2) {
                    // Lanes that are not searched, and a bracket that there is not.
                    Arrays.setAll(bounds, i -> i % lanes == 0 || i >= 2 * lanes ? Double.NaN : bounds[i]);
                }
                assertFound(z, count, bounds, true);
                assertFound(z, count, bounds, false);
            }
        }
    }

    private void assertFound(double[] z, int count, double[] bounds, boolean isCountedBelowHigh) {
        var brackets = new Brackets(count + 2, lanes);
        brackets.isCountedBelowHigh = isCountedBelowHigh;
        System.arraycopy(bounds, 0, brackets.bounds, 0, bounds.length);
        // As if there had been something before.
        brackets.foundEnd = lanes;
        Arrays.fill(brackets.belowLow, 7);
        Arrays.fill(brackets.belowHigh, 8);
        long[] expectedBelowLow = brackets.belowLow.clone();
        long[] expectedBelowHigh = brackets.belowHigh.clone();
        double[] expectedFound = brackets.found.clone();
        int expectedEnd = lanes;
        for (int i = 0; i < count * lanes; i += lanes) {
            boolean isAnyWithin = false;
            for (int lane = 0; lane < lanes; lane++) {
                double x = Math.abs(z[i + lane]);
                for (int bracket = 0; bracket < 2; bracket++) {
                    double low = bounds[2 * bracket * lanes + lane];
                    double high = bounds[(2 * bracket + 1) * lanes + lane];
                    expectedBelowLow[bracket * lanes + lane] += x < low ? 1 : 0;
                    expectedBelowHigh[bracket * lanes + lane] += isCountedBelowHigh && x < high ? 1 : 0;
                    isAnyWithin |= x >= low && x < high;
                }
            }
            if (isAnyWithin) {
                for (int lane = 0; lane < lanes; lane++) {
                    expectedFound[expectedEnd++] = Math.abs(z[i + lane]);
                }
            }
        }
        double[] shifted = new double[z.length + lanes];
        System.arraycopy(z, 0, shifted, lanes, z.length);
        kernels.find(shifted, lanes, count, brackets);
        assertEquals(expectedEnd, brackets.foundEnd);
        assertArrayEquals(expectedBelowLow, brackets.belowLow);
        assertArrayEquals(expectedBelowHigh, brackets.belowHigh);
        // What was looked at last may lie behind.
        System.arraycopy(brackets.found, expectedEnd, expectedFound, expectedEnd, lanes);
        assertBits(expectedFound, brackets.found, "found");
    }

    @Test
    void divisionIsInPlaceAndOfTheseElementsAlone() {
        for (int count : COUNTS) {
            double[] x = numbers(count + 3);
            double[] expected = x.clone();
            for (int i = 2 * lanes; i < (2 + count) * lanes; i++) {
                expected[i] /= 49;
            }
            kernels.divide(x, 2 * lanes, count, 49);
            assertBits(expected, x, "quotients");
        }
    }

    @Test
    void elementsAreAddedUpInOrder() {
        double[] sums = new double[lanes];
        double[] expected = new double[lanes];
        for (int count : COUNTS) {
            double[] x = numbers(count + 2);
            double[] chain = new double[lanes];
            for (int i = 0; i < count * lanes; i++) {
                chain[i % lanes] += x[i];
            }
            Arrays.setAll(expected, lane -> expected[lane] + chain[lane]);
            kernels.add(x, count, sums);
            assertBits(expected, sums, "sums");
        }
    }

    @Test
    void squaresAreAChainOfFusedMultiplyAdds() {
        double[] sums = new double[lanes];
        double[] expected = new double[lanes];
        for (int count : COUNTS) {
            double[] x = numbers(count + 3);
            double[] chain = new double[lanes];
            for (int i = lanes; i < (1 + count) * lanes; i++) {
                chain[i % lanes] = Math.fma(x[i], x[i], chain[i % lanes]);
            }
            Arrays.setAll(expected, lane -> expected[lane] + chain[lane]);
            kernels.addSquares(x, lanes, count, sums);
            assertBits(expected, sums, "sums");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aLaneWithANumberThatIsNotFiniteIsToldFromTheOthers(double number) {
        for (int count : COUNTS) {
            int place = (int) generator.integers(0, (long) count * lanes);
            double[] x = among((count + 1), 0, 1, Double.MAX_VALUE);
            double[] sums = new double[lanes];
            // Beyond the last.
            x[count * lanes] = number;
            kernels.addNonFinite(x, count, sums);
            assertTrue(Arrays.stream(sums).allMatch(sum -> sum == 0));
            x[place] = number;
            kernels.addNonFinite(x, count, sums);
            for (int lane = 0; lane < lanes; lane++) {
                assertEquals(lane == place % lanes ? Double.NaN : 0, sums[lane]);
            }
        }
    }

    private double[] untouched(int vectors) {
        double[] array = new double[vectors * lanes];
        Arrays.fill(array, UNTOUCHED);
        return array;
    }

    /** Of earlier tiles. */
    private static long[] counts(int length) {
        return LongStream.range(1000, 1000 + length).toArray();
    }

    /** NaN is NaN, whatever its bits. */
    private static void assertBits(double[] expected, double[] actual, String what) {
        assertEquals(expected.length, actual.length, what);
        for (int i = 0; i < expected.length; i++) {
            if (Double.doubleToLongBits(expected[i]) != Double.doubleToLongBits(actual[i])) {
                fail(what + "[" + i + "] must be " + expected[i] + ", not " + actual[i]);
            }
        }
    }
}
