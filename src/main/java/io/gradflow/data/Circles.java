package io.gradflow.data;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import io.gradflow.random.RandomSource;

/**
 * Two circles around the origin: class 0 on the unit circle, class 1 on the circle of radius {@code factor}. The points
 * of each are at even steps of the angle, from 0 on. Class 1 has one more point if {@code n} is odd. Then the order is
 * made random, and normal noise is added. With {@code numpy_legacy} the order and the noise are those of scikit-learn
 * 0.20's {@code make_circles(n, noise=noise, factor=factor, random_state=seed)}.
 *
 * @param n the total number of samples
 * @param noise the standard deviation of the noise added to each coordinate
 * @param factor the radius of the inner circle; the radius of the outer one is 1
 * @param testFraction the share of the samples kept for testing; {@code n * testFraction} is rounded half to even
 * @param stratified whether each class is split in the same proportion
 * @param generator the name of NumPy's generator for samples and split
 */
public record Circles(int n, double noise, double factor, double testFraction, boolean stratified, String generator)
        implements PlanarDataset {

    static final Kind<Circles> KIND = Kind.of(
                    "circles",
                    Circles.class,
                    "the unit circle (class 0) around one of radius factor (class 1), plus normal noise",
                    SyntheticDataset.samples(300),
                    PlanarDataset.noise(0.1),
                    Parameter.number("factor", 0.5, Rule.between(0, 1), "radius of the inner circle"),
                    TEST_FRACTION,
                    STRATIFIED,
                    GENERATOR)
            .withSource("scikit-learn 0.20's make_circles");

    public Circles {
        generator = SyntheticDataset.requireConsistent(n, 2, testFraction, generator);
    }

    @Override
    public Samples samples(RandomSource source) {
        var points = new Points(n);
        int outer = n / 2;
        addCircle(points, outer, 1, 0);
        addCircle(points, n - outer, factor, 1);
        return shuffledWithNoise(points, source);
    }

    private static void addCircle(Points points, int count, double radius, int label) {
        for (int i = 0; i < count; i++) {
            double angle = i * (2 * Math.PI / count);
            points.add(StrictMath.cos(angle) * radius, StrictMath.sin(angle) * radius, label);
        }
    }
}
