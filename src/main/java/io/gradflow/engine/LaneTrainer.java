package io.gradflow.engine;

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
        return "lanes-2";
    }

    @Override
    public int packSize() {
        return lanes == 0 ? LaneKernelLoader.preferredLanes() : lanes;
    }

    @Override
    public Iterator<EpochRow> train(Pack pack, int logEvery) {
        var kernels = LaneKernelLoader.load(packSize());
        var packs = Pack.group(pack.tasks().iterator(), kernels.lanes());
        return new Iterator<>() {
            private Iterator<EpochRow> rows = Collections.emptyIterator();

            @Override
            public boolean hasNext() {
                return rows.hasNext() || packs.hasNext();
            }

            @Override
            public EpochRow next() {
                if (!rows.hasNext()) {
                    rows = new LaneTraining(kernels, packs.next().tasks(), logEvery);
                }
                return rows.next();
            }
        };
    }

    /** Measured on one core of a 2020s server, in full packs of 8. */
    @Override
    public double predictedSeconds(Task task) {
        double samples = EpochWork.samples(task);
        double multiplyAdds = samples * 3 * task.architecture().weightCount();
        double preActivations = samples * task.architecture().hiddenUnits();
        // The first is in the fixed cost.
        double furtherOutputs = samples * (task.architecture().outputs() - 1);
        return (task.epochs() + 1)
                * 1e-9
                * (2_000 * EpochWork.passes(task) + multiplyAdds / 30 + preActivations / 1.5 + furtherOutputs / 0.3);
    }
}
