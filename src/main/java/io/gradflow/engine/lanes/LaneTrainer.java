package io.gradflow.engine.lanes;

import io.gradflow.engine.EpochWork;
import io.gradflow.engine.Trainer;
import io.gradflow.nn.activation.ArrayActivation;
import io.gradflow.results.EpochRow;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import java.util.Collections;
import java.util.Iterator;

/**
 * Trains several networks at once, one in each lane of a SIMD vector: a vector holds the same weight of 2, 4 or 8
 * networks. Each lane computes what a scalar program would, in the same order, so the bits depend neither on the width
 * of the vectors nor on which networks share them.
 */
public final class LaneTrainer implements Trainer {
    private static final long serialVersionUID = 1;

    /** 0 for the preference of whatever machine asks, so that executors follow their own. */
    private final int lanes;

    /**
     * Makes a trainer.
     *
     * @param lanes networks a vector: 2, 4 or 8, or 0 for what the machine that trains likes best
     */
    public LaneTrainer(int lanes) {
        this.lanes = lanes;
    }

    /** Whether this JVM has the module that vectors need. */
    public static boolean isAvailable() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    @Override
    public String numerics() {
        return "lanes-3";
    }

    @Override
    public int packSize() {
        return lanes == 0 ? LaneKernelLoader.preferredLanes() : lanes;
    }

    @Override
    public Iterator<EpochRow> train(Pack pack, int logEvery) {
        var kernels = LaneKernelLoader.load(packSize());
        // A pack may have been made on a machine with wider vectors.
        var groups = pack.inGroupsOf(kernels.lanes()).iterator();
        return new Iterator<>() {
            private Iterator<EpochRow> rows = Collections.emptyIterator();

            @Override
            public boolean hasNext() {
                return rows.hasNext() || groups.hasNext();
            }

            @Override
            public EpochRow next() {
                if (!rows.hasNext()) {
                    rows = new LaneTraining(kernels, groups.next(), logEvery);
                }
                return rows.next();
            }
        };
    }

    /** Measured on one core of a 2020s server, in full packs of 8, by EngineBenchmark; a row as it is written. */
    @Override
    public double predictedSeconds(Task task, long rows) {
        var architecture = task.architecture();
        double trained = EpochWork.trainedSamples(task, rows);
        double tested = EpochWork.testedSamples(task, rows);
        double multiplyAdds = architecture.weightCount() * (3 * trained + tested);
        // Whose code is over arrays goes through memory again and again.
        boolean isOverArrays = task.activation() instanceof ArrayActivation;
        double perPreActivation = isOverArrays
                ? 1.5 + 1.9 * task.activation().transcendentals()
                : 0.4 + 0.9 * task.activation().transcendentals();
        double furtherOutputs = (trained + tested) * (architecture.outputs() - 1);
        return 1e-9
                * (1_500 * EpochWork.passes(task, rows)
                        + multiplyAdds / 21
                        + perPreActivation * architecture.hiddenUnits() * (trained + tested)
                        + furtherOutputs / 0.3
                        + 1.0 * architecture.hiddenUnits() * EpochWork.measuredSamples(task, rows)
                        + 8_000 * (double) rows
                        // Data, weights and the task itself.
                        + 250_000);
    }
}
