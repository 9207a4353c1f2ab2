package io.gradflow.results;

import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A measurement of one network at one epoch. Pre-activations z and derivatives phi' are those of the training forward
 * pass, pooled over all hidden layers and training samples. Without a hidden layer these metrics are NaN. A value
 * that is NaN makes means and percentiles NaN, and does not count as one of those that a rate counts.
 */
@SuppressWarnings("EnumOrdinal") // positions in arrays that never leave this package
public enum Metric {
    TRAIN_LOSS("mean loss over the training samples"),
    TEST_LOSS("mean loss over the test samples"),
    TRAIN_ACC("share of training samples put into their class"),
    TEST_ACC("share of test samples put into their class"),
    DPHI_SMALL_RATE(DiagnosticGroup.STUDY, "P(|phi'| < 1e-3)"),
    DPHI_MEAN_ABS(DiagnosticGroup.STUDY, "E |phi'|"),
    DPHI_P10_ABS(DiagnosticGroup.STUDY, "10th percentile of |phi'|, linear between order statistics", 0.10),
    DPHI_P01_ABS(DiagnosticGroup.STUDY, "1st percentile of |phi'|, linear between order statistics", 0.01),
    DPHI_LOG_MEAN(DiagnosticGroup.STUDY, "E log(|phi'| + 1e-12)"),
    Z_MEAN_ABS(DiagnosticGroup.STUDY, "E |z|"),
    Z_P90_ABS(DiagnosticGroup.STUDY, "90th percentile of |z|, linear between order statistics", 0.90),
    Z_NEAR0_RATE(DiagnosticGroup.STUDY, "P(|z| <= 0.1)"),
    LIMIT_RATE(DiagnosticGroup.STUDY, "P(z in the activation's limit region: saturated, or off for the rectifiers)"),
    /** Older stores have no such column, so it is null there. */
    TRAIN_MAJORITY("share of the most frequent class among the training samples; null for regression"),
    CONSTANT_OUTPUT(DiagnosticGroup.UNITS, "1 if the logits are finite and the same at every training sample, else 0"),
    BORN_DEAD(DiagnosticGroup.UNITS, "constant_output at epoch 0"),
    JAC_SV_MEAN(DiagnosticGroup.JACOBIAN, "mean singular value of the Jacobian, over all points and singular values"),
    JAC_SV_SQ_MEAN(DiagnosticGroup.JACOBIAN, "mean square of the Jacobian's singular values"),
    JAC_SV_SQ_VAR(DiagnosticGroup.JACOBIAN, "variance of the squares of the Jacobian's singular values"),
    JAC_SV_SQ_MAX(DiagnosticGroup.JACOBIAN, "largest square of the Jacobian's singular values"),
    JAC_COND(
            DiagnosticGroup.JACOBIAN,
            "geometric mean of the Jacobian's condition numbers, over points where it is not singular"),
    JAC_STABLE_RANK(
            DiagnosticGroup.JACOBIAN, "mean stable rank of the Jacobian, over points where it is not all zeros"),
    JAC_PARTICIPATION(
            DiagnosticGroup.JACOBIAN,
            "mean participation ratio of the squares of the Jacobian's singular values, over points where it is not"
                    + " all zeros"),
    JAC_SINGULAR_COUNT(DiagnosticGroup.JACOBIAN, "how many points have a singular Jacobian"),
    JAC_ZERO_COUNT(DiagnosticGroup.JACOBIAN, "how many points have a Jacobian of zeros alone");

    private final String column = name().toLowerCase(Locale.ROOT);
    /** Null for what every row has. */
    private final DiagnosticGroup group;

    private final String description;
    private final double probability;

    private static final Metric[] ALL = values();

    private static final int ROOM_OF_DEFAULT =
            of(DiagnosticGroups.DEFAULT).stream().mapToInt(Enum::ordinal).max().orElseThrow() + 1;

    Metric(String description) {
        this(null, description);
    }

    Metric(DiagnosticGroup group, String description) {
        this(group, description, Double.NaN);
    }

    Metric(DiagnosticGroup group, String description, double probability) {
        this.group = group;
        this.description = description;
        this.probability = probability;
    }

    /** The metrics that have columns where some groups are on: those of none and of the default groups always have. */
    public static List<Metric> of(DiagnosticGroups groups) {
        return Arrays.stream(values())
                .filter(metric -> metric.group == null || groups.hasColumns(metric.group))
                .toList();
    }

    /** How many of the first metrics include those of some groups, of the default groups and of none. */
    static int room(DiagnosticGroups groups) {
        int room = ROOM_OF_DEFAULT;
        for (var metric : ALL) {
            if (metric.ordinal() >= room && metric.group != null && groups.has(metric.group)) {
                room = metric.ordinal() + 1;
            }
        }
        return room;
    }

    /** The metric with a column of this name. */
    public static Optional<Metric> named(String column) {
        return Arrays.stream(values())
                .filter(metric -> metric.column.equals(column))
                .findFirst();
    }

    /** The group that it is measured with; empty for what every row has. */
    public Optional<DiagnosticGroup> group() {
        return Optional.ofNullable(group);
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
