package io.gradflow.engine;

import io.gradflow.engine.breeze.BreezeTrainer;
import io.gradflow.engine.lanes.LaneTrainer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The engines there are, for tests of what all must do. */
final class Engines {
    private Engines() {}

    static Stream<Named<Trainer>> all() {
        return Stream.of(new BreezeTrainer(), new LaneTrainer(0)).map(engine -> Named.of(engine.numerics(), engine));
    }
}
