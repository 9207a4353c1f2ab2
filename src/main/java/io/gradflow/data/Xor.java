package io.gradflow.data;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.random.NumpyGenerator;
import io.gradflow.random.RandomSource;

/**
 * Noisy XOR. Points are uniform in the square {@code (-1, 1)^2}, and class 1 is where the signs of the coordinates
 * differ ({@code x1 * x2 < 0}). Then the points are moved by normal noise.
 *
 * @param n the total number of samples
 * @param noise the standard deviation of the noise added to each coordinate
 * @param testFraction the share of the samples kept for testing; {@code n * testFraction} is rounded half to even
 * @param relabelAfterNoise whether the classes are those of the moved points; otherwise points that cross an axis keep
 *     their old class, which no network can learn
 * @param stratified whether each class is split in the same proportion
 * @param generator the name of NumPy's generator for samples and split
 */
public record Xor(
        int n, double noise, double testFraction, boolean relabelAfterNoise, boolean stratified, String generator)
        implements PlanarDataset {

    static final Kind<Xor> KIND = Kind.of(
            "xor",
            Xor.class,
            "points uniform in (-1, 1)^2, class 1 where x1 * x2 < 0, plus normal noise on the coordinates",
            SyntheticDataset.samples(300),
            PlanarDataset.noise(0.1),
            TEST_FRACTION,
            Parameter.flag("relabel-after-noise", false, "classes are those of the points after the noise"),
            STRATIFIED,
            GENERATOR);

    public Xor {
        generator = SyntheticDataset.requireConsistent(n, 2, testFraction, generator);
    }

    /**
     * The dataset of the study, which is split at random regardless of the classes and drawn from {@code default_rng}.
     */
    public Xor(int n, double noise, double testFraction, boolean relabelAfterNoise) {
        this(n, noise, testFraction, relabelAfterNoise, false, NumpyGenerator.DEFAULT_RNG.toString());
    }

    @Override
    public Samples samples(RandomSource source) {
        var samples = uniformInSquare(Xor::label, source);
        return relabelAfterNoise
                ? new Samples(2, samples.inputs(), PlanarDataset.labels(samples.inputs(), Xor::label))
                : samples;
    }

    private static int label(double x, double y) {
        return x * y < 0 ? 1 : 0;
    }
}
