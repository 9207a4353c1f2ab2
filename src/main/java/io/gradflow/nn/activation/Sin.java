package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.nn.function.Elementary;

/**
 * The sine (Sitzmann et al., 2020). It has no limit region, because it reaches its bounds periodically and leaves them
 * again.
 *
 * <p>For the sine, z = n pi + r with |r| <= pi/2, and sin(z) = (-1)^n sin(r). For the cosine, z = (n + 1/2) pi + r, and
 * cos(z) = -(-1)^n sin(r). pi is a sum of three doubles; n times the first one is subtracted without a rounding error.
 * Above a bound, the functions are those of {@link StrictMath}. They are NaN at the infinities.
 *
 * <p>These errors are measured, not proved. The largest errors among 4 million arguments up to the bound are 1.92 ulp
 * of the sine (at 29.9) and 1.90 ulp of the cosine (at 7e-6). The tests allow 2 ulp for both, and 1 ulp above the
 * bound. So a peak may exceed 1 by an ulp.
 */
public record Sin() implements ArrayActivation {

    static final Kind<Sin> KIND = Kind.of("sin", Sin.class, "sin(z)")
            .withSource("V. Sitzmann, J. N. P. Martel, A. W. Bergman, D. B. Lindell and G. Wetzstein, Implicit"
                    + " Neural Representations with Periodic Activation Functions, 2020, arXiv:2006.09661");

    /** Above this |z|, three doubles of pi would not be enough. */
    private static final double HIGHEST = 0x1p24;

    private static final double INVERSE_PI = 0x1.45f306dc9c883p-2;
    private static final double PI_HIGH = 0x1.921fb54442d18p1;
    private static final double PI_MIDDLE = 0x1.1a62633145c07p-53;
    private static final double PI_LOW = -0x1.f1976b7ed8fbcp-109;

    // The polynomial (sin(r) - r) / r^3 in r^2, for |r| <= pi/2, interpolated at Chebyshev nodes. The relative error of
    // the sine is below 2^-54.6.
    private static final double SIN_3 = -0x1.5555555555555p-3;
    private static final double SIN_5 = 0x1.1111111111107p-7;
    private static final double SIN_7 = -0x1.a01a01a018aa6p-13;
    private static final double SIN_9 = 0x1.71de3a54562a8p-19;
    private static final double SIN_11 = -0x1.ae6455a1a9e7ep-26;
    private static final double SIN_13 = 0x1.6124014cbe2fcp-33;
    private static final double SIN_15 = -0x1.ae513415aadccp-41;
    private static final double SIN_17 = 0x1.89a3f16388edbp-49;

    private static final ActivationTraits TRAITS =
            ActivationTraits.withoutLimit(ActivationTraits.DerivativeShape.ANY, 1);

    @Override
    public void apply(ActivationArrays arrays, int count, ArrayFunctions functions) {
        double[] z = arrays.z();
        double[] values = arrays.values();
        double[] derivatives = arrays.derivatives();
        for (int i = 0; i < count; i++) {
            double n = (z[i] * INVERSE_PI + Elementary.ROUNDER) - Elementary.ROUNDER;
            double r = Math.fma(n, -PI_LOW, Math.fma(n, -PI_MIDDLE, Math.fma(n, -PI_HIGH, z[i])));
            double square = r * r;
            double p = SIN_17;
            p = Math.fma(p, square, SIN_15);
            p = Math.fma(p, square, SIN_13);
            p = Math.fma(p, square, SIN_11);
            p = Math.fma(p, square, SIN_9);
            p = Math.fma(p, square, SIN_7);
            p = Math.fma(p, square, SIN_5);
            p = Math.fma(p, square, SIN_3);
            double isOdd = Math.abs(n - 2 * ((0.5 * n + Elementary.ROUNDER) - Elementary.ROUNDER));
            values[i] = Math.fma(-2, isOdd, 1) * Math.fma(r * square, p, r);
        }
        for (int i = 0; i < count; i++) {
            double n = (Math.fma(z[i], INVERSE_PI, -0.5) + Elementary.ROUNDER) - Elementary.ROUNDER;
            double half = n + 0.5;
            double r = Math.fma(half, -PI_LOW, Math.fma(half, -PI_MIDDLE, Math.fma(half, -PI_HIGH, z[i])));
            double square = r * r;
            double p = SIN_17;
            p = Math.fma(p, square, SIN_15);
            p = Math.fma(p, square, SIN_13);
            p = Math.fma(p, square, SIN_11);
            p = Math.fma(p, square, SIN_9);
            p = Math.fma(p, square, SIN_7);
            p = Math.fma(p, square, SIN_5);
            p = Math.fma(p, square, SIN_3);
            double isOdd = Math.abs(n - 2 * ((0.5 * n + Elementary.ROUNDER) - Elementary.ROUNDER));
            derivatives[i] = Math.fma(2, isOdd, -1) * Math.fma(r * square, p, r);
        }
        for (int i = 0; i < count; i++) {
            if (!(Math.abs(z[i]) <= HIGHEST)) {
                values[i] = StrictMath.sin(z[i]);
                derivatives[i] = StrictMath.cos(z[i]);
            }
        }
    }

    @Override
    public ActivationTraits traits() {
        return TRAITS;
    }
}
