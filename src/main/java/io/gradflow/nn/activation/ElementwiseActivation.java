package io.gradflow.nn.activation;

import io.gradflow.nn.function.ArrayFunctions;

/** An activation that is defined number by number. */
public interface ElementwiseActivation extends Activation {

    @Override
    default void apply(ActivationArrays arrays, int count, ArrayFunctions functions) {
        for (int i = 0; i < count; i++) {
            double z = arrays.z()[i];
            double value = value(z);
            arrays.values()[i] = value;
            arrays.derivatives()[i] = derivative(z, value);
        }
    }
}
