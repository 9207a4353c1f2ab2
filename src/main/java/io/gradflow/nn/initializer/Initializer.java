package io.gradflow.nn.initializer;

import io.gradflow.random.NumpyGenerator;
import io.gradflow.random.RandomSource;
import java.io.Serializable;

/**
 * A rule that sets the weights or the biases of a layer before the training. {@link Initialization} combines two of
 * them into the initial parameters of a network.
 */
public interface Initializer extends Serializable {

    /**
     * Draws the weights of one layer. The biases of a layer are drawn as weights of one input.
     *
     * @param weights filled from {@code offset} on, row-major {@code (fanIn, fanOut)}
     * @param scale the factor on every weight, at least 0; a product too large for a double is infinite or NaN
     * @param source advanced by the numbers that are drawn; an initialiser that draws none does not change it
     */
    void draw(double[] weights, int offset, int fanIn, int fanOut, double scale, RandomSource source);

    /** The generator that random numbers are drawn from. It does not matter for an initialiser that draws none. */
    default NumpyGenerator numpyGenerator() {
        return NumpyGenerator.DEFAULT_RNG;
    }
}
