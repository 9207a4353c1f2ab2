package io.gradflow.nn.activation;

import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.nn.function.Elementary;
import io.gradflow.nn.function.Erfcx;
import java.io.Serializable;

/**
 * An activation function phi of the hidden layers, with its derivative and its limit region.
 *
 * <p>Transcendental functions are those of {@link Elementary}, {@link Erfcx} or {@link StrictMath}, so the bits are the
 * same on every platform. For NaN, value and derivative are NaN, and NaN is in no limit region.
 *
 * <p>Each activation is defined once, in one of two ways. {@link ElementwiseActivation} defines it number by number,
 * and the lane engine has its own kernels for these. {@link ArrayActivation} defines it as plain code over arrays,
 * which is fast without another implementation.
 */
public interface Activation extends Serializable {

    /** phi(z), for a pre-activation z. */
    double value(double z);

    /**
     * phi'(z).
     *
     * @param z the pre-activation
     * @param value phi(z), which every caller has already computed and which often saves a transcendental function
     */
    double derivative(double z, double value);

    /**
     * Computes value and derivative of the first {@code count} pre-activations, with the same bits as {@link #value}
     * and {@link #derivative}. It allocates nothing and does not change the pre-activations.
     *
     * @param functions computes the functions over arrays; the bits do not depend on the implementation
     */
    void apply(ActivationArrays arrays, int count, ArrayFunctions functions);

    /** The limit region, the shape of the derivative and the cost. Every call returns the same value. */
    ActivationTraits traits();

    /**
     * Whether z lies in the limit region.
     *
     * @param value phi(z)
     */
    default boolean isAtLimit(double z, double value) {
        return traits().limitRegion().map(region -> region.contains(z, value)).orElse(false);
    }
}
