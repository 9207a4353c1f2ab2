package io.gradflow.data;

import io.gradflow.catalog.Kind;
import io.gradflow.random.RandomSource;

/**
 * Two interleaving half circles. Class 0 is the upper half of the unit circle, {@code (cos t, sin t)}. Class 1 is the
 * lower half of the unit circle around {@code (1, 1/2)}, {@code (1 - cos t, 1/2 - sin t)}. The points of each are at
 * even steps of t from 0 to pi, including both ends. Class 1 has one more point if {@code n} is odd. Then the order is
 * made random, and normal noise is added. With {@code numpy_legacy} the order and the noise are those of scikit-learn
 * 0.20's {@code make_moons(n, noise=noise, random_state=seed)}.
 *
 * @param n the total number of samples
 * @param noise the standard deviation of the noise added to each coordinate
 * @param testFraction the share of the samples kept for testing; {@code n * testFraction} is rounded half to even
 * @param stratified whether each class is split in the same proportion
 * @param generator the name of NumPy's generator for samples and split
 */
public record Moons(int n, double noise, double testFraction, boolean stratified, String generator)
        implements PlanarDataset {

    static final Kind<Moons> KIND = Kind.of(
                    "moons",
                    Moons.class,
                    "half circles (cos t, sin t) and (1 - cos t, 1/2 - sin t), t in [0, pi], plus normal noise",
                    SyntheticDataset.samples(300),
                    PlanarDataset.noise(0.1),
                    TEST_FRACTION,
                    STRATIFIED,
                    GENERATOR)
            .withSource("scikit-learn 0.20's make_moons");

    public Moons {
        generator = SyntheticDataset.requireConsistent(n, 2, testFraction, generator);
    }

    @Override
    public Samples samples(RandomSource source) {
        var points = new Points(n);
        int upper = n / 2;
        for (int i = 0; i < upper; i++) {
            double t = angle(i, upper);
            points.add(StrictMath.cos(t), StrictMath.sin(t), 0);
        }
        int lower = n - upper;
        for (int i = 0; i < lower; i++) {
            double t = angle(i, lower);
            points.add(1 - StrictMath.cos(t), 1 - StrictMath.sin(t) - 0.5, 1);
        }
        return shuffledWithNoise(points, source);
    }

    /** NumPy's {@code linspace(0, pi, count)[i]}, which is 0 if {@code count} is 1. */
    private static double angle(int i, int count) {
        return i > 0 && i == count - 1 ? Math.PI : i * (Math.PI / Math.max(count - 1, 1));
    }
}
