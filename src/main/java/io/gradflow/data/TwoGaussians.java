package io.gradflow.data;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import io.gradflow.random.RandomSource;

/**
 * Two normal distributions of equal size and with equal deviation in all directions. Class 0 is around
 * {@code -separation / (2 sqrt(features))} in every coordinate, and class 1 around the opposite point. So their means
 * are {@code separation} apart, whatever the number of inputs. Class 0 has one more point if {@code n} is odd. The
 * order is random.
 *
 * <p>The best possible accuracy is known. No classifier's expected accuracy exceeds {@code Phi(separation / (2 std))},
 * where Phi is the standard normal distribution function (0.841 for separation 2 and standard deviation 1). A linear
 * boundary through the origin reaches it.
 *
 * @param n the total number of samples
 * @param separation the distance of the two means
 * @param std the standard deviation in each coordinate
 * @param features the number of inputs per sample
 * @param testFraction the share of the samples kept for testing; {@code n * testFraction} is rounded half to even
 * @param stratified whether each class is split in the same proportion
 * @param generator the name of NumPy's generator for samples and split
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
