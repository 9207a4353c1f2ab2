package io.gradflow.cli;

import io.gradflow.cli.usage.UsageException;
import io.gradflow.engine.ObservableTrainer;
import io.gradflow.engine.Trainer;
import io.gradflow.engine.breeze.BreezeTrainer;
import io.gradflow.engine.lanes.LaneTrainer;
import io.gradflow.sweep.Execution;

/** Makes the trainer for the engine that a configuration asks for. */
final class Engines {
    private Engines() {}

    /**
     * Makes the trainer.
     *
     * @throws UsageException if this JVM was started without a module that the engine needs
     */
    static ObservableTrainer trainer(Execution execution) throws UsageException {
        return switch (execution.engine()) {
            case LANES -> lanes(execution.laneWidth());
            case BREEZE -> new BreezeTrainer();
        };
    }

    /**
     * Makes the trainer whose arithmetic a store has.
     *
     * @throws UsageException if no engine of this version has it
     */
    static ObservableTrainer ofNumerics(String numerics) throws UsageException {
        var breeze = new BreezeTrainer();
        if (breeze.numerics().equals(numerics)) {
            return breeze;
        }
        // Its name is known without the module that training needs.
        String ofLanes = new LaneTrainer(0).numerics();
        if (ofLanes.equals(numerics)) {
            return lanes(0);
        }
        throw new UsageException("the store has rows of numerics " + numerics
                + ", must be " + ofLanes + " or " + breeze.numerics() + " for this version to train the same;"
                + " the next gradflow run upgrades it");
    }

    private static ObservableTrainer lanes(int width) throws UsageException {
        if (!LaneTrainer.isAvailable()) {
            throw new UsageException("the engine lanes needs the module jdk.incubator.vector, which this JVM lacks\n"
                    + "add a flag to java, as scripts/gradflow does: --add-modules jdk.incubator.vector\n"
                    + "or take the slower engine: --set execution.engine=breeze"
                    + (width > 0 ? " --set execution.lane-width=0" : ""));
        }
        return new LaneTrainer(width);
    }

    /** A line that names the engine, the number of networks that it trains at a time, and the JVM. */
    static String described(Execution execution, Trainer trainer) {
        return switch (execution.engine()) {
            case LANES -> execution.engine() + ", " + trainer.packSize() + " networks a vector, " + Versions.jvm();
            case BREEZE -> execution.engine() + ", one network after the other, " + Versions.jvm();
        };
    }
}
