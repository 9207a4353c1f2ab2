package io.gradflow.cli.replay;

import io.gradflow.cli.figure.FigureFormat;
import io.gradflow.cli.output.NewOutput;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.data.Samples;
import io.gradflow.data.Split;
import io.gradflow.engine.breeze.NetworkOutputs;
import io.gradflow.figure.Axis;
import io.gradflow.figure.ColourScale;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Ink;
import io.gradflow.figure.Limits;
import io.gradflow.figure.Mark;
import io.gradflow.figure.Panel;
import io.gradflow.figure.Scale;
import io.gradflow.figure.Series;
import io.gradflow.figure.Size;
import io.gradflow.figure.Theme;
import io.gradflow.figure.chart.MissingFontsException;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.sweep.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The pictures of one network: its losses, its updates, its predictions and what it has made of the plane. */
public final class ReplayPictures {
    private static final List<FigureFormat> FORMATS = List.of(FigureFormat.PNG, FigureFormat.SVG);
    private static final int DPI = 150;

    /** Cells of the plane to each side. */
    private static final int GRID = 80;

    /** How much wider than its samples the plane is drawn, at each side. */
    private static final double AROUND = 0.1;

    private static final int MOST_CLASSES = 9;
    private static final int MOST_COLUMNS = 8;

    private final Task task;
    private final String title;
    private final NetworkHistory history;
    private final Split split;

    private ReplayPictures(Task task, NetworkHistory history) {
        this.task = task;
        this.history = history;
        title = "Run " + task.id().substring(0, 8);
        split = task.split();
    }

    /**
     * Draws all pictures that the network has.
     *
     * @throws UsageException if this JVM cannot draw text
     */
    public static void write(Task task, NetworkHistory history, NewOutput folder) throws Exception {
        var pictures = new ReplayPictures(task, history);
        draw("loss", pictures.losses(), folder);
        draw("updates", pictures.updates(), folder);
        if (task.architecture().hiddenUnits() > 0) {
            draw("derivatives", pictures.derivatives(), folder);
        }
        if (task.architecture().inputs() == 2) {
            draw("predictions", pictures.predictions(), folder);
            draw("surface", pictures.surface(), folder);
        }
    }

    private static void draw(String name, Figure figure, NewOutput folder) throws Exception {
        double width = figure.columns() == 1 ? 16 : figure.columns() == 2 ? 20 : 26;
        double height = 3.5 + figure.rows() * (figure.rows() == 1 ? 7 : figure.columns() > 4 ? 3.2 : 5);
        var size = Size.ofCentimetres(width, height, DPI);
        for (var format : FORMATS) {
            folder.write(name + format.ending(), out -> {
                try {
                    format.write(figure, Theme.SCREEN, size, out);
                } catch (MissingFontsException e) {
                    throw new UsageException(e.getMessage());
                }
            });
        }
    }

    private Figure losses() {
        var legend = List.of(series("train", 0), series("test", 1));
        double[] epochs = history.epochs();
        var panels = List.of(
                panel("", 0, 0, "loss", lines(epochs, Metric.TRAIN_LOSS, Metric.TEST_LOSS)),
                panel("", 1, 0, "accuracy", lines(epochs, Metric.TRAIN_ACC, Metric.TEST_ACC)));
        return figure("loss and accuracy", panels, epochAxis(epochs), legend, Optional.empty(), thinning(epochs));
    }

    private List<Mark> lines(double[] epochs, Metric train, Metric test) {
        return List.of(
                ThinnedLine.of(0, epochs, history.values(train)), ThinnedLine.of(1, epochs, history.values(test)));
    }

