package io.gradflow.nn;

import io.gradflow.catalog.Kind;
import java.util.Optional;

/**
 * The error function, the sigmoid with the fastest tails. Its limit region is {@code |phi| > 0.95}.
 *
 * <p>Up to 1/2 an odd polynomial, interpolated at Chebyshev nodes with a relative error below 2^-55; above,
 * {@code 1 - e^(-z^2) erfcx(z)}.
 */
public record Erf() implements ArrayActivation {

    static final Kind<Erf> KIND = Kind.of("erf", Erf.class, "2 / sqrt(pi) * integral of exp(-t^2) from 0 to z");

    /** Where saturation starts, in |phi|. */
    private static final double LIMIT = 0.95;

    private static final double THRESHOLD = 0.5;

    /** 2 / sqrt(pi). */
    private static final double SLOPE = 0x1.20dd750429b6dp0;

    private static final double ERF_3 = -0x1.812746b0379e6p-2;
    private static final double ERF_5 = 0x1.ce2f21a0421d8p-4;
    private static final double ERF_7 = -0x1.b82ce311b5b62p-6;
    private static final double ERF_9 = 0x1.565bcca4bb364p-8;
    private static final double ERF_11 = -0x1.c02d7ff2fc43fp-11;
    private static final double ERF_13 = 0x1.f995342dac740p-14;
    private static final double ERF_15 = -0x1.f2be4c6760cffp-17;
    private static final double ERF_17 = 0x1.903e05006396fp-20;

    @Override
    public void apply(
            double[] z, double[] values, double[] derivatives, int from, int to, ArrayFunctions functions) {
        for (int i = from; i < to; i++) {
            values[i] = Math.min(Math.abs(z[i]), ErrorFunction.HIGHEST);
        }
        ErrorFunction.gaussian(1, values, derivatives, from, to, functions);
        ErrorFunction.scaledComplement(values, values, from, to);
        for (int i = from; i < to; i++) {
            double gaussian = derivatives[i];
            double absolute = Math.abs(z[i]);
            double x = Math.min(absolute, THRESHOLD);
            double square = x * x;
            double polynomial = ERF_17;
            polynomial = Math.fma(polynomial, square, ERF_15);
            polynomial = Math.fma(polynomial, square, ERF_13);
            polynomial = Math.fma(polynomial, square, ERF_11);
            polynomial = Math.fma(polynomial, square, ERF_9);
            polynomial = Math.fma(polynomial, square, ERF_7);
            polynomial = Math.fma(polynomial, square, ERF_5);
            polynomial = Math.fma(polynomial, square, ERF_3);
            double near = Math.fma(x * square, polynomial, x * SLOPE);
            double far = Math.fma(-gaussian, values[i], 1);
            double isFar = Heaviside.step(absolute - THRESHOLD);
            values[i] = Heaviside.sign(z[i]) * Math.fma(isFar, far, (1 - isFar) * near);
            derivatives[i] = SLOPE * gaussian;
        }
    }

    @Override
    public Optional<LimitRegion> limitRegion() {
        return Optional.of(LimitRegion.ofValuesBeyond(LIMIT));
    }

    @Override
    public DerivativeShape derivativeShape() {
        return DerivativeShape.FALLS_WITH_ABSOLUTE_Z;
    }
}
