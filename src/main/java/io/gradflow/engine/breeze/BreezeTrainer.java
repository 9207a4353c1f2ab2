package io.gradflow.engine.breeze;

import io.gradflow.data.Split;
import io.gradflow.diagnostics.GradientMetrics;
import io.gradflow.diagnostics.HiddenMetrics;
import io.gradflow.diagnostics.JacobianMetrics;
import io.gradflow.diagnostics.LayerMoments;
import io.gradflow.diagnostics.NoiseMetrics;
import io.gradflow.diagnostics.UnitLives;
import io.gradflow.diagnostics.UpdateMetrics;
import io.gradflow.engine.BatchOrder;
import io.gradflow.engine.EpochWork;
import io.gradflow.engine.JacobianPoints;
import io.gradflow.engine.NetworkObserver;
import io.gradflow.engine.ObservableTrainer;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.optimizer.Optimizer;
import io.gradflow.results.EpochRow;
import io.gradflow.results.Measurement;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Trains one network after the other on dense Breeze matrices: the readable reference that faster engines are held
 * against.
 */
public final class BreezeTrainer implements ObservableTrainer {
    private static final long serialVersionUID = 1;

    // Measured on one core of a 2020s server.
    private static final double NANOSECONDS_PER_PASS = 5_000;
    private static final double MULTIPLY_ADDS_PER_NANOSECOND = 6;
    private static final double PRE_ACTIVATIONS_PER_NANOSECOND = 0.03;

    @Override
    public String numerics() {
        return "breeze-4";
    }

    @Override
    public int packSize() {
        return 1;
    }

    @Override
    public Iterator<EpochRow> train(Pack pack, Logging logging, NetworkObserver observer) {
        var tasks = pack.tasks().iterator();
        return new Iterator<>() {
            private Training current = new Training(tasks.next(), logging, observer);

            @Override
            public boolean hasNext() {
                return current.hasNext() || tasks.hasNext();
            }

            @Override
            public EpochRow next() {
                if (!current.hasNext()) {
                    current = new Training(tasks.next(), logging, observer);
                }
                return current.next();
            }
        };
    }

    @Override
    public double predictedSeconds(Task task, long rows) {
        var architecture = task.architecture();
        double trained = EpochWork.trainedSamples(task, rows);
        double tested = EpochWork.testedSamples(task, rows);
        double multiplyAdds = architecture.weightCount() * (3 * trained + tested);
        // An output costs as much as a hidden unit's pre-activation; the cost of a pass includes the first.
        double preActivations = (trained + tested) * (architecture.hiddenUnits() + architecture.outputs() - 1);
        return 1e-9
                * (NANOSECONDS_PER_PASS * EpochWork.passes(task, rows)
                        + multiplyAdds / MULTIPLY_ADDS_PER_NANOSECOND
                        + preActivations / PRE_ACTIVATIONS_PER_NANOSECOND);
    }

    /** One network, trained an epoch at a time. */
    private static final class Training implements Iterator<EpochRow> {
        private final Task task;
        private final Logging logging;
        private final NetworkObserver observer;
        private final Split split;
        /** {@link Metric#TRAIN_MAJORITY} of the task. */
        private final double trainMajority;

        private final double[] parameters;
        private final BreezeNetwork network;
        private final Optimizer.Updater updater;
        /** Where the gradients for updates are taken: the parameters themselves, or an array for the look-ahead. */
        private final double[] point;

        private final BreezeNetwork networkAtPoint;
        private final BatchOrder batchOrder;
        private final double[] learningRateFactor = new double[1];
        private boolean hasFiniteUpdates = true;
        /** The parameters of epoch 0; null if updates are not measured. */
        private final double[] initial;
        /** The gradient where updates were measured the last time; null if they never were. */
        private double[] lastGradient;
        /** By how much the parameters changed from the epoch before, if that was measured; null at epoch 0. */
        private double[] lastChange;

