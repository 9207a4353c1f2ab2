package io.gradflow.nn;

import io.gradflow.random.Generator;

/**
 * Normal weights of mean 0. All such families draw the same standard normals for one seed, whatever their standard
 * deviation and the scale, so that their networks are paired by seed.
 */
sealed interface NormalInitializer extends Initializer permits Gaussian, He, Xavier {

    /** The standard deviation at scale 1. */
    double standardDeviation(int fanIn, int fanOut);

    @Override
    default void draw(double[] weights, int offset, int fanIn, int fanOut, double scale, Generator generator) {
        double standardDeviation = standardDeviation(fanIn, fanOut) * scale;
        for (int i = 0; i < fanIn * fanOut; i++) {
            weights[offset + i] = generator.normal(0, standardDeviation);
        }
    }
}
