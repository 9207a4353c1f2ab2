package io.gradflow.data;

import io.gradflow.catalog.Kind;
import io.gradflow.random.RandomSource;

/**
 * Two interleaving half circles: class 0 is the upper half of the unit circle, {@code (cos t, sin t)}, class 1 the
 * lower half of the one around {@code (1, 1/2)}, {@code (1 - cos t, 1/2 - sin t)}, both at even steps of t from 0 to
 * pi, ends included; class 1 has one more point when {@code n} is odd. Then the order is random, and normal noise is
 * added. With {@code numpy_legacy} the order and the noise are those of scikit-learn 0.20's
 * {@code make_moons(n, noise=noise, random_state=seed)}.
 *
 * @param n samples in all
 * @param noise standard deviation of the noise added to each coordinate
 * @param testFraction share of the samples kept for testing; {@code n * testFraction} is rounded half to even
 * @param stratified whether each class is split in the same proportion
 * @param generator name of NumPy's generator of samples and split
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

    /** NumPy's {@code linspace(0, pi, count)[i]}: 0 if it is the only one. */
    private static double angle(int i, int count) {
        return i > 0 && i == count - 1 ? Math.PI : i * (Math.PI / Math.max(count - 1, 1));
    }
}