    private Figure updates() {
        double[] epochs = history.epochsOfUpdates();
        var names = history.isOfParameters() ? parameterNames() : layerNames();
        int columns = names.size() <= 4 ? 1 : Math.min(MOST_COLUMNS, (int) Math.ceil(Math.sqrt(names.size())));
        var lines = IntStream.range(0, names.size())
                .mapToObj(place -> ThinnedLine.of(0, epochs, history.updates(place)))
                .toList();
        var panels = new ArrayList<Panel>();
        for (int place = 0; place < names.size(); place++) {
            int row = place / columns;
            // The panels of a row share their axis.
            var ofRow = lines.subList(row * columns, Math.min(names.size(), (row + 1) * columns));
            panels.add(new Panel(
                    names.get(place),
                    row,
                    place % columns,
                    axis(history.isOfParameters() ? "update" : "norm", ofRow),
                    List.of(lines.get(place))));
        }
        var notes = new ArrayList<>(thinning(epochs));
        notes.add("An update is the change from one logged epoch to the next"
                + (history.isOfParameters()
                        ? "; w is a weight (layer, from unit, to unit), b a bias (layer, unit)."
                        : "; of a network with more parameters than 64, the norm of each layer's."));
        return figure(
                history.isOfParameters() ? "the updates of each parameter" : "the norm of each layer's updates",
                panels,
                epochAxis(epochs),
                List.of(series("update", 0)),
                Optional.empty(),
                notes);
    }

