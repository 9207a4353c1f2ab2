package io.gradflow.data;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import io.gradflow.random.RandomSource;

/**
 * Archimedean spirals that wind around the origin together, one for each class. Point i of the m points of arm k is
 * {@code r (cos a, sin a)} with radius {@code r = (i + 1) / m} and angle {@code a = 2 pi (turns r + k / arms)}. So the
 * arms end on the unit circle, and none starts at the origin, which they would share. The first arms have one more
 * point if {@code n} is not a multiple of their number. Then the order is made random, and normal noise is added.
 *
 * @param n the total number of samples
 * @param noise the standard deviation of the noise added to each coordinate
 * @param arms the number of spirals, each of which is a class
 * @param turns the number of times a spiral winds around the origin; 0 makes straight rays
 * @see <a href="https://www.cs.cmu.edu/~sef/Lang_Witbrock_88.pdf">K. J. Lang and M. J. Witbrock, Learning to Tell Two
 *     Spirals Apart, Proceedings of the 1988 Connectionist Models Summer School: the problem, there with 3 turns</a>
 * @param testFraction the share of the samples kept for testing; {@code n * testFraction} is rounded half to even
 * @param stratified whether each class is split in the same proportion
 * @param generator the name of NumPy's generator for samples and split
 */
public record Spirals(
        int n, double noise, int arms, double turns, double testFraction, boolean stratified, String generator)
        implements PlanarDataset {

    static final Kind<Spirals> KIND = Kind.of(
                    "spirals",
                    Spirals.class,
                    "spirals r (cos a, sin a), a = 2 pi (turns * r + k / arms), class k from 0 to arms - 1, plus"
                            + " normal noise",
                    SyntheticDataset.samples(300),
                    PlanarDataset.noise(0.05),
                    Parameter.integer("arms", 2, Rule.integerIn(2, 10_000), "how many spirals there are, each a class"),
                    Parameter.number("turns", 1.0, Rule.in(0, 1000), "how often a spiral winds around the origin"),
                    TEST_FRACTION,
                    STRATIFIED,
                    GENERATOR)
            .withSource("the problem with 3 turns: K. J. Lang and M. J. Witbrock, Learning to Tell Two Spirals"
                    + " Apart, 1988");

    public Spirals {
        generator = SyntheticDataset.requireConsistent(n, 2, testFraction, generator);
    }

    @Override
    public int classes() {
        return arms;
    }

    @Override
    public Samples samples(RandomSource source) {
        var points = new Points(n);
        for (int arm = 0; arm < arms; arm++) {
            int size = SyntheticDataset.share(n, arms, arm);
            for (int i = 1; i <= size; i++) {
                double radius = (double) i / size;
                double angle = 2 * Math.PI * (turns * radius + (double) arm / arms);
                points.add(StrictMath.cos(angle) * radius, StrictMath.sin(angle) * radius, arm);
            }
        }
        return shuffledWithNoise(points, source);
    }
}
