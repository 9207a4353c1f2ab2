package io.gradflow.diagnostics;

import io.gradflow.nn.function.Elementary;
import io.gradflow.results.Metric;

/**
 * Counts and sums over the pre-activations and derivatives of hidden layers, from which the rates and means of
 * {@link Metric} follow. All results are NaN when nothing was added.
 */
public final class HiddenStatistics {
    /** A derivative of a smaller magnitude counts as small. */
    public static final double SMALL_DERIVATIVE = 1e-3;

    /** A pre-activation of this magnitude or a smaller one counts as near zero. */
    public static final double NEAR_ZERO = 0.1;

    /** What is added to |phi'| before its logarithm is taken. */
    public static final double LOG_OFFSET = 1e-12;

    /**
     * One logarithm is taken of this many factors' product: it costs as much as all else here together. Sixteen factors
     * from 1e-12 on stay above 1e-192, and |phi'| up to 1e18 cannot overflow them.
     */
    public static final int FACTORS_PER_LOG = 16;

    /** In place of a count, for an activation without a limit region. */
    public static final long NO_LIMIT = -1;

    private long count;
    private long smallDerivatives;
    private long nearZero;
    private long atLimit;
    private double derivativeSum;
    private double derivativeLogSum;
    private double preActivationSum;

    /** Of nothing. */
    HiddenStatistics() {}

    /**
     * Of what was counted and added up elsewhere.
     *
     * @param count elements
     * @param smallDerivatives how many have {@code |phi'| < SMALL_DERIVATIVE}
     * @param nearZero how many have {@code |z| <= NEAR_ZERO}
     * @param atLimit how many are in the activation's limit region; {@link #NO_LIMIT} if it has none
     * @param derivativeSum of |phi'|
     * @param derivativeLogSum of log(|phi'| + LOG_OFFSET)
     * @param preActivationSum of |z|
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

    /** NaN if there is none, or if nothing was added. */
    double limitRate() {
        return hasLimitRate() ? (double) atLimit / count : Double.NaN;
    }
}
