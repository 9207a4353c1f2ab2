package io.gradflow.nn;

import io.gradflow.random.Generator;
import java.io.Serializable;

/** A distribution of initial weights. Biases start at 0. */
public sealed interface Initializer extends Serializable permits NormalInitializer, Zeros {

    /**
     * Draws the weights of one layer.
     *
     * @param weights written from {@code offset} on, row-major {@code (fanIn, fanOut)}
     * @param scale factor on the distribution's standard deviation
     */
    void draw(double[] weights, int offset, int fanIn, int fanOut, double scale, Generator generator);

    /** Draws all parameters of a network: layer by layer, from one generator; see {@link Architecture}. */
    default double[] parameters(Architecture architecture, double scale, Generator generator) {
        var parameters = new double[architecture.parameterCount()];
        for (int layer = 0; layer < architecture.layers(); layer++) {
            draw(
                    parameters,
                    architecture.weightOffset(layer),
                    architecture.fanIn(layer),
                    architecture.fanOut(layer),
                    scale,
                    generator);
        }
        return parameters;
    }
}
