package io.gradflow.cli.replay;

import io.gradflow.engine.NetworkObserver;
import io.gradflow.nn.Architecture;
import io.gradflow.results.EpochRow;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.sweep.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * What pictures of one training need: its losses, how its parameters change, and its last parameters. Of a large
 * network it keeps the norm of each layer's change, so that its size does not matter. Memory grows with logged epochs.
 */
public final class NetworkHistory implements NetworkObserver {
    /** So many parameters have a picture each. */
    private static final int MOST_PARAMETERS = 64;

    private final Architecture architecture;
    private final List<Integer> epochs = new ArrayList<>();
    private final List<double[]> updates = new ArrayList<>();
    private final List<EpochRow> rows = new ArrayList<>();
    private double[] last;

    /** Nothing has been seen yet. */
    public NetworkHistory(Architecture architecture) {
        this.architecture = architecture;
    }

    @Override
    public void observe(Task task, int epoch, double[] parameters) {
        if (last != null) {
            updates.add(isOfParameters() ? change(last, parameters) : norms(last, parameters));
        }
        epochs.add(epoch);
        last = parameters;
    }

    /** Notes a row. */
    public void add(EpochRow row) {
        rows.add(row);
    }

    /** Whether updates are those of each parameter; else they are the norms of those of each layer. */
    boolean isOfParameters() {
        return architecture.parameterCount() <= MOST_PARAMETERS;
    }

    private static double[] change(double[] before, double[] after) {
        var change = new double[after.length];
        for (int i = 0; i < change.length; i++) {
            change[i] = after[i] - before[i];
        }
        return change;
    }

    private double[] norms(double[] before, double[] after) {
        var norms = new double[architecture.layers()];
        for (int layer = 0; layer < norms.length; layer++) {
            int to = architecture.biasOffset(layer) + architecture.fanOut(layer);
            double norm = 0;
            for (int i = architecture.weightOffset(layer); i < to; i++) {
                norm = Math.hypot(norm, after[i] - before[i]);
            }
            norms[layer] = norm;
        }
        return norms;
    }

    /** The parameters at the last logged epoch. */
    double[] last() {
        return last;
    }

    /** The last logged epoch. */
    int lastEpoch() {
        return epochs.get(epochs.size() - 1);
    }

    /** All logged epochs. */
    double[] epochs() {
        return epochs.stream().mapToDouble(epoch -> epoch).toArray();
    }

    /** The epochs from which updates lead to the next logged one. */
    double[] epochsOfUpdates() {
        return epochs.stream().limit(updates.size()).mapToDouble(epoch -> epoch).toArray();
    }

    /** The updates of a parameter, or the norms of those of a layer; from 0. */
    double[] updates(int place) {
        return updates.stream().mapToDouble(update -> update[place]).toArray();
    }

    /** A metric at all logged epochs. */
    double[] values(Metric metric) {
        return rows.stream().mapToDouble(row -> row.measurement().get(metric)).toArray();
    }

    /** A metric of a layer, from 0, at all logged epochs. */
    double[] values(int layer, LayerMetric metric) {
        return rows.stream()
                .mapToDouble(row -> row.measurement().get(layer, metric))
                .toArray();
    }
}
