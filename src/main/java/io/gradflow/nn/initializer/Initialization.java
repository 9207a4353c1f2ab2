package io.gradflow.nn.initializer;

import io.gradflow.nn.Architecture;
import io.gradflow.random.NumpyGenerator;
import io.gradflow.random.Purpose;
import io.gradflow.random.RandomSource;
import io.gradflow.random.Seeding;

/**
 * The rule by which an untrained network gets its parameters. They are drawn layer by layer, first the weights of a
 * layer and then its biases.
 *
 * <p>Weights and biases come from separate streams, {@link Purpose#WEIGHTS} and {@link Purpose#BIASES}, so neither
 * depends on how the other is drawn. NumPy's legacy generator, however, has a single stream, as in programs written for
 * it. If both weights and biases use it, all parameters come from one {@code RandomState(seed)}: the weights of the
 * first layer, its biases, the weights of the second layer, and so on.
 *
 * @param weights the initialiser of the weights
 * @param scale the factor on the weights, which does not apply to the biases
 * @param biases the initialiser of the biases, one of {@link BiasInitializers}
 */
public record Initialization(Initializer weights, double scale, Initializer biases) {

    /**
     * Draws all parameters of a network.
     *
     * @return the parameters, laid out as in {@link Architecture}
     * @throws IllegalArgumentException if the seed is negative
     */
    public double[] parameters(Architecture architecture, Seeding seeding, long seed) {
        RandomSource weightSource = weights.numpyGenerator().source(seeding, seed, Purpose.WEIGHTS);
        RandomSource biasSource = isLegacy(weights) && isLegacy(biases)
                ? weightSource
                : biases.numpyGenerator().source(seeding, seed, Purpose.BIASES);
        var parameters = new double[architecture.parameterCount()];
        for (int layer = 0; layer < architecture.layers(); layer++) {
            int fanIn = architecture.fanIn(layer);
            int fanOut = architecture.fanOut(layer);
            weights.draw(parameters, architecture.weightOffset(layer), fanIn, fanOut, scale, weightSource);
            biases.draw(parameters, architecture.biasOffset(layer), 1, fanOut, 1, biasSource);
        }
        return parameters;
    }

    private static boolean isLegacy(Initializer initializer) {
        return initializer.numpyGenerator() == NumpyGenerator.NUMPY_LEGACY;
    }
}