    private List<String> parameterNames() {
        var architecture = task.architecture();
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

    private List<String> layerNames() {
        return IntStream.rangeClosed(1, task.architecture().layers())
                .mapToObj(layer -> "layer " + layer)
                .toList();
    }

    private Figure derivatives() {
        double[] epochs = history.epochs();
        int layers = task.architecture().layers() - 1;
        var lines = IntStream.range(0, layers)
                .mapToObj(layer -> ThinnedLine.of(layer, epochs, history.values(layer, LayerMetric.DPHI_MEAN_ABS)))
                .toList();
        return figure(
                "mean |phi'| of each hidden layer",
                List.of(panel("", 0, 0, "mean |phi'|", lines)),
                epochAxis(epochs),
                IntStream.range(0, layers)
                        .mapToObj(layer -> new Series("layer " + (layer + 1), "", Ink.ofRank(layer, layers)))
                        .toList(),
                Optional.empty(),
                thinning(epochs));
    }

    /** Samples as dots that grow with the error. */
    private Figure predictions() {
        var panels = List.of(bubbles("train", 0, split.train()), bubbles("test", 1, split.test()));
        var notes = List.of("At epoch " + history.lastEpoch() + ". A dot grows with the error: 1 minus the predicted"
                + " probability of the sample's class.");
        return figure("predictions", panels, axisOf(0), classes(), Optional.empty(), notes);
    }

    private Panel bubbles(String name, int column, Samples samples) {
        double[] outputs = NetworkOutputs.of(task, history.last(), samples);
        var marks = new ArrayList<Mark>();
        for (int label = 0; label < classCount(); label++) {
            int of = label;
            int[] chosen = IntStream.range(0, samples.count())
                    .filter(i -> samples.labels()[i] == of)
                    .toArray();
            marks.add(new Mark.Bubbles(
                    label % MOST_CLASSES,
                    coordinate(samples, 0, chosen),
                    coordinate(samples, 1, chosen),
                    Arrays.stream(chosen)
                            .mapToDouble(i -> 1 - probability(outputs, i, of))
                            .toArray()));
        }
        return new Panel(name, 0, column, axisOf(1), marks);
    }

    private double probability(double[] outputs, int sample, int label) {
        int units = task.architecture().outputs();
        double output = units > 1 ? outputs[sample * units + label] : outputs[sample];
        // An output that is no probability, as with squared errors, may lie beyond 0 and 1.
        double within = Math.min(Math.max(output, 0), 1);
        return units > 1 || label == 1 ? within : 1 - within;
    }

    private static double[] coordinate(Samples samples, int feature, int[] chosen) {
        return Arrays.stream(chosen)
                .mapToDouble(i -> samples.inputs()[i * samples.features() + feature])
                .toArray();
    }

    /** What the network makes of the plane, with the training samples. */
    private Figure surface() {
        int classes = classCount();
        var across = axisOf(0).limits();
        var down = axisOf(1).limits();
        double width = (across.high() - across.low()) / GRID;
        double height = (down.high() - down.low()) / GRID;
        double[] inputs = new double[2 * GRID * GRID];
        for (int i = 0; i < GRID * GRID; i++) {
            int column = i % GRID;
            int row = i / GRID;
            inputs[2 * i] = across.low() + (column + 0.5) * width;
            inputs[2 * i + 1] = down.low() + (row + 0.5) * height;
        }
        var plane = new Samples(2, inputs, new int[GRID * GRID]);
        double[] outputs = NetworkOutputs.of(task, history.last(), plane);
        int[] all = IntStream.range(0, GRID * GRID).toArray();
        // Of two classes one picture tells both.
        int first = classes == 2 ? 1 : 0;
        int shown = classes == 2 ? 1 : Math.min(classes, MOST_CLASSES);
        int columns = (int) Math.ceil(Math.sqrt(shown));
        var panels = new ArrayList<Panel>();
        for (int place = 0; place < shown; place++) {
            int label = first + place;
            var marks = new ArrayList<Mark>();
            marks.add(new Mark.Cells(
                    coordinate(plane, 0, all),
                    coordinate(plane, 1, all),
                    width,
                    height,
                    Arrays.stream(all)
                            .mapToDouble(i -> probability(outputs, i, label))
                            .toArray()));
            marks.addAll(dots(split.train()));
            panels.add(
                    new Panel(shown == 1 ? "" : "class " + label, place / columns, place % columns, axisOf(1), marks));
        }
        var notes = new ArrayList<>(List.of("At epoch " + history.lastEpoch() + ", with the training samples."));
        if (classes > shown + first) {
            notes.add("The first " + shown + " of " + classes + " classes are drawn.");
        }
        return figure(
                "what the network makes of the plane",
                panels,
                axisOf(0),
                classes(),
                Optional.of(new ColourScale(
                        shown == 1 ? "probability of class 1" : "probability of the class",
                        new Limits(0, 1),
                        Scale.LINEAR)),
                notes);
    }

    private List<Mark> dots(Samples samples) {
        return IntStream.range(0, classCount())
                .mapToObj(label -> {
                    int[] chosen = IntStream.range(0, samples.count())
                            .filter(i -> samples.labels()[i] == label)
                            .toArray();
                    return (Mark) new Mark.Bubbles(
                            label % MOST_CLASSES,
                            coordinate(samples, 0, chosen),
                            coordinate(samples, 1, chosen),
                            new double[chosen.length]);
                })
                .toList();
    }

    private int classCount() {
        return Math.max(2, task.architecture().outputs());
    }

    private List<Series> classes() {
        int count = Math.min(classCount(), MOST_CLASSES);
        return IntStream.range(0, count)
                .mapToObj(label -> series("class " + label, label))
                .toList();
    }

    private static Series series(String name, int place) {
        return new Series(name, "", Ink.ofName(place));
    }

    /** The axis of an input, around all samples. */
    private Axis axisOf(int feature) {
        var values = DoubleStream.concat(inputs(split.train(), feature), inputs(split.test(), feature))
                .summaryStatistics();
        double margin = AROUND * (values.getMax() - values.getMin());
        return Axis.ofNumbers(
                "input " + (feature + 1),
                "",
                Scale.LINEAR,
                Limits.around(
                        DoubleStream.of(values.getMin() - margin, values.getMax() + margin),
                        Scale.LINEAR,
                        Double.NaN,
                        Double.NaN));
    }

    private static DoubleStream inputs(Samples samples, int feature) {
        return IntStream.range(0, samples.count()).mapToDouble(i -> samples.inputs()[i * samples.features() + feature]);
    }

    private static Panel panel(String name, int row, int column, String label, List<Mark> marks) {
        return new Panel(name, row, column, axis(label, marks), marks);
    }

    private static Axis axis(String label, List<Mark> marks) {
        return Axis.ofNumbers(
                label,
                "",
                Scale.LINEAR,
                Limits.around(marks.stream().flatMapToDouble(Mark::ys), Scale.LINEAR, Double.NaN, Double.NaN));
    }

    private static Axis epochAxis(double[] epochs) {
        return Axis.ofNumbers(
                "epoch", "", Scale.LINEAR, Limits.around(Arrays.stream(epochs), Scale.LINEAR, Double.NaN, Double.NaN));
    }

    private static List<String> thinning(double[] epochs) {
        return ThinnedLine.isThinned(epochs.length)
                ? List.of("Of " + epochs.length
                        + " logged epochs, each line has the least and the greatest value of each of "
                        + ThinnedLine.STRETCHES + " stretches.")
                : List.of();
    }

    private Figure figure(
            String what,
            List<Panel> panels,
            Axis x,
            List<Series> legend,
            Optional<ColourScale> colours,
            List<String> notes) {
        return new Figure(title + ": " + what, panels, x, legend, colours, notes);
    }
}
