package io.gradflow.nn.initializer;

import io.gradflow.random.NumpyGenerator;
import io.gradflow.random.RandomSource;
import java.io.Serializable;

/**
 * What the weights of a layer are before training, or its biases. A network's first parameters are put together by
 * {@link Initialization}.
 */
public interface Initializer extends Serializable {

    /**
     * Draws the weights of one layer. The biases of a layer are drawn as weights of one input.
     *
     * @param weights written from {@code offset} on, row-major {@code (fanIn, fanOut)}
     * @param scale factor on every weight, at least 0; a product too large for a double is infinite or NaN
     * @param source moved on by what is drawn; what draws nothing leaves it as it is
     */
    void draw(double[] weights, int offset, int fanIn, int fanOut, double scale, RandomSource source);

    /** The generator that random numbers are drawn from; of no consequence for what draws nothing. */
    default NumpyGenerator numpyGenerator() {
        return NumpyGenerator.DEFAULT_RNG;
    }
}
