package io.gradflow.nn;

/**
 * An activation that is defined over arrays: {@link ArrayFunctions}, and loops without branches and calls that the
 * just-in-time compiler turns into SIMD instructions. These loops have one index for all arrays, without which it would not,
 * and no conversion between doubles and their bits; so what differs by piece is put together from minima, maxima and
 * {@link Heaviside} steps.
 */
public sealed interface ArrayActivation extends Activation
        permits Elu,
                Erf,
                Gelu,
                GeluTanh,
                HardSigmoid,
                HardSwish,
                HardTanh,
                Identity,
                Mish,
                Relu6,
                Selu,
                Silu,
                Sin,
                Softplus {

    @Override
    default double value(double z) {
        return ofOne(z)[0];
    }

    @Override
    default double derivative(double z, double value) {
        return ofOne(z)[1];
    }

    private double[] ofOne(double z) {
        var value = new double[1];
        var derivative = new double[1];
        apply(new double[] {z}, value, derivative, 0, 1, ArrayFunctions.SCALAR);
        return new double[] {value[0], derivative[0]};
    }
}
