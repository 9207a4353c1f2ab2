package io.gradflow.nn;

import java.io.Serializable;

/**
 * An activation function phi of the hidden layers, with its derivative and its limit region.
 *
 * <p>Transcendental functions are those of {@link Elementary}, so the bits are the same on every platform. NaN gives
 * NaN in value and derivative, and is in no limit region.
 */
public sealed interface Activation extends Serializable permits Arctan, LeakyRelu, Relu, Sigmoid, Softsign, Tanh {

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
     * Whether z lies where the function has all but reached its bound (saturation), or, for the rectifiers, where the
     * unit is off: the event whose probability is {@code limit_rate}.
     *
     * @param value phi(z)
     */
    boolean isAtLimit(double z, double value);

    /** How |phi'| varies with z. */
    DerivativeShape derivativeShape();
}
