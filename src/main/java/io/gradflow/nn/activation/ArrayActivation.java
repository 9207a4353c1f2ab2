package io.gradflow.nn.activation;

import io.gradflow.nn.function.ArrayFunctions;

/**
 * An activation that is defined over arrays, by {@link ArrayFunctions} and by loops that the just-in-time compiler
 * vectorises.
 *
 * <p>The compiler vectorises only loops of sums, products, quotients, {@link Math#fma} and {@link Math#abs}. It does
 * not vectorise branches, and it compiles {@link Math#min} as a branch wherever it has seen other calls. The pieces of
 * an activation are therefore separated by {@link ArrayFunctions#step} and {@link ArrayFunctions#clamp}, and combined
 * by products with 0 and 1.
 */
public interface ArrayActivation extends Activation {

    @Override
    default double value(double z) {
        return ofOne(z).values()[0];
    }

    @Override
    default double derivative(double z, double value) {
        return ofOne(z).derivatives()[0];
    }

    private ActivationArrays ofOne(double z) {
        var arrays = ActivationArrays.ofSize(1);
        arrays.z()[0] = z;
        apply(arrays, 1, ArrayFunctions.SCALAR);
        return arrays;
    }
}
