package io.gradflow.nn.initializer;

import io.gradflow.random.RandomSource;

/**
 * An initialiser of weights that are uniform in {@code [-bound, bound)}. For one seed, all such initialisers draw the
 * same uniform numbers, whatever their bound and the scale. So their networks are paired by seed.
 */
interface UniformInitializer extends RandomInitializer {

    /** The bound at scale 1: sqrt(3) standard deviations. */
    double bound(int fanIn, int fanOut);

    @Override
    default void draw(double[] weights, int offset, int fanIn, int fanOut, double scale, RandomSource source) {
        double bound = bound(fanIn, fanOut) * scale;
        for (int i = 0; i < fanIn * fanOut; i++) {
            // This is NumPy's low + (high - low) * u.
            weights[offset + i] = -bound + 2 * bound * source.uniform(0, 1);
        }
    }
}
