package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.nn.function.Erfcx;

/**
 * The error function, the sigmoid with the fastest tails. Its limit region is {@code |phi| > 0.95}.
 *
 * <p>For |z| up to 1/2 the value is an odd polynomial, interpolated at Chebyshev nodes with a relative error below
 * 2^-55. For larger z it is {@code 1 - e^(-z^2) erfcx(z)}. The derivative is {@code 2 / sqrt(pi) e^(-z^2)} for |z| up
 * to 26.4. Beyond that it keeps its value at 26.4, which is 2e-303.
 *
 * <p>These errors are measured, not proved. The largest errors among 4 million arguments are 3.95 ulp of the value (at
 * 0.51, where the cancellation is largest) and 2.01 ulp of the derivative (at 1.0000025, for arguments up to 26.4). The
 * tests allow 4.1 and 2.1 ulp.
 */
public record ErfActivation() implements ArrayActivation {

    static final Kind<ErfActivation> KIND =
            Kind.of("erf", ErfActivation.class, "2 / sqrt(pi) * integral of exp(-t^2) from 0 to z");

    /** The unit counts as saturated where |phi| is above this. */
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

    private static final ActivationTraits TRAITS = ActivationTraits.of(
            LimitRegion.ofValuesBeyond(LIMIT), ActivationTraits.DerivativeShape.FALLS_WITH_ABSOLUTE_Z, 2);

    @Override
    public void apply(ActivationArrays arrays, int count, ArrayFunctions functions) {
        double[] z = arrays.z();
        double[] values = arrays.values();
        double[] derivatives = arrays.derivatives();
        double[] scratch = arrays.scratch();
        double[] mask = arrays.mask();
        functions.clamp(z, values, -Erfcx.HIGHEST, Erfcx.HIGHEST, 0, count);
        Erfcx.gaussian(1, values, derivatives, count, functions);
        for (int i = 0; i < count; i++) {
            scratch[i] = Math.abs(values[i]);
        }
        Erfcx.scaledComplement(scratch, scratch, count);
        functions.step(z, mask, 0, count);
        for (int i = 0; i < count; i++) {
            double far = Math.fma(-derivatives[i], scratch[i], 1);
            scratch[i] = Math.fma(2, mask[i], -1) * far;
            derivatives[i] = SLOPE * derivatives[i];
            mask[i] = Math.abs(values[i]) - THRESHOLD;
        }
        functions.step(mask, mask, 0, count);
        for (int i = 0; i < count; i++) {
            double x = values[i];
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
            values[i] = Math.fma(mask[i], scratch[i], (1 - mask[i]) * near);
        }
    }

    @Override
    public ActivationTraits traits() {
        return TRAITS;
    }
}
