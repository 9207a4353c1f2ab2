package io.gradflow.engine;

import io.gradflow.data.Samples;
import io.gradflow.diagnostics.GradientMetrics;
import io.gradflow.diagnostics.HiddenLayer;
import io.gradflow.diagnostics.HiddenMetrics;
import io.gradflow.diagnostics.Percentiles;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.ActivationTraits;
import io.gradflow.nn.loss.Loss;
import io.gradflow.nn.optimizer.Optimizer;
import io.gradflow.random.Generator;
import io.gradflow.random.Purpose;
import io.gradflow.results.EpochRow;
import io.gradflow.results.Measurement;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One network trained by plain loops over its numbers: what the lane engine must compute in each lane, operation by
 * operation, in this order. Arrays of activations are sample by sample, and unit by unit within a sample; the
 * diagnostics take 16 samples at a time, and of these unit by unit.
 */
public final class ScalarReference {
    private final Task task;
    private final Architecture architecture;
    private final Activation activation;
    private final Loss loss;
    private final double[] parameters;

    private ScalarReference(
            Task task, Architecture architecture, Activation activation, Loss loss, double[] parameters) {
        this.task = task;
        this.architecture = architecture;
        this.activation = activation;
        this.loss = loss;
        this.parameters = parameters;
    }

    /** All rows of a task. */
    public static List<EpochRow> train(Task task, int logEvery) {
        return new ScalarReference(task, task.architecture(), task.activation(), task.loss(), task.initialParameters())
                .train(logEvery);
    }

    /** What a network makes of some samples, with the gradient of the mean loss. */
    record Evaluation(double meanLoss, int correct, double[] gradient) {}

    /** One pass with the parameters as they are. */
    public static Evaluation evaluate(
            Architecture architecture, Activation activation, Loss loss, double[] parameters, Samples samples) {
        var network = new ScalarReference(null, architecture, activation, loss, parameters);
        var pass = network.new Pass(samples, parameters);
        return new Evaluation(pass.meanLoss(), pass.correct, network.gradient(pass));
    }

    private List<EpochRow> train(int logEvery) {
        var split = task.split();
        var updates = new Updates(split.train());
        var rows = new ArrayList<EpochRow>();
        boolean isDiverged = false;
        for (int epoch = 0; ; epoch++) {
            boolean isLogged = epoch == task.epochs() || epoch % logEvery == 0;
            isDiverged |= !areFinite(parameters);
            var pass = new Pass(split.train(), parameters);
            double[] gradient = gradient(pass);
            if (isLogged || updates.shareGradient) {
                isDiverged |= !Double.isFinite(pass.meanLoss()) || !areFinite(gradient);
            }
            var outcome = isDiverged ? Outcome.DIVERGED : epoch == task.epochs() ? Outcome.COMPLETED : null;
            if (outcome != null || isLogged) {
                var testPass = new Pass(split.test(), parameters);
                rows.add(new EpochRow(task, epoch, measure(pass, gradient, testPass, isDiverged), outcome));
            }
            if (outcome != null) {
                return rows;
            }
            isDiverged = !updates.make(epoch, gradient);
        }
    }

    /** The updates, epoch by epoch. */
    private final class Updates {
        private final Samples train;
        private final Optimizer.Updater updater =
                task.optimizer().updater(List.of(task.optimizer()), parameters.length);
        private final Generator generator = task.seeding().generator(task.seed(), Purpose.BATCHES);
        /** Whether an epoch's only update has the gradient of its row. */
        final boolean shareGradient;

        Updates(Samples train) {
            this.train = train;
            shareGradient = task.batch().size(train.count()) == train.count()
                    && !task.batch().isShuffled()
                    && !task.optimizer().looksAhead();
        }

        /** Makes those of an epoch; false if a gradient formed for them is not finite. */
        boolean make(int epoch, double[] gradient) {
            double[] factor = {task.schedule().factor(epoch, task.epochs())};
            if (shareGradient) {
                updater.update(parameters, gradient, factor);
                return true;
            }
            int count = train.count();
            int[] order = task.batch().isShuffled()
                    ? generator.permutation(count)
                    : IntStream.range(0, count).toArray();
            boolean isFinite = true;
            for (int first = 0; first < count; first += task.batch().size(count)) {
                int[] batch = Arrays.copyOfRange(
                        order, first, Math.min(first + task.batch().size(count), count));
                double[] point = parameters.clone();
                if (task.optimizer().looksAhead()) {
                    updater.lookAhead(parameters, point);
                }
                double[] batchGradient = gradient(new Pass(samples(batch), point));
                isFinite &= areFinite(batchGradient);
                updater.update(parameters, batchGradient, factor);
            }
            return isFinite;
        }

