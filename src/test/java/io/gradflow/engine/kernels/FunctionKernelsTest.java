package io.gradflow.engine.kernels;

import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.nn.function.Elementary;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions over arrays against {@link Elementary}: the same bits in every lane, and nothing else written. */
@ParameterizedClass
@ValueSource(ints = {2, 4, 8})
class FunctionKernelsTest extends KernelTest {
    FunctionKernelsTest(int lanes) {
        super(lanes);
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
        function.of(x, y, from, to, kernels.functions());
        assertBits(expected, y, "into another array");
        assertBits(before, x, "arguments");
        System.arraycopy(x, 0, expected, 0, from);
        System.arraycopy(x, to, expected, to, x.length - to);
        function.of(x, x, from, to, kernels.functions());
        assertBits(expected, x, "in place");
    }
}