        /** Null if Jacobians are not measured. */
        private final JacobianMetrics jacobians;
        /** The inputs of the points where they are measured. */
        private final double[] jacobianInputs;
        /** Null if units are not measured. */
        private final UnitLives units;

        /** {@link Metric#BORN_DEAD}, once it was measured. */
        private double bornDead;

        private int epoch;
        private boolean ended;

        Training(Task task, Logging logging, NetworkObserver observer) {
            this.task = task;
            this.logging = logging;
            this.observer = observer;
            split = task.split();
            trainMajority = split.train().majority();
            parameters = task.initialParameters();
            initial = logging.groups().has(DiagnosticGroup.UPDATES) ? parameters.clone() : null;
            network = new BreezeNetwork(task.architecture(), task.activation(), task.loss(), parameters);
            updater = task.optimizer().updater(List.of(task.optimizer()), parameters.length);
            point = task.optimizer().looksAhead() ? new double[parameters.length] : parameters;
            networkAtPoint = new BreezeNetwork(task.architecture(), task.activation(), task.loss(), point);
            batchOrder = new BatchOrder(task, split.train().count());
            boolean hasJacobians = logging.groups().has(DiagnosticGroup.JACOBIAN);
            int points = hasJacobians ? JacobianPoints.count(logging.groups(), task) : 0;
            jacobianInputs = hasJacobians ? JacobianPoints.inputs(task, split.train(), points) : null;
            jacobians = hasJacobians ? new JacobianMetrics(task.architecture(), task.activation(), points) : null;
            units = logging.groups().has(DiagnosticGroup.UNITS)
                    ? new UnitLives(task.architecture(), task.activation())
                    : null;
        }

