package io.gradflow.cli.replay;

import io.gradflow.cli.figure.Axes;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Ink;
import io.gradflow.figure.Mark;
import io.gradflow.figure.Panel;
import io.gradflow.figure.Series;
import io.gradflow.nn.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The pictures of a network by epoch: its losses, its updates, its derivatives and its hidden units. */
final class LinePictures {
    private static final int MOST_COLUMNS = 8;

    /** So many panels are below each other. */
    private static final int MOST_IN_A_COLUMN = 4;

    private final String run;
    private final Architecture architecture;
    private final NetworkHistory history;

    LinePictures(String run, Architecture architecture, NetworkHistory history) {
        this.run = run;
        this.architecture = architecture;
        this.history = history;
    }

    Figure losses() {
        var panels = List.of(
                panel("", 0, 0, "loss", history.losses(), history.losses()),
                panel("", 1, 0, "accuracy", history.accuracies(), history.accuracies()));
        return figure("loss and accuracy", panels, List.of(named("train", 0), named("test", 1)), List.of());
    }

    Figure derivatives() {
        var lines = history.derivatives();
        var legend = IntStream.range(0, lines.size())
                .mapToObj(layer -> new Series("layer " + (layer + 1), "", Ink.ofRank(layer, lines.size())))
                .toList();
        return figure(
                "mean |phi'| of each hidden layer",
                List.of(panel("", 0, 0, "mean |phi'|", lines, lines)),
                legend,
                List.of());
    }

    Figure updates() {
        boolean isSingle = history.isOfParameters();
        return figure(
                isSingle ? "the updates of each parameter" : "the norm of each layer's updates",
                grid(
                        isSingle ? parameterNames() : layerNames(architecture.layers()),
                        isSingle ? "update" : "norm",
                        history.updates()),
                List.of(named("update", 0)),
                List.of("An update is the change from one logged epoch to the next"
                        + (isSingle
                                ? "; w is a weight (layer, from unit, to unit), b a bias (layer, unit)."
                                : "; of a network with more parameters than " + NetworkHistory.MOST_SINGLE
                                        + ", the norm of each layer's.")));
    }

    Figure units() {
        boolean isSingle = history.isOfUnits();
        return figure(
                isSingle ? "the activation of each hidden unit" : "the activations of each hidden layer",
                grid(
                        isSingle ? unitNames() : layerNames(architecture.layers() - 1),
                        isSingle ? "phi(z)" : "mean phi(z)",
                        history.units()),
                List.of(named(isSingle ? "mean" : "median", 0)),
                List.of(
                        isSingle
                                ? "Of each unit (layer: unit) the line is the mean of phi(z) over the training samples,"
                                        + " the band its 10th to 90th percentile."
                                : "Of a network with more hidden units than " + NetworkHistory.MOST_SINGLE
                                        + ": of each unit the mean of phi(z) over the training samples; the line is the"
                                        + " median over the layer's units, the band from the lower to the upper"
                                        + " quartile."));
    }

    /** Small multiples, of which those of a row share their vertical axis. */
    private static List<Panel> grid(List<String> names, String label, List<List<Mark>> marks) {
        int count = names.size();
        int columns = count <= MOST_IN_A_COLUMN ? 1 : Math.min(MOST_COLUMNS, (int) Math.ceil(Math.sqrt(count)));
        var panels = new ArrayList<Panel>();
        for (int place = 0; place < count; place++) {
            int row = place / columns;
            var ofRow = marks.subList(row * columns, Math.min(count, (row + 1) * columns)).stream()
                    .flatMap(List::stream)
                    .toList();
            panels.add(panel(names.get(place), row, place % columns, label, marks.get(place), ofRow));
        }
        return panels;
    }

    private static Panel panel(String name, int row, int column, String label, List<Mark> marks, List<Mark> ofRow) {
        return new Panel(name, row, column, Axes.numbers(label, ofRow.stream().flatMapToDouble(Mark::ys)), marks);
    }

    private List<String> parameterNames() {
        var names = new ArrayList<String>();
        for (int layer = 0; layer < architecture.layers(); layer++) {
            for (int from = 1; from <= architecture.fanIn(layer); from++) {
                for (int to = 1; to <= architecture.fanOut(layer); to++) {
                    names.add("w " + (layer + 1) + ": " + from + ", " + to);
                }
            }
            for (int to = 1; to <= architecture.fanOut(layer); to++) {
                names.add("b " + (layer + 1) + ": " + to);
            }
        }
        return names;
    }

    private List<String> unitNames() {
        return IntStream.range(0, architecture.layers() - 1)
                .boxed()
                .flatMap(layer -> IntStream.rangeClosed(1, architecture.fanOut(layer))
                        .mapToObj(unit -> "unit " + (layer + 1) + ": " + unit))
                .toList();
    }

    private static List<String> layerNames(int layers) {
        return IntStream.rangeClosed(1, layers)
                .mapToObj(layer -> "layer " + layer)
                .toList();
    }

    private static Series named(String name, int place) {
        return new Series(name, "", Ink.ofName(place));
    }

    private Figure figure(String what, List<Panel> panels, List<Series> legend, List<String> meaning) {
        var notes = new ArrayList<String>();
        if (history.thinned() > 1) {
            notes.add("Of " + history.networks() + " logged epochs, each line has the least and the greatest value of"
                    + " each " + history.thinned() + ", and the last.");
        }
        notes.addAll(meaning);
        var epochs = panels.stream().flatMap(panel -> panel.marks().stream()).flatMapToDouble(Mark::xs);
        return new Figure(run + ": " + what, panels, Axes.epochs(epochs), legend, Optional.empty(), notes);
    }
}
