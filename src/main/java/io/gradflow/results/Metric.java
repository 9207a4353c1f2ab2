package io.gradflow.results;

import java.util.Locale;

/**
 * A measurement of one network at one epoch. Pre-activations z and derivatives phi' are those of the training forward
 * pass, pooled over all hidden layers and training samples. Without a hidden layer these metrics are NaN. A value
 * that is NaN makes means and percentiles NaN, and does not count as one of those that a rate counts.
 */
public enum Metric {
    TRAIN_LOSS("mean loss over the training samples"),
    TEST_LOSS("mean loss over the test samples"),
    TRAIN_ACC("share of training samples put into their class"),
    TEST_ACC("share of test samples put into their class"),
    DPHI_SMALL_RATE("P(|phi'| < 1e-3)"),
    DPHI_MEAN_ABS("E |phi'|"),
    DPHI_P10_ABS("10th percentile of |phi'|, linear between order statistics", 0.10),
    DPHI_P01_ABS("1st percentile of |phi'|, linear between order statistics", 0.01),
    DPHI_LOG_MEAN("E log(|phi'| + 1e-12)"),
    Z_MEAN_ABS("E |z|"),
    Z_P90_ABS("90th percentile of |z|, linear between order statistics", 0.90),
    Z_NEAR0_RATE("P(|z| <= 0.1)"),
    LIMIT_RATE("P(z in the activation's limit region: saturated, or off for the rectifiers)"),
    /** Older stores have no such column, so it is null there. */
    TRAIN_MAJORITY("share of the most frequent class among the training samples; null for regression");

    private final String column = name().toLowerCase(Locale.ROOT);
    private final String description;
    private final double probability;

    Metric(String description) {
        this(description, Double.NaN);
    }

    Metric(String description, double probability) {
        this.description = description;
        this.probability = probability;
    }

    /** The name of the column. */
    public String column() {
        return column;
    }

    /** The definition in one line. */
    public String description() {
        return description;
    }

    /**
     * Whether it is a property of the data that the network is trained on, and does not change while it learns.
     * Statistics over runs are of all other metrics.
     */
    public boolean isOfData() {
        return this == TRAIN_MAJORITY;
    }

    /** The probability of a percentile, in [0, 1]; NaN for all other metrics. */
    public double probability() {
        return probability;
    }
}
