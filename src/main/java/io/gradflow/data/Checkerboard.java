package io.gradflow.data;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import io.gradflow.random.RandomSource;

/**
 * A checkerboard: points uniform in the square {@code (-1, 1)^2}, which is cut into {@code cells x cells} equal
 * squares; the class is 0 where row and column are both even or both odd, and 1 elsewhere. Then normal noise is added,
 * and points that cross a border keep their class. Two cells a side make the classes of {@link Xor}.
 *
 * @param n samples in all
 * @param noise standard deviation of the noise added to each coordinate
 * @param cells squares on each side of the board
 * @param testFraction share of the samples kept for testing; {@code n * testFraction} is rounded half to even
 * @param stratified whether each class is split in the same proportion
 * @param generator name of NumPy's generator of samples and split
 */
public record Checkerboard(int n, double noise, int cells, double testFraction, boolean stratified, String generator)
        implements PlanarDataset {

    static final Kind<Checkerboard> KIND = Kind.of(
            "checkerboard",
            Checkerboard.class,
            "points uniform in (-1, 1)^2, classes as the colours of a board of cells x cells squares, plus normal"
                    + " noise",
            SyntheticDataset.samples(300),
            PlanarDataset.noise(0.0),
            Parameter.integer("cells", 4, Rule.integerIn(2, 10_000), "squares on each side of the board"),
            TEST_FRACTION,
            STRATIFIED,
            GENERATOR);

    public Checkerboard {
        generator = SyntheticDataset.requireConsistent(n, 2, testFraction, generator);
    }

    @Override
    public Samples samples(RandomSource source) {
        return uniformInSquare((x, y) -> (cell(x) + cell(y)) % 2, source);
    }

    /** Row or column of a coordinate; a coordinate of 1, which rounding can make, is in the last. */
    private int cell(double coordinate) {
        return Math.min((int) ((coordinate + 1) / 2 * cells), cells - 1);
    }
}