        private Samples samples(int[] indices) {
            int features = train.features();
            var inputs = new double[indices.length * features];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = train.inputs()[indices[i / features] * features + i % features];
            }
            int[] labels = IntStream.of(indices).map(i -> train.labels()[i]).toArray();
            return new Samples(features, inputs, labels);
        }
    }

    private static boolean areFinite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    /** A forward pass, with parameters of its own. */
    private final class Pass {
        private final double[] weights;
        private final int count;
        /** Of each weight layer: what goes in, and its z. */
        private final double[][] inputs = new double[architecture.layers()][];

        private final double[][] z = new double[architecture.layers()][];
        /** phi'(z) of each hidden layer. */
        private final double[][] derivatives = new double[architecture.layers() - 1][];

        /** Of the loss, by each logit. */
        private final double[] deltas;

        private final double[] losses;
        private int correct;
        /** The share of the class that has most samples. */
        private final double majority;

        Pass(Samples samples, double[] weights) {
            this.weights = weights;
            majority = (double) IntStream.of(samples.labels())
                            .mapToLong(label -> IntStream.of(samples.labels())
                                    .filter(other -> other == label)
                                    .count())
                            .max()
                            .orElseThrow()
                    / samples.count();
            count = samples.count();
            inputs[0] = samples.inputs();
            int last = architecture.layers() - 1;
            for (int layer = 0; layer < last; layer++) {
                z[layer] = affine(layer, inputs[layer], count, weights);
                inputs[layer + 1] = new double[z[layer].length];
                derivatives[layer] = new double[z[layer].length];
                for (int i = 0; i < z[layer].length; i++) {
                    inputs[layer + 1][i] = activation.value(z[layer][i]);
                    derivatives[layer][i] = activation.derivative(z[layer][i], inputs[layer + 1][i]);
                }
            }
            z[last] = affine(last, inputs[last], count, weights);
            losses = new double[count];
            deltas = new double[z[last].length];
            int outputs = architecture.outputs();
            for (int sample = 0; sample < count; sample++) {
                double[] logits = Arrays.copyOfRange(z[last], sample * outputs, (sample + 1) * outputs);
                var scalar = ScalarLoss.of(loss, logits, samples.labels()[sample]);
                losses[sample] = scalar.value();
                System.arraycopy(scalar.deltas(), 0, deltas, sample * outputs, outputs);
                correct += scalar.isCorrect() ? 1 : 0;
            }
        }

        double meanLoss() {
            double sum = 0;
            for (double sampleLoss : losses) {
                sum += sampleLoss;
            }
            return sum / count;
        }

        double accuracy() {
            return (double) correct / count;
        }
    }

    /** Inputs times weights, and then the biases. */
    private double[] affine(int layer, double[] inputs, int count, double[] all) {
        int fanIn = architecture.fanIn(layer);
        int fanOut = architecture.fanOut(layer);
        int weights = architecture.weightOffset(layer);
        int biases = architecture.biasOffset(layer);
        var z = new double[count * fanOut];
        for (int sample = 0; sample < count; sample++) {
            for (int out = 0; out < fanOut; out++) {
                double sum = 0;
                for (int in = 0; in < fanIn; in++) {
                    sum = Math.fma(inputs[sample * fanIn + in], all[weights + in * fanOut + out], sum);
                }
                z[sample * fanOut + out] = sum + all[biases + out];
            }
        }
        return z;
    }

    private double[] gradient(Pass pass) {
        var gradient = new double[parameters.length];
        double[] deltas = pass.deltas;
        for (int layer = architecture.layers() - 1; layer >= 0; layer--) {
            int fanIn = architecture.fanIn(layer);
            int fanOut = architecture.fanOut(layer);
            double[] inputs = pass.inputs[layer];
            for (int out = 0; out < fanOut; out++) {
                for (int in = 0; in <= fanIn; in++) {
                    double sum = 0;
                    for (int first = 0; first < pass.count; first += 16) {
                        double sumOfTile = 0;
                        for (int sample = first; sample < Math.min(first + 16, pass.count); sample++) {
                            // The last are those of the biases.
                            double input = in == fanIn ? 1 : inputs[sample * fanIn + in];
                            sumOfTile = Math.fma(input, deltas[sample * fanOut + out], sumOfTile);
                        }
                        sum += sumOfTile;
                    }
                    gradient[architecture.weightOffset(layer) + in * fanOut + out] = sum / pass.count;
                }
            }
            if (layer > 0) {
                deltas = deltasBelow(layer, deltas, pass);
            }
        }
        return gradient;
    }

    private double[] deltasBelow(int layer, double[] deltas, Pass pass) {
        int fanIn = architecture.fanIn(layer);
        int fanOut = architecture.fanOut(layer);
        int weights = architecture.weightOffset(layer);
        var below = new double[pass.count * fanIn];
        for (int sample = 0; sample < pass.count; sample++) {
            for (int in = 0; in < fanIn; in++) {
                double sum = 0;
                for (int out = 0; out < fanOut; out++) {
                    sum = Math.fma(deltas[sample * fanOut + out], pass.weights[weights + in * fanOut + out], sum);
                }
                below[sample * fanIn + in] = sum * pass.derivatives[layer - 1][sample * fanIn + in];
            }
        }
        return below;
    }

    private Measurement measure(Pass pass, double[] gradient, Pass testPass, boolean isDiverged) {
        var measurement = new Measurement(architecture.layers());
        measurement.set(Metric.TRAIN_LOSS, pass.meanLoss());
        measurement.set(Metric.TRAIN_ACC, pass.accuracy());
        measurement.set(Metric.TRAIN_MAJORITY, pass.majority);
        measurement.set(Metric.TEST_LOSS, testPass.meanLoss());
        measurement.set(Metric.TEST_ACC, testPass.accuracy());
        for (int layer = 0; layer < architecture.layers(); layer++) {
            double squares = squares(layer, gradient, 1);
            double scale = squares < 0x1p-970 ? 0x1p600 : squares == Double.POSITIVE_INFINITY ? 0x1p-600 : 1;
            GradientMetrics.set(
                    measurement,
                    layer,
                    squares(layer, gradient, scale),
                    scale,
                    architecture.fanIn(layer) * architecture.fanOut(layer));
        }
        var hidden = new ArrayList<HiddenLayer>();
        for (int layer = 0; layer < architecture.layers() - 1; layer++) {
            int units = architecture.fanOut(layer);
            hidden.add(new HiddenLayer(
                    activation,
                    unitByUnit(pass.z[layer], units),
                    unitByUnit(pass.inputs[layer + 1], units),
                    unitByUnit(pass.derivatives[layer], units)));
        }
        if (isDiverged) {
            HiddenMetrics.set(measurement, hidden, DiagnosticGroups.DEFAULT.groups());
        } else {
            HiddenMetrics.setRatesAndMeans(
                    measurement,
                    hidden.stream()
                            .map(layer -> ScalarStatistics.of(layer, pass.count))
                            .toList(),
                    DiagnosticGroups.DEFAULT.groups());
            setPercentiles(hidden, measurement);
        }
        return measurement;
    }

    private double squares(int layer, double[] gradient, double scale) {
        double squares = 0;
        for (int i = architecture.weightOffset(layer); i < architecture.biasOffset(layer); i++) {
            squares = Math.fma(gradient[i] * scale, gradient[i] * scale, squares);
        }
        return squares;
    }

    /** From sample by sample to the order of the diagnostics. */
    private static double[] unitByUnit(double[] values, int units) {
        int samples = values.length / units;
        var ordered = new double[values.length];
        int next = 0;
        for (int first = 0; first < samples; first += 16) {
            for (int unit = 0; unit < units; unit++) {
                for (int sample = first; sample < Math.min(first + 16, samples); sample++) {
                    ordered[next++] = values[sample * units + unit];
                }
            }
        }
        return ordered;
    }

    private void setPercentiles(List<HiddenLayer> hidden, Measurement measurement) {
        double[] z = sortedMagnitudes(hidden.stream().map(HiddenLayer::preActivations));
        double[] derivatives =
                activation.traits().derivativeShape() == ActivationTraits.DerivativeShape.FALLS_WITH_ABSOLUTE_Z
                        ? derivativesOfFalling(z)
                        : sortedMagnitudes(hidden.stream().map(HiddenLayer::derivatives));
        measurement.set(Metric.Z_P90_ABS, percentile(z, 0.90));
        measurement.set(Metric.DPHI_P10_ABS, percentile(derivatives, 0.10));
        measurement.set(Metric.DPHI_P01_ABS, percentile(derivatives, 0.01));
    }

    private static double[] sortedMagnitudes(Stream<double[]> values) {
        return values.flatMapToDouble(Arrays::stream).map(Math::abs).sorted().toArray();
    }

    /** |phi'| at each |z|, in reverse order: it falls with |z|. */
    private double[] derivativesOfFalling(double[] sorted) {
        var derivatives = new double[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            double z = sorted[sorted.length - 1 - i];
            derivatives[i] = Math.abs(activation.derivative(z, activation.value(z)));
        }
        return derivatives;
    }

    private static double percentile(double[] sorted, double probability) {
        int n = sorted.length;
        return n == 0
                ? Double.NaN
                : Percentiles.interpolate(
                        n,
                        probability,
                        sorted[Percentiles.lowerRank(n, probability)],
                        sorted[Percentiles.upperRank(n, probability)]);
    }
}
