package io.gradflow.nn.initializer;

import io.gradflow.random.RandomSource;

/**
 * Normal weights of mean 0. All such families draw the same standard normals for one seed, whatever their standard
 * deviation and the scale, so that their networks are paired by seed. {@link TruncatedNormal} and {@link Orthogonal}
 * draw them too.
 */
interface NormalInitializer extends RandomInitializer {

    /** The standard deviation at scale 1. */
    double standardDeviation(int fanIn, int fanOut);

    @Override
    default void draw(double[] weights, int offset, int fanIn, int fanOut, double scale, RandomSource source) {
        double standardDeviation = standardDeviation(fanIn, fanOut) * scale;
        for (int i = 0; i < fanIn * fanOut; i++) {
            // Plus 0, as in NumPy's mean + sd * x: a product of -0.0 becomes 0.0.
            weights[offset + i] = 0 + standardDeviation * source.standardNormal();
        }
    }
}
