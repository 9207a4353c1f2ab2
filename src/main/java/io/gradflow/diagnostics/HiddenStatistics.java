package io.gradflow.diagnostics;

import io.gradflow.nn.Elementary;

/**
 * Counts and sums over the pre-activations and derivatives of hidden layers, from which the rates and means of
 * {@link Metric} follow. All results are NaN when nothing was added.
 */
final class HiddenStatistics {
    private static final double SMALL_DERIVATIVE = 1e-3;
    private static final double NEAR_ZERO = 0.1;
    private static final double LOG_OFFSET = 1e-12;

    /**
     * One logarithm is taken of this many factors' product: it costs as much as all else here together. Sixteen factors
     * from 1e-12 on stay above 1e-192, and |phi'| up to 1e18 cannot overflow them.
     */
    private static final int FACTORS_PER_LOG = 16;

    private long count;
    private long smallDerivatives;
    private long nearZero;
    private long atLimit;
    private double derivativeSum;
    private double derivativeLogSum;
    private double preActivationSum;

    static HiddenStatistics of(HiddenLayer layer) {
        var statistics = new HiddenStatistics();
        statistics.count = layer.preActivations().length;
        statistics.addSums(layer);
        statistics.addLogs(layer.derivatives());
        return statistics;
    }

    private void addSums(HiddenLayer layer) {
        var activation = layer.activation();
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
        atLimit += other.atLimit;
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

    double limitRate() {
        return (double) atLimit / count;
    }
}
