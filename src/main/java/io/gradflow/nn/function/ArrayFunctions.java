package io.gradflow.nn.function;

import java.util.function.DoubleUnaryOperator;

/**
 * The functions of {@link Elementary} and two others, over ranges of arrays: {@code y[i] = f(x[i])} for i in
 * {@code [from, to)}. An implementation may use SIMD instructions, but the bits are those of {@link Elementary}. x and
 * y may be the same array.
 */
public interface ArrayFunctions {
    /** Computes one element after the other. */
    ArrayFunctions SCALAR = new ArrayFunctions() {
        @Override
        public void exp(double[] x, double[] y, int from, int to) {
            map(Elementary::exp, x, y, from, to);
        }

        @Override
        public void log(double[] x, double[] y, int from, int to) {
            map(Elementary::log, x, y, from, to);
        }

        @Override
        public void log1p(double[] x, double[] y, int from, int to) {
            map(Elementary::log1p, x, y, from, to);
        }

        @Override
        public void sigmoid(double[] x, double[] y, int from, int to) {
            map(Elementary::sigmoid, x, y, from, to);
        }

        @Override
        public void clamp(double[] x, double[] y, double low, double high, int from, int to) {
            for (int i = from; i < to; i++) {
                y[i] = Math.min(Math.max(x[i], low), high);
            }
        }

        @Override
        public void step(double[] x, double[] y, int from, int to) {
            for (int i = from; i < to; i++) {
                y[i] = x[i] > 0 ? 1 : x[i] <= 0 ? 0 : x[i];
            }
        }

        private static void map(DoubleUnaryOperator f, double[] x, double[] y, int from, int to) {
            for (int i = from; i < to; i++) {
                y[i] = f.applyAsDouble(x[i]);
            }
        }
    };

    /** {@link Elementary#exp}. */
    void exp(double[] x, double[] y, int from, int to);

    /** {@link Elementary#log}. */
    void log(double[] x, double[] y, int from, int to);

    /** {@link Elementary#log1p}. */
    void log1p(double[] x, double[] y, int from, int to);

    /** {@link Elementary#sigmoid}. */
    void sigmoid(double[] x, double[] y, int from, int to);

    /** {@code min(max(x, low), high)}, with min and max of {@link Math}. */
    void clamp(double[] x, double[] y, double low, double high, int from, int to);

    /** 1 where x is positive, NaN where x is NaN, 0 elsewhere. */
    void step(double[] x, double[] y, int from, int to);
}
