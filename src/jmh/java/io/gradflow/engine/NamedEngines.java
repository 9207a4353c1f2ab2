package io.gradflow.engine;

import io.gradflow.engine.breeze.BreezeTrainer;
import io.gradflow.engine.lanes.LaneTrainer;

/** The engines by the names that benchmarks call them. */
public final class NamedEngines {
    private NamedEngines() {}

    /** A new trainer of that engine. */
    public static Trainer trainer(String engine) {
        return switch (engine) {
            case "lanes" -> new LaneTrainer(0);
            case "breeze" -> new BreezeTrainer();
            default -> throw new IllegalArgumentException("no engine is called " + engine);
        };
    }
}
