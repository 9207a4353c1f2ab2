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
        implements SyntheticDataset {

    static final Kind<Moons> KIND = Kind.of(
                    "moons",
                    Moons.class,
                    "half circles (cos t, sin t) and (1 - cos t, 1/2 - sin t), t in [0, pi], plus normal noise",
                    SyntheticDataset.samples(300),
                    SyntheticDataset.noise(0.1),
                    TEST_FRACTION,
                    STRATIFIED,
                    GENERATOR)
            .withSource("scikit-learn 0.20's make_moons");

    private static final int FEATURES = 2;

    public Moons {
        generator = SyntheticDataset.requireConsistent(n, FEATURES, testFraction, generator);
    }

    @Override
    public int features() {
        return FEATURES;
    }

    @Override
    public int classes() {
        return 2;
    }

    @Override
    public Samples samples(RandomSource source) {
        var inputs = new double[n * FEATURES];
        var labels = new int[n];
        int upper = n / 2;
        for (int i = 0; i < upper; i++) {
            double t = angle(i, upper);
            inputs[FEATURES * i] = StrictMath.cos(t);
            inputs[FEATURES * i + 1] = StrictMath.sin(t);
        }
        for (int i = upper; i < n; i++) {
            double t = angle(i - upper, n - upper);
            inputs[FEATURES * i] = 1 - StrictMath.cos(t);
            inputs[FEATURES * i + 1] = 1 - StrictMath.sin(t) - 0.5;
            labels[i] = 1;
        }
        return SyntheticDataset.shuffledWithNoise(new Samples(FEATURES, inputs, labels), noise, source);
    }

    /** NumPy's {@code linspace(0, pi, count)[i]}: 0 if it is the only one. */
    private static double angle(int i, int count) {
        return i > 0 && i == count - 1 ? Math.PI : i * (Math.PI / Math.max(count - 1, 1));
    }
}
