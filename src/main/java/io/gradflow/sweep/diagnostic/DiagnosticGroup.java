package io.gradflow.sweep.diagnostic;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Measurements that are switched on and off together. Losses and accuracies are in no group: every row has them. */
public enum DiagnosticGroup {
    /** Derivatives and pre-activations, pooled over all hidden layers. */
    STUDY(true, 0.21),
    /** The gradient of each weight layer, and what of STUDY is no percentile of each hidden layer alone. */
    LAYERS(true, 0),
    /** Means and variances of each hidden layer, its mean cosine of pairs of samples, and its percentiles. */
    MOMENTS(true, 1.50),
    /** Norms and directions of each weight layer's parameters, of their updates and of their gradients. */
    UPDATES(false, 0.04),
    /** Which units of each hidden layer are dead, silent or saturated, and whether the network's output is constant. */
    UNITS(false, 0.04),
    /** How the gradients of single samples by each weight layer's parameters differ from their mean. */
    NOISE(false, 0.65),
    /** Singular values of the Jacobian of the outputs by the inputs, and of that of each weight layer. */
    JACOBIAN(false, 21.7);

    /**
     * The time that an epoch takes longer if it measures counts and sums of hidden layers, in epochs that measure
     * nothing. This and the costs of groups are means over relu, tanh, arctan and softsign of the study's networks, in
     * full packs of 8 on one core, with rows at every epoch, timed by a plain loop.
     * {@code scripts/bench EngineBenchmark -p engine=lanes -p groups=none}, and so on, measures the same.
     */
    private static final double SUMS = 0.18;

    private final boolean needsSums;
    private final double own;

    /**
     * Declares a group.
     *
     * @param needsSums whether it needs counts and sums of hidden layers, which are made once for all groups
     * @param own the time that an epoch takes longer for everything else that it needs, in epochs that measure nothing
     */
    DiagnosticGroup(boolean needsSums, double own) {
        this.needsSums = needsSums;
        this.own = own;
    }

    /** The names of all, in their order. */
    static List<String> names() {
        return Arrays.stream(values()).map(DiagnosticGroup::toString).toList();
    }

    static Optional<DiagnosticGroup> named(String name) {
        return Arrays.stream(values())
                .filter(group -> group.toString().equals(name))
                .findFirst();
    }

    /**
     * Predicts the time of a training over that of one that measures no group.
     *
     * @param shares for each group that is on, the share of epochs that measure it
     */
    static double cost(Map<DiagnosticGroup, Double> shares) {
        double cost = 1;
        double sums = 0;
        for (var entry : shares.entrySet()) {
            double share = entry.getValue();
            cost += entry.getKey().own * share;
            sums = Math.max(sums, entry.getKey().needsSums ? SUMS * share : 0);
        }
        return cost + sums;
    }

    /** The name in a configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
