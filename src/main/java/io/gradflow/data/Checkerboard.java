package io.gradflow.data;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import io.gradflow.random.RandomSource;

/**
 * A checkerboard of points that are uniform in the square {@code (-1, 1)^2}. It is cut into {@code cells x cells} equal
 * squares. The class is 0 where row and column are both even or both odd, and 1 elsewhere. Then normal noise is added,
 * and points that cross a border keep their class. With two cells on each side, the classes are those of {@link Xor}.
 *
 * @param n the total number of samples
 * @param noise the standard deviation of the noise added to each coordinate
 * @param cells the number of squares on each side of the board
 * @param testFraction the share of the samples kept for testing; {@code n * testFraction} is rounded half to even
 * @param stratified whether each class is split in the same proportion
 * @param generator the name of NumPy's generator for samples and split
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

    /** The row or column of a coordinate. A coordinate of 1, which rounding can produce, is in the last one. */
    private int cell(double coordinate) {
        return Math.min((int) ((coordinate + 1) / 2 * cells), cells - 1);
    }
}
