package io.gradflow.results;

import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A measurement of one weight layer of a network at one epoch. The gradient is that of the mean loss by the layer's
 * weights, without its biases. A metric with the name of a {@link Metric} is that one over this hidden layer alone.
 * What is measured of z, phi(z) and phi' is of hidden layers: the output layer does not have it.
 */
@SuppressWarnings("EnumOrdinal") // positions in arrays that never leave this package
public enum LayerMetric {
    GRAD_NORM(DiagnosticGroup.LAYERS, Place.EVERY_LAYER, "Euclidean norm of the gradient by the layer's weights"),
    GRAD_RMS(DiagnosticGroup.LAYERS, Place.EVERY_LAYER, "root mean square of the gradient by the layer's weights"),
    DPHI_SMALL_RATE(Metric.DPHI_SMALL_RATE),
    DPHI_MEAN_ABS(Metric.DPHI_MEAN_ABS),
    DPHI_LOG_MEAN(Metric.DPHI_LOG_MEAN),
    Z_MEAN_ABS(Metric.Z_MEAN_ABS),
    Z_NEAR0_RATE(Metric.Z_NEAR0_RATE),
    LIMIT_RATE(Metric.LIMIT_RATE),
    Z_MEAN("E z"),
    Z_VAR("E (z - E z)^2"),
    PHI_MEAN("E phi(z)"),
    PHI_VAR("E (phi(z) - E phi(z))^2"),
    Z_SQ_MEAN("E z^2, which mean-field theory calls q"),
    Z_COS_MEAN("mean cosine of the layer's z at two samples, over all pairs of samples where neither is zero"),
    Z_ZERO_COUNT("how many samples have a z of zeros alone, and so are in no pair"),
    Z_P01_ABS("|z|", 0.01),
    Z_P10_ABS("|z|", 0.10),
    Z_P50_ABS("|z|", 0.50),
    Z_P90_ABS("|z|", 0.90),
    Z_P99_ABS("|z|", 0.99),
    DPHI_P01_ABS("|phi'|", 0.01),
    DPHI_P10_ABS("|phi'|", 0.10),
    DPHI_P50_ABS("|phi'|", 0.50),
    DPHI_P90_ABS("|phi'|", 0.90),
    DPHI_P99_ABS("|phi'|", 0.99),
    PARAM_NORM(DiagnosticGroup.UPDATES, Place.EVERY_LAYER, "Euclidean norm of the layer's parameters"),
    UPDATE_NORM(DiagnosticGroup.UPDATES, Place.EVERY_LAYER, "Euclidean norm of their change to the next epoch"),
    UPDATE_RATIO(DiagnosticGroup.UPDATES, Place.EVERY_LAYER, "update_norm / param_norm"),
    INIT_DISTANCE(DiagnosticGroup.UPDATES, Place.EVERY_LAYER, "Euclidean norm of their change since epoch 0"),
    UPDATE_ANGLE(
            DiagnosticGroup.UPDATES,
            Place.EVERY_LAYER,
            "angle of their change to the next epoch to that from the epoch before, in [0, pi]"),
    GRAD_COS(
            DiagnosticGroup.UPDATES,
            Place.EVERY_LAYER,
            "cosine of the gradient by the layer's parameters with that of the last row that has this group"),
    DEAD_COUNT(DiagnosticGroup.UNITS, Place.HIDDEN_LAYERS, "how many units have phi' = 0 at every training sample"),
    SILENT_COUNT(
            DiagnosticGroup.UNITS, Place.HIDDEN_LAYERS, "how many units have |phi'| < 1e-3 at every training sample"),
    SATURATED_COUNT(
            DiagnosticGroup.UNITS,
            Place.HIDDEN_LAYERS,
            "how many units have z in the activation's limit region at every training sample"),
    SAMPLE_GRAD_NORM_MEAN(
            DiagnosticGroup.NOISE,
            Place.EVERY_LAYER,
            "E |g_s|, with g_s the gradient of the loss at sample s by the layer's parameters"),
    SAMPLE_GRAD_NORM_VAR(DiagnosticGroup.NOISE, Place.EVERY_LAYER, "E (|g_s| - E |g_s|)^2"),
    GSNR(
            DiagnosticGroup.NOISE,
            Place.EVERY_LAYER,
            "mean of g^2 / rho^2 over the layer's parameters, with g mean and rho^2 variance of g_s"),
    GSNR_ZERO_COUNT(
            DiagnosticGroup.NOISE,
            Place.EVERY_LAYER,
            "how many parameters have a gradient of 0 at every sample, and so are not in gsnr"),
    NOISE_SCALE(DiagnosticGroup.NOISE, Place.EVERY_LAYER, "tr(Sigma) / |g|^2, with Sigma the covariance of g_s"),
    NORM_TEST(
            DiagnosticGroup.NOISE,
            Place.EVERY_LAYER,
            "n / (n - 1) tr(Sigma) / (b |g|^2), for batches of b of the n training samples"),
    INNER_PRODUCT_TEST(
            DiagnosticGroup.NOISE,
            Place.EVERY_LAYER,
            "n / (n - 1) Var(g_s . g) / (b |g|^4), for batches of b of the n training samples"),
    JAC_SV_MEAN(DiagnosticGroup.JACOBIAN, Metric.JAC_SV_MEAN),
    JAC_SV_SQ_MEAN(DiagnosticGroup.JACOBIAN, Metric.JAC_SV_SQ_MEAN),
    JAC_SV_SQ_VAR(DiagnosticGroup.JACOBIAN, Metric.JAC_SV_SQ_VAR),
    JAC_SV_SQ_MAX(DiagnosticGroup.JACOBIAN, Metric.JAC_SV_SQ_MAX),
    JAC_COND(DiagnosticGroup.JACOBIAN, Metric.JAC_COND),
    JAC_STABLE_RANK(DiagnosticGroup.JACOBIAN, Metric.JAC_STABLE_RANK),
    JAC_PARTICIPATION(DiagnosticGroup.JACOBIAN, Metric.JAC_PARTICIPATION),
    JAC_SINGULAR_COUNT(DiagnosticGroup.JACOBIAN, Metric.JAC_SINGULAR_COUNT),
    JAC_ZERO_COUNT(DiagnosticGroup.JACOBIAN, Metric.JAC_ZERO_COUNT);

