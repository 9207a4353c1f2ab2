package io.gradflow.engine.lanes;

import io.gradflow.engine.EpochWork;
import io.gradflow.engine.NetworkObserver;
import io.gradflow.engine.ObservableTrainer;
import io.gradflow.engine.kernels.ActivationKernels;
import io.gradflow.engine.kernels.LaneKernels;
import io.gradflow.nn.activation.Activation;
import io.gradflow.results.EpochRow;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Trains several networks at once, one in each lane of a SIMD vector: a vector holds the same weight of 2, 4 or 8
 * networks. Each lane computes what a scalar program would, in the same order, so the bits depend neither on the width
 * of the vectors nor on which networks share them.
 */
public final class LaneTrainer implements ObservableTrainer {
    private static final long serialVersionUID = 1;

    // Times on one core of a server of the 2020s, from EngineBenchmark with full packs of 8 networks. Each is the time
    // of
    // one network: a pack of 8 takes eight times as long.
    private static final double SECONDS_PER_NANOSECOND = 1e-9;
    private static final double NANOSECONDS_PER_PASS = 1_500;
    private static final double MULTIPLY_ADDS_PER_NANOSECOND = 21;
    private static final double NANOSECONDS_PER_KERNEL_ACTIVATION = 0.4;
    private static final double NANOSECONDS_PER_KERNEL_TRANSCENDENTAL = 0.9;
    /** An activation without a kernel reads and writes whole arrays again and again. */
    private static final double NANOSECONDS_PER_ARRAY_ACTIVATION = 1.5;

    private static final double NANOSECONDS_PER_ARRAY_TRANSCENDENTAL = 1.9;
    /** Of each sample's outputs beyond the first. */
    private static final double FURTHER_OUTPUTS_PER_NANOSECOND = 0.3;

    private static final double NANOSECONDS_PER_MEASURED_PRE_ACTIVATION = 1;
    /** Making a row and writing it. */
    private static final double NANOSECONDS_PER_ROW = 8_000;
    /** Making data and weights, and the task itself. */
    private static final double NANOSECONDS_PER_TASK = 250_000;

    /** Backpropagation multiplies by each weight three times: on the way forth, for deltas and for the gradient. */
    private static final int MULTIPLY_ADDS_PER_TRAINED_WEIGHT = 3;

    private static final int LEAST_LANES = 2;

    /** The parameters themselves, in two orders for the kernels, and their gradient. */
    private static final long COPIES_OF_PARAMETERS = 4;

    /** What {@link LaneMovement} has beside these. */
    private static final long COPIES_FOR_UPDATES = 6;

    /** Parameters, and inputs and pre-activations of all samples, in all lanes, a double each: 64 MB. */
    private static final long MOST_VALUES_WITH_IDLE_LANES = 1 << 23;

    /** 0 for the width that the JVM prefers on the machine that trains, so that each executor has its own. */
    private final int lanes;

    /**
     * Makes a trainer.
     *
     * @param lanes how many networks a vector holds: 2, 4 or 8, or 0 for the widest vectors that the machine that
     *     trains has instructions for
     */
    public LaneTrainer(int lanes) {
        this.lanes = lanes;
    }

    /** Whether this JVM has the module of the Vector API. */
    public static boolean isAvailable() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    @Override
    public String numerics() {
        return "lanes-4";
    }

    @Override
    public int packSize() {
        return lanes == 0 ? LaneKernels.preferredLanes() : lanes;
    }

    @Override
    public Iterator<EpochRow> train(Pack pack, Logging logging, NetworkObserver observer) {
        // A pack may have been made on a machine with wider vectors.
        var groups = pack.inGroupsOf(packSize()).iterator();
        return new Iterator<>() {
            private Iterator<EpochRow> rows = Collections.emptyIterator();

            @Override
            public boolean hasNext() {
                return rows.hasNext() || groups.hasNext();
            }

            @Override
            public EpochRow next() {
                if (!rows.hasNext()) {
                    var group = groups.next();
                    rows = new LaneTraining(LaneKernels.ofWidth(width(group, logging)), group, logging, observer);
                }
                return rows.next();
            }
        };
    }

    /**
     * How many lanes a group of tasks gets. Idle lanes hold a copy of data and activations. Where these are large, the
     * group gets the narrowest vectors that hold it. Else it does not, since code for a width must be compiled first.
     */
    private int width(List<Task> group, Logging logging) {
        var first = group.get(0);
        var architecture = first.architecture();
        long copies = COPIES_OF_PARAMETERS + (logging.groups().has(DiagnosticGroup.UPDATES) ? COPIES_FOR_UPDATES : 0);
        long values = first.sampleValues() + copies * architecture.parameterCount();
        if (logging.groups().has(DiagnosticGroup.NOISE)) {
            values += LaneNoise.keptNumbers(architecture, first.dataset().trainCount());
        }
        int width = packSize();
        while (values * width > MOST_VALUES_WITH_IDLE_LANES && width / 2 >= Math.max(group.size(), LEAST_LANES)) {
            width /= 2;
        }
        return width;
    }

    @Override
    public double predictedSeconds(Task task, long rows) {
        var architecture = task.architecture();
        double trained = EpochWork.trainedSamples(task, rows);
        double tested = EpochWork.testedSamples(task, rows);
        double multiplyAdds = architecture.weightCount() * (MULTIPLY_ADDS_PER_TRAINED_WEIGHT * trained + tested);
        double furtherOutputs = (trained + tested) * (architecture.outputs() - 1);
        return SECONDS_PER_NANOSECOND
                * (NANOSECONDS_PER_PASS * EpochWork.passes(task, rows)
                        + multiplyAdds / MULTIPLY_ADDS_PER_NANOSECOND
                        + activationNanoseconds(task.activation()) * architecture.hiddenUnits() * (trained + tested)
                        + furtherOutputs / FURTHER_OUTPUTS_PER_NANOSECOND
                        + NANOSECONDS_PER_MEASURED_PRE_ACTIVATION
                                * architecture.hiddenUnits()
                                * EpochWork.measuredSamples(task, rows)
                        + NANOSECONDS_PER_ROW * (double) rows
                        + NANOSECONDS_PER_TASK);
    }

    /** Predicted nanoseconds for value and derivative at one pre-activation. */
    private static double activationNanoseconds(Activation activation) {
        int transcendentals = activation.traits().transcendentals();
        return ActivationKernels.exists(activation)
                ? NANOSECONDS_PER_KERNEL_ACTIVATION + NANOSECONDS_PER_KERNEL_TRANSCENDENTAL * transcendentals
                : NANOSECONDS_PER_ARRAY_ACTIVATION + NANOSECONDS_PER_ARRAY_TRANSCENDENTAL * transcendentals;
    }
}
