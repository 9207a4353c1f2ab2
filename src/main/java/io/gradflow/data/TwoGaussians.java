package io.gradflow.data;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import io.gradflow.random.RandomSource;

/**
 * Two normal distributions of equal size and equal deviation in all directions: class 0 around
 * {@code -separation / (2 sqrt(features))} in every coordinate, class 1 around the opposite point, so that their means
 * are {@code separation} apart, whatever the number of inputs. Class 0 has one more point when {@code n} is odd; the
 * order is random.
 *
 * <p>How well the classes can be told apart is known: no classifier's expected accuracy exceeds
 * {@code Phi(separation / (2 std))}, with Phi the standard normal distribution function, which the linear boundary
 * through the origin reaches (0.841 for separation 2 and standard deviation 1).
 *
 * @param n samples in all
 * @param separation distance of the two means
 * @param std standard deviation in each coordinate
 * @param features inputs per sample
 * @param testFraction share of the samples kept for testing; {@code n * testFraction} is rounded half to even
 * @param stratified whether each class is split in the same proportion
 * @param generator name of NumPy's generator of samples and split
 */
public record TwoGaussians(
        int n, double separation, double std, int features, double testFraction, boolean stratified, String generator)
        implements SyntheticDataset {

    static final Kind<TwoGaussians> KIND = Kind.of(
            "two_gaussians",
            TwoGaussians.class,
            "two normal clouds with means separation apart; the best accuracy is Phi(separation / (2 std))",
            SyntheticDataset.samples(300),
            Parameter.number("separation", 2.0, Rule.atLeast(0), "distance of the two means"),
            Parameter.number("std", 1.0, Rule.atLeast(0), "standard deviation in each coordinate"),
            SyntheticDataset.features(2),
            TEST_FRACTION,
            STRATIFIED,
            GENERATOR);

    public TwoGaussians {
        generator = SyntheticDataset.requireConsistent(n, features, testFraction, generator);
    }

    @Override
    public int classes() {
        return 2;
    }

    @Override
    public Samples samples(RandomSource source) {
        var inputs = new double[n * features];
        var labels = new int[n];
        double mean = separation / (2 * Math.sqrt(features));
        int first = SyntheticDataset.share(n, 2, 0);
        for (int i = 0; i < n; i++) {
            labels[i] = i < first ? 0 : 1;
            for (int f = 0; f < features; f++) {
                inputs[i * features + f] = source.normal(i < first ? -mean : mean, std);
            }
        }
        return new Samples(features, inputs, labels).shuffled(source);
    }
}
