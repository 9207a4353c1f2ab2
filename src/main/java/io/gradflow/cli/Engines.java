package io.gradflow.cli;

import io.gradflow.engine.Trainer;
import io.gradflow.engine.breeze.BreezeTrainer;
import io.gradflow.engine.lanes.LaneTrainer;
import io.gradflow.sweep.Execution;

/** From the engine that a configuration asks for to what trains with it in this JVM. */
final class Engines {
    private Engines() {}

    /**
     * The trainer that was asked for.
     *
     * @throws UsageException if this JVM was started without what it needs
     */
    static Trainer trainer(Execution execution) throws UsageException {
        return switch (execution.engine()) {
            case LANES -> lanes(execution.laneWidth());
            case BREEZE -> new BreezeTrainer();
        };
    }

    private static Trainer lanes(int width) throws UsageException {
        if (!LaneTrainer.isAvailable()) {
            throw new UsageException("the engine lanes needs the module jdk.incubator.vector, which this JVM lacks\n"
                    + "add a flag to java, as scripts/gradflow does: --add-modules jdk.incubator.vector\n"
                    + "or take the slower engine: --set execution.engine=breeze"
                    + (width > 0 ? " --set execution.lane-width=0" : ""));
        }
        return new LaneTrainer(width);
    }

    /** The engine, how many networks it trains at a time, and the JVM, in a line. */
    static String described(Execution execution, Trainer trainer) {
        return switch (execution.engine()) {
            case LANES -> execution.engine() + ", " + trainer.packSize() + " networks a vector, " + Versions.jvm();
            case BREEZE -> execution.engine() + ", one network after the other, " + Versions.jvm();
        };
    }
}
