package io.gradflow.nn;

/** The unit step, as arithmetic that compilers turn into SIMD instructions. */
final class Heaviside {
    /** Its square makes the smallest positive double larger than 1. */
    private static final double LARGE = 0x1p1000;

    private Heaviside() {}

    /** 1 where x is positive, 0 elsewhere; NaN for NaN. */
    static double step(double x) {
        return Math.min(Math.max(x * LARGE * LARGE, 0), 1);
    }

    /** 1 or -1, the sign of x; zero for zero, and NaN for NaN. */
    static double sign(double x) {
        return Math.min(Math.max(x * LARGE * LARGE, -1), 1);
    }
}
