package io.gradflow.nn;

/** An activation that is defined number by number. */
public sealed interface ElementwiseActivation extends Activation
        permits Arctan, LeakyRelu, Relu, Sigmoid, Softsign, Tanh {

    @Override
    default void apply(
            double[] z, double[] values, double[] derivatives, int from, int to, ArrayFunctions functions) {
        for (int i = from; i < to; i++) {
            values[i] = value(z[i]);
            derivatives[i] = derivative(z[i], values[i]);
        }
    }
}
