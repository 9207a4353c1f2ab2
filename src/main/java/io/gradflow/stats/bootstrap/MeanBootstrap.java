package io.gradflow.stats.bootstrap;

import io.gradflow.random.Generator;
import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;
import io.gradflow.stats.Sample;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Quantile.EstimationMethod;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The bootstrap of a mean: the means of many resamples, each of n values drawn with replacement. Its intervals are too
 * short for small n: use {@link Sample#studentInterval} unless there is a reason.
 *
 * <p>The draws are {@code numpy.random.default_rng(seed).integers(0, n, (resamples, n))} from the values in ascending
 * order, so the means are those of {@code scipy.stats.bootstrap} for the sorted sample and that generator.
 *
 * @see <a href="https://doi.org/10.1080/01621459.1987.10478410">B. Efron, Better Bootstrap Confidence Intervals, JASA
 *     82 (1987)</a>
 */
public final class MeanBootstrap {
    /** How many resamples a comparison draws: the ends of an interval at 95% hardly depend on the seed then. */
    public static final int USUAL_RESAMPLES = 10_000;

    /** The most draws, resamples times n: some ten seconds, and enough for 2,000 resamples of 10^6 seeds. */
    public static final long MAX_DRAWS = 2_000_000_000L;

    /** Means that differ by less than this, relative to the largest value, are equal but for rounding. */
    private static final double ROUNDING = 1e-12;

    private static final NormalDistribution STANDARD_NORMAL = NormalDistribution.of(0, 1);
    private static final Quantile LINEAR = Quantile.withDefaults().with(EstimationMethod.HF7);

    private final double[] values;
    private final double mean;
    private final double[] sortedMeans;

    private MeanBootstrap(double[] values, double mean, double[] sortedMeans) {
        this.values = values;
        this.mean = mean;
        this.sortedMeans = sortedMeans;
    }

    /**
     * Draws the resamples.
     *
     * @param resamples how many, at least 1; 2,000 or more for intervals at 95%
     * @param seed the seed of the draws, at least 0
     * @throws IllegalArgumentException if there are no resamples, if they take more than {@link #MAX_DRAWS} draws, or
     *     if the seed is negative
     */
    public static MeanBootstrap of(Sample sample, int resamples, long seed) {
        int n = sample.n();
        if (resamples < 1 || (long) resamples * n > MAX_DRAWS) {
            throw new IllegalArgumentException("resamples must be at least 1 and at most " + MAX_DRAWS / n + " for " + n
                    + " values, but are " + resamples);
        }
        double[] values = sample.sortedValues();
        var generator = Generator.seeded(seed);
        var means = new double[resamples];
        for (int b = 0; b < resamples; b++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += values[(int) generator.integers(0, n)];
            }
            means[b] = sum / n;
        }
        Arrays.sort(means);
        return new MeanBootstrap(values, sample.mean(), means);
    }

    /** How many resamples. */
    public int resamples() {
        return sortedMeans.length;
    }

    /**
     * The percentile interval: the quantiles alpha/2 and 1 - alpha/2 of the means, interpolated linearly. Empty if n is
     * 1.
     */
    public Optional<Interval> percentileInterval(ConfidenceLevel level) {
        double tail = level.alpha() / 2;
        return interval(tail, 1 - tail);
    }

    /**
     * The BCa interval (bias-corrected and accelerated; Efron 1987, equation 2.3), with the acceleration of the
     * jackknife. The bias correction counts the means below the sample's, and half of those that equal it or differ by
     * rounding, as SciPy does. If no mean is below or all are, it is that of half a resample. Empty if n is 1.
     */
    public Optional<Interval> bcaInterval(ConfidenceLevel level) {
        double bias = STANDARD_NORMAL.inverseCumulativeProbability(shareBelowMean());
        double acceleration = acceleration();
        DoubleUnaryOperator corrected = z -> {
            double shifted = bias + z;
            return STANDARD_NORMAL.cumulativeProbability(bias + shifted / (1 - acceleration * shifted));
        };
        double z = level.normalQuantile();
        return interval(corrected.applyAsDouble(-z), corrected.applyAsDouble(z));
    }

    private Optional<Interval> interval(double lower, double upper) {
        if (values.length == 1) {
            return Optional.empty();
        }
        return Optional.of(new Interval(quantile(Math.min(lower, upper)), quantile(Math.max(lower, upper))));
    }

    private double quantile(double probability) {
        return LINEAR.evaluate(sortedMeans.length, i -> sortedMeans[i], probability);
    }

    private double shareBelowMean() {
        double tolerance = ROUNDING * Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
        double below = 0;
        for (double resampled : sortedMeans) {
            if (Math.abs(resampled - mean) <= tolerance) {
                below += 0.5;
            } else if (resampled < mean) {
                below++;
            }
        }
        double halfResample = 0.5 / sortedMeans.length;
        return Math.min(Math.max(below / sortedMeans.length, halfResample), 1 - halfResample);
    }

    /**
     * The sixth of the skewness of the jackknife's influences (Efron 1987, equation 6.6). For a mean these are the
     * deviations of the values. 0 if the values are equal.
     */
    private double acceleration() {
        double squares = 0;
        double cubes = 0;
        for (double value : values) {
            double deviation = value - mean;
            squares += deviation * deviation;
            cubes += deviation * deviation * deviation;
        }
        return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
    }
}
