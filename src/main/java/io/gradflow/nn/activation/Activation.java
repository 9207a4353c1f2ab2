package io.gradflow.nn.activation;

import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.nn.function.Elementary;
import io.gradflow.nn.function.Erfcx;
import java.io.Serializable;

/**
 * An activation function phi of the hidden layers, with its derivative and its limit region.
 *
 * <p>Transcendental functions are those of {@link Elementary}, {@link Erfcx} or {@link StrictMath}, so the bits
 * are the same on every platform. NaN gives NaN in value and derivative, and is in no limit region.
 *
 * <p>Each is defined once, in one of two ways: number by number, for which the lane engine has kernels of its own, or
 * as plain code over arrays, which is fast as it stands.
 */
public interface Activation extends Serializable {

    /** phi(z), for a pre-activation z. */
    double value(double z);

    /**
     * phi'(z).
     *
     * @param z the pre-activation
     * @param value phi(z), which every caller has at hand and which often saves a transcendental function
     */
    double derivative(double z, double value);

    /**
     * Value and derivative of the first so many pre-activations, with the bits of {@link #value} and
     * {@link #derivative}. Allocates nothing, and does not change the pre-activations.
     *
     * @param functions how functions of arrays are computed; the bits do not depend on it
     */
    void apply(ActivationArrays arrays, int count, ArrayFunctions functions);

    /** Its limit region, the shape of its derivative, and what it costs: the same value at every call. */
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
