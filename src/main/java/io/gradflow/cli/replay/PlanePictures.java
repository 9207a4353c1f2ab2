package io.gradflow.cli.replay;

import io.gradflow.cli.figure.Axes;
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
import io.gradflow.sweep.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The pictures of a network with two inputs: what it makes of its samples, and of the plane that they are in. */
final class PlanePictures {
    /** Cells of the plane to each side. */
    private static final int GRID = 80;

    /** How much wider than its samples the plane is drawn, at each side. */
    private static final double AROUND = 0.1;

    private static final int MOST_CLASSES = 9;

    private final Task task;
    private final String run;
    private final Split split;
    private final Axis across;
    private final Axis down;
    private final double cellWidth;
    private final double cellHeight;

    /** The middles of all cells, row by row. */
    private final double[] planeX;

    private final double[] planeY;

    PlanePictures(Task task, String run, Split split) {
        this.task = task;
        this.run = run;
        this.split = split;
        across = axis(split, 0);
        down = axis(split, 1);
        cellWidth = (across.limits().high() - across.limits().low()) / GRID;
        cellHeight = (down.limits().high() - down.limits().low()) / GRID;
        planeX = new double[GRID * GRID];
        planeY = new double[GRID * GRID];
        for (int i = 0; i < GRID * GRID; i++) {
            int column = i % GRID;
            int row = i / GRID;
            planeX[i] = across.limits().low() + (column + 0.5) * cellWidth;
            planeY[i] = down.limits().low() + (row + 0.5) * cellHeight;
        }
    }

    /** The axis of an input, around all samples. */
    private static Axis axis(Split split, int feature) {
        var values = DoubleStream.concat(inputs(split.train(), feature), inputs(split.test(), feature))
                .summaryStatistics();
        double margin = AROUND * (values.getMax() - values.getMin());
        return Axes.numbers(
                "input " + (feature + 1), DoubleStream.of(values.getMin() - margin, values.getMax() + margin));
    }

    private static DoubleStream inputs(Samples samples, int feature) {
        return IntStream.range(0, samples.count()).mapToDouble(i -> samples.inputs()[i * samples.features() + feature]);
    }

    /** Samples as dots that grow with the error. */
    Figure predictions(LoggedNetwork network) {
        var panels = List.of(
                panel("train", 0, 0, bubbles(split.train(), network.train())),
                panel("test", 0, 1, bubbles(split.test(), network.test())));
        return figure(
                run + ": predictions",
                panels,
                Optional.empty(),
                List.of("At epoch " + network.epoch() + ". A dot grows with the error: 1 minus the predicted"
                        + " probability of the sample's class."));
    }

    private List<Mark> bubbles(Samples samples, NetworkOutputs network) {
        return dots(samples, (sample, label) -> 1 - probability(network.outputs(), sample, label));
    }

    @FunctionalInterface
    private interface DotSize {
        double of(int sample, int label);
    }

    /** A mark for each class. */
    private List<Mark> dots(Samples samples, DotSize size) {
        return IntStream.range(0, classCount())
                .mapToObj(label -> {
                    int[] chosen = IntStream.range(0, samples.count())
                            .filter(i -> samples.labels()[i] == label)
                            .toArray();
                    return (Mark) new Mark.Bubbles(
                            label % MOST_CLASSES,
                            coordinate(samples, 0, chosen),
                            coordinate(samples, 1, chosen),
                            Arrays.stream(chosen)
                                    .mapToDouble(i -> size.of(i, label))
                                    .toArray());
                })
                .toList();
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

    /**
     * What a network makes of the plane.
     *
     * @param probabilities for each panel the probability of its class in each cell
     */
    record Surface(int epoch, List<double[]> probabilities) {}

    Surface surface(int epoch, double[] parameters) {
        var probabilities = Stream.generate(() -> new double[GRID * GRID])
                .limit(shownClasses())
                .toList();
        // Row by row, since a pass holds the activations of all its samples.
        for (int first = 0; first < GRID * GRID; first += GRID) {
            double[] outputs = NetworkOutputs.of(task, parameters, cells(first)).outputs();
            for (int i = 0; i < GRID; i++) {
                for (int place = 0; place < probabilities.size(); place++) {
                    probabilities.get(place)[first + i] = probability(outputs, i, firstClass() + place);
                }
            }
        }
        return new Surface(epoch, probabilities);
    }

    /** The middles of the cells of a row. */
    private Samples cells(int first) {
        double[] inputs = new double[2 * GRID];
        for (int i = 0; i < GRID; i++) {
            inputs[2 * i] = planeX[first + i];
            inputs[2 * i + 1] = planeY[first + i];
        }
        return new Samples(2, inputs, new int[GRID]);
    }

    /** The picture of a surface alone. */
    Figure still(Surface surface) {
        return figure(surface, run + ": what the network makes of the plane", "At epoch " + surface.epoch() + ". ");
    }

    /** One of several pictures that differ in nothing but the epoch and the surface. */
    Figure frame(Surface surface) {
        return figure(surface, run + ", epoch " + surface.epoch(), "");
    }

    private Figure figure(Surface surface, String title, String when) {
        int shown = shownClasses();
        int columns = (int) Math.ceil(Math.sqrt(shown));
        var panels = new ArrayList<Panel>();
        for (int place = 0; place < shown; place++) {
            var marks = new ArrayList<Mark>();
            marks.add(new Mark.Cells(
                    planeX,
                    planeY,
                    cellWidth,
                    cellHeight,
                    surface.probabilities().get(place)));
            marks.addAll(dots(split.train(), (sample, label) -> 0));
            panels.add(panel(
                    shown == 1 ? "" : "class " + (firstClass() + place), place / columns, place % columns, marks));
        }
        String colour = shown == 1 ? "probability of class 1" : "probability of the class";
        var notes = new ArrayList<>(List.of(when + "The colour is the " + colour + ", dots are the training samples."));
        if (classCount() > shown + firstClass()) {
            notes.add("The first " + shown + " of " + classCount() + " classes are drawn.");
        }
        return figure(title, panels, Optional.of(new ColourScale(colour, new Limits(0, 1), Scale.LINEAR)), notes);
    }

    private int classCount() {
        return Math.max(2, task.architecture().outputs());
    }

    /** Of two classes one picture tells both. */
    private int firstClass() {
        return classCount() == 2 ? 1 : 0;
    }

    private int shownClasses() {
        return classCount() == 2 ? 1 : Math.min(classCount(), MOST_CLASSES);
    }

    private Panel panel(String name, int row, int column, List<Mark> marks) {
        return new Panel(name, row, column, down, marks);
    }

    private Figure figure(String title, List<Panel> panels, Optional<ColourScale> colours, List<String> notes) {
        var classes = IntStream.range(0, Math.min(classCount(), MOST_CLASSES))
                .mapToObj(label -> new Series("class " + label, "", Ink.ofName(label)))
                .toList();
        return new Figure(title, panels, across, classes, colours, notes);
    }
}