        /** What the network makes of all training samples. */
        private record State(BreezeNetwork.Pass pass, double loss, double[] gradient) {}

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
                int rowEpoch = epoch;
                boolean logged = logging.isLogged(rowEpoch, task.epochs());
                var state = logged || EpochWork.sharesGradient(task) ? state() : null;
                var outcome = outcome(state);
                EpochRow row = null;
                if (logged || outcome != null) {
                    // Before the update: the row describes the parameters as they are now.
                    if (observer != null) {
                        observer.observe(task, rowEpoch, parameters.clone());
                    }
                    var groups = logging.groups().due(rowEpoch, outcome != null);
                    var measurement = measure(state == null ? state() : state, groups, outcome);
                    row = new EpochRow(task, rowEpoch, measurement, outcome);
                }
                if (outcome == null) {
                    double[] before = logging.areUpdatesMeasured(epoch, task.epochs()) ? parameters.clone() : null;
                    update(state);
                    if (before != null) {
                        measureUpdate(before, row);
                    }
                    epoch++;
                } else {
                    ended = true;
                }
                if (row != null) {
                    return row;
                }
            }
        }

        private State state() {
            var pass = network.forward(split.train());
            return new State(pass, network.meanLoss(pass), network.gradient(pass));
        }

        private Outcome outcome(State state) {
            boolean isFiniteState = state == null || (Double.isFinite(state.loss) && allFinite(state.gradient));
            if (!isFiniteState || !hasFiniteUpdates || !allFinite(parameters)) {
                return Outcome.DIVERGED;
            }
            return epoch == task.epochs() ? Outcome.COMPLETED : null;
        }

        /** Makes the updates of an epoch. */
        private void update(State state) {
            learningRateFactor[0] = task.schedule().factor(epoch, task.epochs());
            if (EpochWork.sharesGradient(task)) {
                updater.update(parameters, state.gradient, learningRateFactor);
                return;
            }
            var train = split.train();
            int[] order = batchOrder.next();
            int size = task.batch().size(train.count());
            for (int first = 0; first < train.count(); first += size) {
                var batch = train.select(order, first, Math.min(first + size, train.count()));
                if (task.optimizer().looksAhead()) {
                    updater.lookAhead(parameters, point);
                }
                double[] gradient = networkAtPoint.gradient(networkAtPoint.forward(batch));
                hasFiniteUpdates &= allFinite(gradient);
                updater.update(parameters, gradient, learningRateFactor);
            }
        }

        /** Adds to a row, if there is one, what is measured of the updates that follow it. */
        private void measureUpdate(double[] before, EpochRow row) {
            var change = new double[before.length];
            Arrays.setAll(change, i -> parameters[i] - before[i]);
            if (row != null && logging.isDue(DiagnosticGroup.UPDATES, epoch)) {
                for (int layer = 0; layer < task.architecture().layers(); layer++) {
                    UpdateMetrics.setUpdate(
                            row.measurement(), layer, change, lastChange, first(layer), first(layer + 1));
                }
            }
            lastChange = change;
        }

        /** The index of a layer's first parameter. */
        private int first(int layer) {
            return layer < task.architecture().layers() ? task.architecture().weightOffset(layer) : parameters.length;
        }

        private void setMovement(Measurement measurement, double[] gradient) {
            for (int layer = 0; layer < task.architecture().layers(); layer++) {
                UpdateMetrics.setNorms(measurement, layer, parameters, initial, first(layer), first(layer + 1));
                if (lastGradient != null) {
                    UpdateMetrics.setGradientCosine(
                            measurement, layer, gradient, lastGradient, first(layer), first(layer + 1));
                }
            }
            lastGradient = gradient;
        }

        private void setNoise(Measurement measurement, State state) {
            int batch = task.batch().size(split.train().count());
            var factors = network.sampleGradients(state.pass);
            for (int layer = 0; layer < factors.size(); layer++) {
                NoiseMetrics.set(measurement, layer, factors.get(layer).totals(state.gradient, first(layer)), batch);
            }
        }

        private Measurement measure(State state, Set<DiagnosticGroup> groups, Outcome outcome) {
            Architecture architecture = task.architecture();
            var measurement = new Measurement(architecture.layers(), logging.groups());
            measurement.set(Metric.TRAIN_LOSS, state.loss);
            measurement.set(Metric.TRAIN_ACC, network.accuracy(state.pass));
            measurement.set(Metric.TRAIN_MAJORITY, trainMajority);
            var testPass = network.forward(split.test());
            measurement.set(Metric.TEST_LOSS, network.meanLoss(testPass));
            measurement.set(Metric.TEST_ACC, network.accuracy(testPass));
            HiddenMetrics.set(measurement, state.pass.hidden(), groups);
            if (groups.contains(DiagnosticGroup.MOMENTS)) {
                LayerMoments.set(measurement, state.pass.hidden(), split.train().count());
            }
            for (int layer = 0; groups.contains(DiagnosticGroup.LAYERS) && layer < architecture.layers(); layer++) {
                GradientMetrics.set(
                        measurement,
                        layer,
                        state.gradient,
                        architecture.weightOffset(layer),
                        architecture.biasOffset(layer));
            }
            if (groups.contains(DiagnosticGroup.UPDATES)) {
                setMovement(measurement, state.gradient);
            }
            if (groups.contains(DiagnosticGroup.NOISE)) {
                setNoise(measurement, state);
            }
            if (groups.contains(DiagnosticGroup.JACOBIAN)) {
                jacobians.set(measurement, parameters, jacobianInputs);
            }
            if (groups.contains(DiagnosticGroup.UNITS)) {
                setUnits(measurement, state.pass, outcome);
            }
            return measurement;
        }

        private void setUnits(Measurement measurement, BreezeNetwork.Pass pass, Outcome outcome) {
            byte[] states = UnitLives.states(pass.hidden(), split.train().count());
            units.setCounts(measurement, states);
            double constant = network.isConstant(pass) ? 1 : 0;
            if (epoch == 0) {
                bornDead = constant;
            }
            measurement.set(Metric.CONSTANT_OUTPUT, constant);
            measurement.set(Metric.BORN_DEAD, bornDead);
            if (outcome != Outcome.DIVERGED) {
                units.add(epoch, states);
            }
            if (outcome != null) {
                measurement.setUnits(units.lives());
            }
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
