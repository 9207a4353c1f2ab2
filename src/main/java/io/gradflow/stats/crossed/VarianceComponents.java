package io.gradflow.stats.crossed;

/**
 * The variance of a run as the sum of what its data seed, its init seed, and the rest (their interaction and noise,
 * which cannot be told apart with one run for each pair) contribute. Estimated from the mean squares of the two-way
 * random-effects analysis of variance, by the method of moments:
 *
 * <pre>
 * residual = MS_residual
 * data     = (MS_data - MS_residual) / init seeds
 * init     = (MS_init - MS_residual) / data seeds
 * </pre>
 *
 * @param data the contribution of the data seed
 * @param init the contribution of the init seed
 * @param residual the rest
 * @see <a href="https://doi.org/10.1002/9780470316856">S. R. Searle, G. Casella, C. E. McCulloch, Variance Components
 *     (1992), section 4.3</a>
 */
public record VarianceComponents(Component data, Component init, Component residual) {
    /**
     * One contribution.
     *
     * @param variance the estimate, at least 0, in squares of the unit of the values
     * @param truncated true if the estimate was negative and is reported as 0
     */
    public record Component(double variance, boolean truncated) {
        private static Component of(double estimate) {
            return new Component(Math.max(estimate, 0), estimate < 0);
        }
    }

    /**
     * The components of a table.
     *
     * @throws IllegalArgumentException if the table has fewer than two data seeds or two init seeds
     */
    public static VarianceComponents of(CrossedTable table) {
        int rows = table.dataSeeds();
        int columns = table.initSeeds();
        if (rows < 2 || columns < 2) {
            throw new IllegalArgumentException("variance components need at least two data seeds and two init seeds,"
                    + " but there are " + rows + " and " + columns);
        }
        double mean = table.mean();
        double[] rowMeans = table.rowMeans();
        double[] columnMeans = table.columnMeans();
        double residuals = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double residual = table.value(i, j) - rowMeans[i] - columnMeans[j] + mean;
                residuals += residual * residual;
            }
        }
        double residual = residuals / ((rows - 1.0) * (columns - 1.0));
        double data = squaredDeviations(rowMeans, mean) / (rows - 1.0) - residual / columns;
        double init = squaredDeviations(columnMeans, mean) / (columns - 1.0) - residual / rows;
        return new VarianceComponents(Component.of(data), Component.of(init), Component.of(residual));
    }

    /** The sum of the three. */
    public double total() {
        return data.variance + init.variance + residual.variance;
    }

    private static double squaredDeviations(double[] values, double mean) {
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum;
    }
}
