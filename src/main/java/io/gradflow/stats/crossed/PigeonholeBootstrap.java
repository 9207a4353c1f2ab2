package io.gradflow.stats.crossed;

import io.gradflow.random.Generator;
import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;
import io.gradflow.stats.Sample;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Quantile.EstimationMethod;

/**
 * The bootstrap of the mean of a crossed table that resamples data seeds and init seeds independently. A run counts as
 * often as its data seed was drawn times its init seed. With many seeds of both kinds its variance errs on the side of
 * caution. With five of each its percentile interval is too short, as that of {@code MeanBootstrap} is.
 *
 * <p>Each resample draws the data seeds, then the init seeds:
 * {@code rng.integers(0, dataSeeds, dataSeeds)} and {@code rng.integers(0, initSeeds, initSeeds)} of
 * {@code numpy.random.default_rng(seed)}.
 *
 * @see <a href="https://doi.org/10.1214/07-AOAS122">A. B. Owen, The pigeonhole bootstrap, Annals of Applied Statistics
 *     1 (2007)</a>
 */
public final class PigeonholeBootstrap {
    /** How many resamples a comparison draws, where they do not take more than {@link #MAX_PRODUCTS}. */
    public static final int USUAL_RESAMPLES = 4_000;

    /** The most products, resamples times values of the table: a few seconds. */
    public static final long MAX_PRODUCTS = 2_000_000_000L;

    private static final Quantile LINEAR = Quantile.withDefaults().with(EstimationMethod.HF7);

    private final CrossedTable table;
    private final double[] sortedMeans;

    private PigeonholeBootstrap(CrossedTable table, double[] sortedMeans) {
        this.table = table;
        this.sortedMeans = sortedMeans;
    }

    /**
     * Draws the resamples.
     *
     * @param resamples how many, at least 1
     * @param seed the seed of the draws, at least 0
     * @throws IllegalArgumentException if there are no resamples, if they take more than {@link #MAX_PRODUCTS}, or if
     *     the seed is negative
     */
    public static PigeonholeBootstrap of(CrossedTable table, int resamples, long seed) {
        int rows = table.dataSeeds();
        int columns = table.initSeeds();
        long most = MAX_PRODUCTS / ((long) rows * columns);
        if (resamples < 1 || resamples > most) {
            throw new IllegalArgumentException("resamples must be at least 1 and at most " + most + " for a table of "
                    + rows + " x " + columns + ", but are " + resamples);
        }
        var generator = Generator.seeded(seed);
        var means = new double[resamples];
        for (int b = 0; b < resamples; b++) {
            int[] rowCounts = drawCounts(rows, generator);
            int[] columnCounts = drawCounts(columns, generator);
            double sum = 0;
            for (int i = 0; i < rows; i++) {
                if (rowCounts[i] > 0) {
                    sum += rowCounts[i] * rowSum(table, i, columnCounts);
                }
            }
            means[b] = sum / rows / columns;
        }
        Arrays.sort(means);
        return new PigeonholeBootstrap(table, means);
    }

    /**
     * The percentile interval of the mean: the quantiles alpha/2 and 1 - alpha/2, interpolated linearly. Empty if there
     * is only one data seed or only one init seed, because nothing can be said about others then.
     */
    public Optional<Interval> percentileInterval(ConfidenceLevel level) {
        if (table.dataSeeds() == 1 || table.initSeeds() == 1) {
            return Optional.empty();
        }
        double tail = level.alpha() / 2;
        return Optional.of(new Interval(quantile(tail), quantile(1 - tail)));
    }

    /** The standard deviation of the resampled means. NaN for one resample. */
    public double standardError() {
        return Sample.of(sortedMeans).standardDeviation();
    }

    private double quantile(double probability) {
        return LINEAR.evaluate(sortedMeans.length, i -> sortedMeans[i], probability);
    }

    private static int[] drawCounts(int n, Generator generator) {
        var counts = new int[n];
        for (int i = 0; i < n; i++) {
            counts[(int) generator.integers(0, n)]++;
        }
        return counts;
    }

    private static double rowSum(CrossedTable table, int row, int[] columnCounts) {
        double sum = 0;
        for (int j = 0; j < columnCounts.length; j++) {
            sum += columnCounts[j] * table.value(row, j);
        }
        return sum;
    }
}
