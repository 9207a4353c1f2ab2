package io.gradflow.engine.lanes;

import io.gradflow.diagnostics.GradientMetrics;
import io.gradflow.engine.NetworkObserver;
import io.gradflow.engine.kernels.LaneKernels;
import io.gradflow.engine.kernels.LaneMemory;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.function.SquareScale;
import io.gradflow.results.EpochRow;
import io.gradflow.results.Measurement;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;

/** Trains tasks that can share vectors, each in a lane of its own, one epoch after the other. */
final class LaneTraining implements Iterator<EpochRow> {
    private final LaneKernels kernels;
    private final int lanes;
    private final List<Task> tasks;
    private final Logging logging;
    private final NetworkObserver observer;
    private final int epochs;
    private final Architecture architecture;
    private final double[] parameters;
    private final LaneSamples train;
    private final LaneSamples test;
    private final LaneNetwork network;
    private final LaneDiagnostics diagnostics;
    private final LaneUpdates updates;
    /** Null if it is never measured. */
    private final LaneMovement movement;
    /** Null if it is never measured. */
    private final LaneNoise noise;
    /** Null if they are never measured. */
    private final LaneJacobians jacobians;

    private final double[] trainLosses;
    private final double[] testLosses;
    /** For each lane 0, or NaN if a parameter or an element of a gradient since the last epoch is not finite. */
    private final double[] nonFinite;

    private final int[] correct;
    /** {@link Metric#TRAIN_MAJORITY} of each task. */
    private final double[] trainMajorities;

    /** Whether rows may have metrics of {@link DiagnosticGroup#LAYERS}. */
    private final boolean hasLayers;

    /** {@link Metric#BORN_DEAD} of each lane, once it was measured. */
    private final double[] bornDead;

    private final double[][] gradientSquares;
    /** Lanes whose task has not ended; a pack that is not full leaves lanes idle. */
    private final boolean[] isLive;

    private final boolean[] isDiverged;
    private final boolean[] isMeasured;
    /** The measurements of this epoch that get metrics of its updates; null where there are none. */
    private final Measurement[] moving;

    private final Queue<EpochRow> rows = new ArrayDeque<>();
    /** What is measured in this epoch of lanes that do not diverge in it. */
    private Set<DiagnosticGroup> due = Set.of();

    private int liveLanes;
    private int epoch;

    /**
     * Prepares the training.
     *
     * @param tasks at most one for each lane
     * @param logging which epochs give a row, and what is measured for it
     * @param observer sees each network whose row is made; null for none
     */
    LaneTraining(LaneKernels kernels, List<Task> tasks, Logging logging, NetworkObserver observer) {
        this.kernels = kernels;
        this.lanes = kernels.lanes();
        this.tasks = tasks;
        this.logging = logging;
        this.observer = observer;
        var first = tasks.get(0);
        epochs = first.epochs();
        architecture = first.architecture();

        // Idle lanes repeat the first task, since they must hold some numbers.
        var laneTasks = new ArrayList<>(tasks);
        while (laneTasks.size() < lanes) {
            laneTasks.add(first);
        }
        var memory = new LaneMemory(lanes);
        var dataset = first.dataset();
        train = new LaneSamples(dataset.trainCount(), dataset.features(), architecture.outputs(), memory);
        test = new LaneSamples(dataset.testCount(), dataset.features(), architecture.outputs(), memory);
        parameters = new double[Math.multiplyExact(architecture.parameterCount(), lanes)];
        trainMajorities = new double[tasks.size()];
        jacobians = logging.groups().has(DiagnosticGroup.JACOBIAN)
                ? new LaneJacobians(logging.groups(), first, lanes)
                : null;
        for (int task = 0; task < tasks.size(); task++) {
            begin(task);
        }
        network = new LaneNetwork(kernels, architecture, first.activation(), first.loss(), parameters, memory);
        diagnostics = new LaneDiagnostics(kernels, network, architecture, first.activation(), train, logging.groups());
        updates = new LaneUpdates(kernels, laneTasks, network, parameters, train, memory);

        movement = logging.groups().has(DiagnosticGroup.UPDATES)
                ? new LaneMovement(kernels, architecture, parameters)
                : null;
        noise = logging.groups().has(DiagnosticGroup.NOISE)
                ? new LaneNoise(kernels, architecture, network, train, batches(laneTasks), memory)
                : null;

        trainLosses = new double[lanes];
        testLosses = new double[lanes];
        nonFinite = new double[lanes];
        correct = new int[lanes];
        hasLayers = logging.groups().has(DiagnosticGroup.LAYERS);
        bornDead = new double[lanes];
        gradientSquares = new double[architecture.layers()][lanes];
        isLive = new boolean[lanes];
        isDiverged = new boolean[lanes];
        isMeasured = new boolean[lanes];
        moving = new Measurement[lanes];
        liveLanes = tasks.size();
        Arrays.fill(isLive, 0, liveLanes, true);
    }

