package io.gradflow.engine;

import io.gradflow.data.Split;
import io.gradflow.diagnostics.Measurement;
import io.gradflow.diagnostics.Metric;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.Optimizer;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Trains one network after the other on dense Breeze matrices: the readable reference that faster engines are held
 * against.
 */
public final class BreezeTrainer implements Trainer {
    private static final long serialVersionUID = 1;

    @Override
    public String numerics() {
        return "breeze-2";
    }

    @Override
    public int packSize() {
        return 1;
    }

    @Override
    public Iterator<EpochRow> train(Pack pack, int logEvery) {
        var tasks = pack.tasks().iterator();
        return new Iterator<>() {
            private Training current = new Training(tasks.next(), logEvery);

            @Override
            public boolean hasNext() {
                return current.hasNext() || tasks.hasNext();
            }

            @Override
            public EpochRow next() {
                if (!current.hasNext()) {
                    current = new Training(tasks.next(), logEvery);
                }
                return current.next();
            }
        };
    }

    /**
     * Measured on one core of a 2020s server: about 6 multiply-adds and 0.03 pre-activations a nanosecond, and a fixed
     * cost for each epoch.
     */
    @Override
    public double predictedSeconds(Task task) {
        double samples = task.dataset().trainCount() + task.dataset().testCount();
        double multiplyAdds = samples * 3 * task.architecture().weightCount();
        // An exponential for each output; the first is in the fixed cost.
        double preActivations =
                samples * (task.architecture().hiddenUnits() + task.architecture().outputs() - 1);
        return (task.epochs() + 1) * 1e-9 * (5_000 + multiplyAdds / 6 + preActivations / 0.03);
    }

    /** One network, trained an epoch at a time. */
    private static final class Training implements Iterator<EpochRow> {
        private final Task task;
        private final int logEvery;
        private final Split split;
        private final double[] parameters;
        private final BreezeNetwork network;
        private final Optimizer.Updater updater;
        private int epoch;
        private boolean ended;

        Training(Task task, int logEvery) {
            this.task = task;
            this.logEvery = logEvery;
            split = task.split();
            parameters = task.initialParameters();
            network = new BreezeNetwork(task.architecture(), task.activation(), task.loss(), parameters);
            updater = task.optimizer().updater(List.of(task.optimizer()), parameters.length);
        }

        @Override
        public boolean hasNext() {
            return !ended;
        }

        @Override
        public EpochRow next() {
            if (ended) {
                throw new NoSuchElementException();
            }
            while (true) {
                var pass = network.forward(split.train());
                double loss = network.meanLoss(pass);
                double[] gradient = network.gradient(pass);
                var outcome = outcome(loss, gradient);
                int rowEpoch = epoch;
                if (outcome != null) {
                    ended = true;
                    return new EpochRow(task, rowEpoch, measure(pass, loss, gradient), outcome);
                }
                boolean logged = rowEpoch % logEvery == 0;
                // Before the update: the row describes the parameters as they are now.
                var measurement = logged ? measure(pass, loss, gradient) : null;
                updater.update(parameters, gradient);
                epoch++;
                if (logged) {
                    return new EpochRow(task, rowEpoch, measurement, null);
                }
            }
        }

        private Outcome outcome(double loss, double[] gradient) {
            if (!Double.isFinite(loss) || !allFinite(gradient) || !allFinite(parameters)) {
                return Outcome.DIVERGED;
            }
            return epoch == task.epochs() ? Outcome.COMPLETED : null;
        }

        private Measurement measure(BreezeNetwork.Pass pass, double trainLoss, double[] gradient) {
            Architecture architecture = task.architecture();
            var measurement = new Measurement(architecture.layers());
            measurement.set(Metric.TRAIN_LOSS, trainLoss);
            measurement.set(Metric.TRAIN_ACC, network.accuracy(pass));
            var testPass = network.forward(split.test());
            measurement.set(Metric.TEST_LOSS, network.meanLoss(testPass));
            measurement.set(Metric.TEST_ACC, network.accuracy(testPass));
            measurement.setHidden(pass.hidden());
            for (int layer = 0; layer < architecture.layers(); layer++) {
                measurement.setGradient(
                        layer, gradient, architecture.weightOffset(layer), architecture.biasOffset(layer));
            }
            return measurement;
        }

        private static boolean allFinite(double[] values) {
            for (double value : values) {
                if (!Double.isFinite(value)) {
                    return false;
                }
            }
            return true;
        }
    }
}
