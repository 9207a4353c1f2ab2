package io.gradflow.cli.replay;

import io.gradflow.diagnostics.Percentiles;
import io.gradflow.figure.Mark;
import io.gradflow.nn.Architecture;
import io.gradflow.results.EpochRow;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the pictures of one training by epoch need, as lines. Of a large network it keeps lines of its layers, and a
 * line has no more points than can be seen, so that the memory depends neither on the network nor on the epochs.
 */
final class NetworkHistory {
    /** So many parameters, and so many hidden units, have a picture each. */
    static final int MOST_SINGLE = 64;

    private final Architecture architecture;
    private final ThinnedLine trainLoss = new ThinnedLine();
    private final ThinnedLine testLoss = new ThinnedLine();
    private final ThinnedLine trainAccuracy = new ThinnedLine();
    private final ThinnedLine testAccuracy = new ThinnedLine();
    private final List<ThinnedLine> derivatives;
    private final List<ThinnedLine> updates;
    private final List<Spread> units;
    private LoggedNetwork last;
    private int networks;

    /** A line within a band. */
    private record Spread(ThinnedLine middle, ThinnedLine low, ThinnedLine high) {
        Spread() {
            this(new ThinnedLine(), new ThinnedLine(), new ThinnedLine());
        }

        void add(int epoch, double lowest, double value, double highest) {
            middle.add(epoch, value);
            low.add(epoch, lowest);
            high.add(epoch, highest);
        }

        List<Mark> marks() {
            return List.of(ThinnedLine.band(0, low, high), middle.line(0));
        }
    }

    /** Nothing has been seen yet. */
    NetworkHistory(Architecture architecture) {
        this.architecture = architecture;
        int hiddenLayers = architecture.layers() - 1;
        derivatives = many(hiddenLayers);
        updates = many(isOfParameters() ? architecture.parameterCount() : architecture.layers());
        units = Stream.generate(Spread::new)
                .limit(isOfUnits() ? architecture.hiddenUnits() : hiddenLayers)
                .toList();
    }

    private static List<ThinnedLine> many(int count) {
        return Stream.generate(ThinnedLine::new).limit(count).toList();
    }

    /** Whether updates are those of each parameter; else they are the norms of those of each layer. */
    boolean isOfParameters() {
        return architecture.parameterCount() <= MOST_SINGLE;
    }

    /** Whether each hidden unit has its line; else each hidden layer has one. */
    boolean isOfUnits() {
        return architecture.hiddenUnits() <= MOST_SINGLE;
    }

    /** Notes the network of a logged epoch. */
    void add(LoggedNetwork network) {
        if (last != null) {
            double[] before = last.parameters();
            double[] after = network.parameters();
            for (int i = 0; i < updates.size(); i++) {
                updates.get(i).add(last.epoch(), isOfParameters() ? after[i] - before[i] : norm(i, before, after));
            }
        }
        for (int i = 0; i < units.size(); i++) {
            if (isOfUnits()) {
                var unit = network.units().get(i);
                units.get(i).add(network.epoch(), unit.p10(), unit.mean(), unit.p90());
            } else {
                addLayer(i, network);
            }
        }
        last = network;
        networks++;
    }

    private double norm(int layer, double[] before, double[] after) {
        int to = architecture.biasOffset(layer) + architecture.fanOut(layer);
        double norm = 0;
        for (int i = architecture.weightOffset(layer); i < to; i++) {
            norm = Math.hypot(norm, after[i] - before[i]);
        }
        return norm;
    }

    private void addLayer(int layer, LoggedNetwork network) {
        double[] means = network.units().stream()
                .filter(unit -> unit.layer() == layer + 1)
                .mapToDouble(UnitActivation::mean)
                .toArray();
        double[] quartiles = Percentiles.of(means, 0.25, 0.5, 0.75);
        units.get(layer).add(network.epoch(), quartiles[0], quartiles[1], quartiles[2]);
    }

    /** Notes the row of a logged epoch. */
    void add(EpochRow row) {
        var measured = row.measurement();
        trainLoss.add(row.epoch(), measured.get(Metric.TRAIN_LOSS));
        testLoss.add(row.epoch(), measured.get(Metric.TEST_LOSS));
        trainAccuracy.add(row.epoch(), measured.get(Metric.TRAIN_ACC));
        testAccuracy.add(row.epoch(), measured.get(Metric.TEST_ACC));
        for (int layer = 0; layer < derivatives.size(); layer++) {
            derivatives.get(layer).add(row.epoch(), measured.get(layer, LayerMetric.DPHI_MEAN_ABS));
        }
    }

    /** The network of the last logged epoch. */
    LoggedNetwork last() {
        return last;
    }

    /** How many epochs were logged. */
    int networks() {
        return networks;
    }

    /** How many logged epochs a line has an extreme of; 1 if it has a point for each. */
    int thinned() {
        return trainLoss.size();
    }

    List<Mark> losses() {
        return List.of(trainLoss.line(0), testLoss.line(1));
    }

    List<Mark> accuracies() {
        return List.of(trainAccuracy.line(0), testAccuracy.line(1));
    }

    /** A line for each hidden layer. */
    List<Mark> derivatives() {
        return IntStream.range(0, derivatives.size())
                .mapToObj(layer -> (Mark) derivatives.get(layer).line(layer))
                .toList();
    }

    /** The line of each panel: of a parameter, or of the norms of a layer; at the epoch that each change leads from. */
    List<List<Mark>> updates() {
        return updates.stream().map(line -> List.<Mark>of(line.line(0))).toList();
    }

    /** The line and band of each panel: of a hidden unit, or of a hidden layer. */
    List<List<Mark>> units() {
        return units.stream().map(Spread::marks).toList();
    }
}