    private final String column = name().toLowerCase(Locale.ROOT);
    private final DiagnosticGroup group;
    private final Place place;
    private final String description;
    private final double probability;

    private static final DiagnosticGroup[] GROUPS = DiagnosticGroup.values();
    /** For each group, how many metrics there are up to its last. */
    private static final int[] ROOM = new int[GROUPS.length];

    static {
        for (var metric : values()) {
            ROOM[metric.group.ordinal()] = metric.ordinal() + 1;
        }
    }

    /** Which layers have a metric. */
    private enum Place {
        EVERY_LAYER,
        HIDDEN_LAYERS
    }

    LayerMetric(DiagnosticGroup group, Place place, String description, double probability) {
        this.group = group;
        this.place = place;
        this.description = description;
        this.probability = probability;
    }

    LayerMetric(DiagnosticGroup group, Place place, String description) {
        this(group, place, description, Double.NaN);
    }

    LayerMetric(Metric pooled) {
        this(DiagnosticGroup.LAYERS, Place.HIDDEN_LAYERS, pooled.description() + ", of this hidden layer");
    }

    /** What a group measures of every layer as of the network. */
    LayerMetric(DiagnosticGroup group, Metric ofNetwork) {
        this(group, Place.EVERY_LAYER, ofNetwork.description() + ", of this layer");
    }

    /** A moment of hidden layers. */
    LayerMetric(String description) {
        this(DiagnosticGroup.MOMENTS, Place.HIDDEN_LAYERS, description);
    }

    /** A percentile of hidden layers. */
    LayerMetric(String of, double probability) {
        this(
                DiagnosticGroup.MOMENTS,
                Place.HIDDEN_LAYERS,
                Math.round(100 * probability)
                        + (probability < 0.015 ? "st" : "th")
                        + " percentile of " + of + ", linear between order statistics",
                probability);
    }

    /** The metrics that have columns where some groups are on: those of the default groups always have. */
    public static List<LayerMetric> of(DiagnosticGroups groups) {
        return Arrays.stream(values())
                .filter(metric -> groups.hasColumns(metric.group))
                .toList();
    }

    /** How many of the first metrics include those of some groups and of the default groups. */
    static int room(DiagnosticGroups groups) {
        int room = ROOM[DiagnosticGroup.LAYERS.ordinal()];
        for (int group = 0; group < GROUPS.length; group++) {
            if (groups.has(GROUPS[group])) {
                room = Math.max(room, ROOM[group]);
            }
        }
        return room;
    }

    /**
     * The metrics that a weight layer may have, in the order of this enum.
     *
     * @param layer from 0
     * @param layers number of weight layers; the last is the output layer
     */
    public static List<LayerMetric> of(int layer, int layers) {
        return Arrays.stream(values())
                .filter(metric -> metric.place == Place.EVERY_LAYER || layer < layers - 1)
                .toList();
    }

    /** The metric with a column of this name. */
    public static Optional<LayerMetric> named(String column) {
        return Arrays.stream(values())
                .filter(metric -> metric.column.equals(column))
                .findFirst();
    }

    /** Whether it is of the change to the next epoch. The last row of a task has none, and so it is null there. */
    public boolean isOfNextEpoch() {
        return this == UPDATE_NORM || this == UPDATE_RATIO || this == UPDATE_ANGLE;
    }

    /**
     * The metric that the last row of a task has if any of its rows has this one: it, or one of its group. Some have no
     * value where all gradients are 0, or where a Jacobian is singular, as they may be in the end.
     */
    public LayerMetric inLastRow() {
        return switch (this) {
            case UPDATE_NORM, UPDATE_RATIO, UPDATE_ANGLE -> PARAM_NORM;
            case GSNR, NOISE_SCALE, NORM_TEST, INNER_PRODUCT_TEST -> SAMPLE_GRAD_NORM_MEAN;
            case JAC_COND, JAC_STABLE_RANK, JAC_PARTICIPATION -> JAC_SV_MEAN;
            default -> this;
        };
    }

    /** The group that it is measured with. */
    public DiagnosticGroup group() {
        return group;
    }

    /** The name of the column in the view {@code layers}, and of the field in the column {@code layers}. */
    public String column() {
        return column;
    }

    /** The definition in one line. */
    public String description() {
        return description;
    }

    /** The probability of a percentile, in [0, 1]; NaN for all other metrics. */
    public double probability() {
        return probability;
    }
}
