package io.gradflow.diagnostics;

import io.gradflow.nn.function.Elementary;
import io.gradflow.results.Metric;

/**
 * Counts and sums over the pre-activations and derivatives of hidden layers, from which the rates and means of
 * {@link Metric} follow. All results are NaN for an empty sample.
 */
public final class HiddenStatistics {
    /** A derivative whose magnitude is below this counts as small. */
    public static final double SMALL_DERIVATIVE = 1e-3;

    /** A pre-activation whose magnitude is this or less counts as near zero. */
    public static final double NEAR_ZERO = 0.1;

    /** The number added to |phi'| before its logarithm is taken. */
    public static final double LOG_OFFSET = 1e-12;

    /**
     * The number of factors whose product takes one logarithm. A logarithm for each factor would cost as much as
     * everything else here together. The product of sixteen factors of at least 1e-12 is at least 1e-192, and it cannot
     * overflow for |phi'| up to 1e18.
     */
    public static final int FACTORS_PER_LOG = 16;

    /** The value in place of a count for an activation without a limit region. */
    public static final long NO_LIMIT = -1;

    private long count;
    private long smallDerivatives;
    private long nearZero;
    private long atLimit;
    private double derivativeSum;
    private double derivativeLogSum;
    private double preActivationSum;

    /** Counts and sums of an empty sample. */
    HiddenStatistics() {}

    /**
     * Holds counts and sums that were computed elsewhere.
     *
     * @param count the number of elements
     * @param smallDerivatives the number of elements with {@code |phi'| < SMALL_DERIVATIVE}
     * @param nearZero the number of elements with {@code |z| <= NEAR_ZERO}
     * @param atLimit the number of elements in the activation's limit region; {@link #NO_LIMIT} if it has none
     * @param derivativeSum the sum of |phi'|
     * @param derivativeLogSum the sum of log(|phi'| + LOG_OFFSET)
     * @param preActivationSum the sum of |z|
     */
    public HiddenStatistics(
            long count,
            long smallDerivatives,
            long nearZero,
            long atLimit,
            double derivativeSum,
            double derivativeLogSum,
            double preActivationSum) {
        this.count = count;
        this.smallDerivatives = smallDerivatives;
        this.nearZero = nearZero;
        this.atLimit = atLimit;
        this.derivativeSum = derivativeSum;
        this.derivativeLogSum = derivativeLogSum;
        this.preActivationSum = preActivationSum;
    }

    static HiddenStatistics of(HiddenLayer layer) {
        var statistics = new HiddenStatistics();
        statistics.count = layer.preActivations().length;
        statistics.addSums(layer);
        statistics.addLogs(layer.derivatives());
        return statistics;
    }

    private void addSums(HiddenLayer layer) {
        var activation = layer.activation();
        if (activation.traits().limitRegion().isEmpty()) {
            atLimit = NO_LIMIT;
        }
        for (int i = 0; i < layer.preActivations().length; i++) {
            double z = layer.preActivations()[i];
            double dphi = Math.abs(layer.derivatives()[i]);
            preActivationSum += Math.abs(z);
            derivativeSum += dphi;
            smallDerivatives += dphi < SMALL_DERIVATIVE ? 1 : 0;
            nearZero += Math.abs(z) <= NEAR_ZERO ? 1 : 0;
            atLimit += activation.isAtLimit(z, layer.values()[i]) ? 1 : 0;
        }
    }

    private void addLogs(double[] derivatives) {
        double product = 1;
        int factors = 0;
        for (double derivative : derivatives) {
            product *= Math.abs(derivative) + LOG_OFFSET;
            if (++factors == FACTORS_PER_LOG) {
                derivativeLogSum += Elementary.log(product);
                product = 1;
                factors = 0;
            }
        }
        derivativeLogSum += Elementary.log(product);
    }

    void add(HiddenStatistics other) {
        count += other.count;
        smallDerivatives += other.smallDerivatives;
        nearZero += other.nearZero;
        atLimit = other.hasLimitRate() ? atLimit + other.atLimit : NO_LIMIT;
        derivativeSum += other.derivativeSum;
        derivativeLogSum += other.derivativeLogSum;
        preActivationSum += other.preActivationSum;
    }

    double dphiSmallRate() {
        return (double) smallDerivatives / count;
    }

    double dphiMeanAbs() {
        return derivativeSum / count;
    }

    double dphiLogMean() {
        return derivativeLogSum / count;
    }

    double zMeanAbs() {
        return preActivationSum / count;
    }

    double zNear0Rate() {
        return (double) nearZero / count;
    }

    boolean hasLimitRate() {
        return atLimit != NO_LIMIT;
    }

    /** The share of elements in the limit region. It is NaN if there is no region or if the sample is empty. */
    double limitRate() {
        return hasLimitRate() ? (double) atLimit / count : Double.NaN;
    }
}
