package io.gradflow.data;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import io.gradflow.random.RandomSource;

/**
 * Gaussian blobs in random order. Their centres are uniform in a cube. Each blob has the same number of points, and the
 * first blobs have one more if {@code n} is not a multiple of their number. With {@code numpy_legacy} the samples and
 * their order are those of scikit-learn 0.20's {@code make_blobs(n, centers=centers, n_features=features,
 * cluster_std=std, center_box=(-centerBox, centerBox), random_state=seed)}.
 *
 * <p>A point's class is the number of its blob, modulo {@code labelModulo} unless that is 0. With several blobs per
 * class, no linear boundary solves the problem.
 *
 * @param n the total number of samples
 * @param centers the number of blobs
 * @param std the standard deviation of a blob in each coordinate
 * @param centerBox the bound of the centres, which are uniform in {@code (-centerBox, centerBox)} in each coordinate
 * @param features the number of inputs per sample
 * @param labelModulo the classes are the blobs' numbers modulo this; 0 makes each blob a class
 * @param testFraction the share of the samples kept for testing; {@code n * testFraction} is rounded half to even
 * @param stratified whether each class is split in the same proportion
 * @param generator the name of NumPy's generator for samples and split
 */
public record Blobs(
        int n,
        int centers,
        double std,
        double centerBox,
        int features,
        int labelModulo,
        double testFraction,
        boolean stratified,
        String generator)
        implements SyntheticDataset {

    static final Kind<Blobs> KIND = Kind.of(
                    "blobs",
                    Blobs.class,
                    "normal points around centres uniform in a cube",
                    SyntheticDataset.samples(1000),
                    Parameter.integer("centers", 4, Rule.integerIn(2, 10_000), "how many blobs there are"),
                    Parameter.number("std", 1.0, Rule.atLeast(0), "standard deviation of a blob in each coordinate"),
                    Parameter.number(
                            "center-box",
                            10.0,
                            Rule.in(0, 1e9),
                            "centres are uniform in (-center-box, center-box) in each coordinate"),
                    SyntheticDataset.features(2),
                    Parameter.integer(
                            "label-modulo",
                            0,
                            new Rule<>("0 or an integer in [2, 10000]", v -> v == 0 || (v >= 2 && v <= 10_000)),
                            "classes are the blobs' numbers modulo this; 0: each blob is a class"),
                    TEST_FRACTION,
                    STRATIFIED,
                    GENERATOR)
            .withSource("scikit-learn 0.20's make_blobs");

    public Blobs {
        generator = SyntheticDataset.requireConsistent(n, features, testFraction, generator);
    }

    @Override
    public int classes() {
        return labelModulo == 0 ? centers : Math.min(labelModulo, centers);
    }

    @Override
    public Samples samples(RandomSource source) {
        double[] centerCoordinates = source.fillUniform(new double[centers * features], -centerBox, centerBox);
        var inputs = new double[n * features];
        var labels = new int[n];
        int sample = 0;
        for (int center = 0; center < centers; center++) {
            int end = sample + SyntheticDataset.share(n, centers, center);
            for (; sample < end; sample++) {
                labels[sample] = center % classes();
                for (int f = 0; f < features; f++) {
                    inputs[sample * features + f] = source.normal(centerCoordinates[center * features + f], std);
                }
            }
        }
        return new Samples(features, inputs, labels).shuffled(source);
    }
}