    private int[] batches(List<Task> laneTasks) {
        return laneTasks.stream()
                .mapToInt(task -> task.batch().size(train.count))
                .toArray();
    }

    /**
     * Gives a task's data and initial parameters to its lane, and those of the first task to idle lanes too. The data
     * of one task at a time are in memory beside the lanes.
     */
    private void begin(int task) {
        var split = tasks.get(task).split();
        double[] initial = tasks.get(task).initialParameters();
        trainMajorities[task] = split.train().majority();
        if (jacobians != null) {
            jacobians.begin(task, tasks.get(task), split.train());
        }
        for (int lane = task; lane < lanes; lane = task == 0 ? Math.max(lane + 1, tasks.size()) : lanes) {
            train.set(lane, split.train());
            test.set(lane, split.test());
            for (int i = 0; i < initial.length; i++) {
                parameters[i * lanes + lane] = initial[i];
            }
        }
    }

    @Override
    public boolean hasNext() {
        return liveLanes > 0 || !rows.isEmpty();
    }

    @Override
    public EpochRow next() {
        while (rows.isEmpty()) {
            if (liveLanes == 0) {
                throw new NoSuchElementException();
            }
            trainEpoch();
        }
        return rows.remove();
    }

    private void trainEpoch() {
        boolean isLast = epoch == epochs;
        boolean isLogged = logging.isLogged(epoch, epochs);
        due = isLogged ? logging.groups().due(epoch, isLast) : Set.of();
        boolean isPassed = isLogged || updates.sharesGradient();
        if (isPassed) {
            pass(isLogged);
            kernels.sums().addNonFinite(network.gradient(), parameters.length / lanes, nonFinite);
        }
        kernels.sums().addNonFinite(parameters, parameters.length / lanes, nonFinite);
        boolean hasDiverged = false;
        for (int lane = 0; lane < lanes; lane++) {
            isDiverged[lane] = nonFinite[lane] != 0 || (isPassed && !Double.isFinite(trainLosses[lane]));
            hasDiverged |= isLive[lane] && isDiverged[lane];
        }
        if (hasDiverged && !isPassed) {
            // Rows of diverged lanes need this pass. It must not change the course of the other lanes.
            pass(false);
        }
        if (isLogged || hasDiverged) {
            addRows(isLogged, isLast);
        }
        if (liveLanes > 0) {
            Arrays.fill(nonFinite, 0);
            if (logging.areUpdatesMeasured(epoch, epochs)) {
                updateAndMeasure();
            } else {
                updates.update(epoch, epochs, nonFinite);
            }
            epoch++;
        }
    }

    /** Makes the updates of an epoch, and adds to its rows, which nobody has seen yet, what is measured of updates. */
    private void updateAndMeasure() {
        movement.begin();
        updates.update(epoch, epochs, nonFinite);
        movement.end(moving, epoch > 0);
        Arrays.fill(moving, null);
    }

    /** Computes the loss over all training samples and its gradient, at the parameters. */
    private void pass(boolean isLogged) {
        boolean isNoiseDue = isLogged && due.contains(DiagnosticGroup.NOISE);
        network.train(
                train, isLogged && diagnostics.begin(due) ? diagnostics : null, isNoiseDue ? noise.begin() : null);
        if (isNoiseDue) {
            noise.finish();
        }
        train.meanLosses(kernels, trainLosses);
    }

