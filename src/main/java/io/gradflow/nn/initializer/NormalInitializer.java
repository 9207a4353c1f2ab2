package io.gradflow.nn.initializer;

import io.gradflow.random.RandomSource;

/**
 * An initialiser of normal weights with mean 0. For one seed, all such initialisers draw the same standard normals,
 * whatever their standard deviation and the scale. So their networks are paired by seed. {@link TruncatedNormal} and
 * {@link Orthogonal} draw the same numbers too.
 */
interface NormalInitializer extends RandomInitializer {

    /** The standard deviation at scale 1. */
    double standardDeviation(int fanIn, int fanOut);

    @Override
    default void draw(double[] weights, int offset, int fanIn, int fanOut, double scale, RandomSource source) {
        double standardDeviation = standardDeviation(fanIn, fanOut) * scale;
        for (int i = 0; i < fanIn * fanOut; i++) {
            // Adding 0 turns a product of -0.0 into 0.0, as in NumPy's mean + sd * x.
            weights[offset + i] = 0 + standardDeviation * source.standardNormal();
        }
    }
}