    /** Adds a row for each lane that is logged or ends here. */
    private void addRows(boolean isLogged, boolean isLast) {
        for (int lane = 0; lane < lanes; lane++) {
            isMeasured[lane] = isLogged && isLive[lane] && !isDiverged[lane];
        }
        if (isLogged) {
            diagnostics.finish(isMeasured);
        }
        for (int layer = 0; hasLayers && layer < gradientSquares.length; layer++) {
            Arrays.fill(gradientSquares[layer], 0);
            network.addGradientSquares(layer, gradientSquares[layer]);
        }
        train.countCorrect(correct);
        var measurements = new Measurement[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            if (isLive[lane] && (isLogged || isDiverged[lane])) {
                measurements[lane] = measureTraining(lane);
            }
        }
        if (movement != null) {
            measureMovement(measurements);
        }
        network.evaluate(test);
        test.meanLosses(kernels, testLosses);
        test.countCorrect(correct);
        for (int lane = 0; lane < lanes; lane++) {
            if (measurements[lane] != null) {
                measurements[lane].set(Metric.TEST_LOSS, testLosses[lane]);
                measurements[lane].set(Metric.TEST_ACC, (double) correct[lane] / test.count);
                addRow(lane, measurements[lane], isLast);
            }
        }
    }

    /** Sets what is known before the next updates, and notes what will be known after them. */
    private void measureMovement(Measurement[] measurements) {
        boolean isDue = due.contains(DiagnosticGroup.UPDATES);
        for (int lane = 0; lane < lanes; lane++) {
            moving[lane] = isDue || isDiverged[lane] ? measurements[lane] : null;
        }
        movement.setState(network.gradient(), moving);
        if (isDue) {
            movement.keep(network.gradient());
        }
        for (int lane = 0; lane < lanes; lane++) {
            if (isDiverged[lane] || epoch == epochs) {
                moving[lane] = null;
            }
        }
    }

    private void addRow(int lane, Measurement measurement, boolean isLast) {
        Outcome outcome = isDiverged[lane] ? Outcome.DIVERGED : isLast ? Outcome.COMPLETED : null;
        if (outcome != null) {
            isLive[lane] = false;
            liveLanes--;
            measurement.setUnits(diagnostics.lives(lane));
        }
        if (observer != null) {
            observer.observe(tasks.get(lane), epoch, parameters(lane));
        }
        rows.add(new EpochRow(tasks.get(lane), epoch, measurement, outcome));
    }

    private double[] parameters(int lane) {
        var ofLane = new double[parameters.length / lanes];
        for (int i = 0; i < ofLane.length; i++) {
            ofLane[i] = parameters[i * lanes + lane];
        }
        return ofLane;
    }

    private Measurement measureTraining(int lane) {
        var measurement = new Measurement(architecture.layers(), logging.groups());
        measurement.set(Metric.TRAIN_LOSS, trainLosses[lane]);
        measurement.set(Metric.TRAIN_ACC, (double) correct[lane] / train.count);
        measurement.set(Metric.TRAIN_MAJORITY, trainMajorities[lane]);
        var groups = isDiverged[lane] ? logging.groups().groups() : due;
        for (int layer = 0; groups.contains(DiagnosticGroup.LAYERS) && layer < gradientSquares.length; layer++) {
            double squares = gradientSquares[layer][lane];
            double scale = SquareScale.of(squares);
            GradientMetrics.set(
                    measurement,
                    layer,
                    scale == 1 ? squares : network.gradientSquares(layer, lane, scale),
                    scale,
                    architecture.fanIn(layer) * architecture.fanOut(layer));
        }
        if (groups.contains(DiagnosticGroup.JACOBIAN)) {
            jacobians.set(measurement, lane, parameters);
        }
        if (isMeasured[lane]) {
            diagnostics.measure(lane, epoch, measurement);
        } else {
            diagnostics.measureDiverged(lane, measurement, groups);
        }
        if (groups.contains(DiagnosticGroup.NOISE)) {
            if (isMeasured[lane]) {
                noise.set(lane, measurement);
            } else {
                noise.setPlainly(lane, measurement);
            }
        }
        if (groups.contains(DiagnosticGroup.UNITS)) {
            double constant = train.isConstant(lane) ? 1 : 0;
            if (epoch == 0) {
                bornDead[lane] = constant;
            }
            measurement.set(Metric.CONSTANT_OUTPUT, constant);
            measurement.set(Metric.BORN_DEAD, bornDead[lane]);
        }
        return measurement;
    }
}
