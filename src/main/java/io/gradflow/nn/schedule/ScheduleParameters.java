package io.gradflow.nn.schedule;

import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;

/** The declarations of parameters that several schedules have. */
final class ScheduleParameters {
    private static final int MOST_EPOCHS = 1_000_000_000;

    private ScheduleParameters() {}

    /** The parameter {@code warm-up}. */
    static Parameter<Integer> warmUp() {
        return Parameter.integer(
                "warm-up",
                0,
                Rule.integerIn(0, MOST_EPOCHS),
                "epochs in which the learning rate first rises, (e + 1) / (warm-up + 1) of it in epoch e");
    }

    /** The parameter {@code step-size}. */
    static Parameter<Integer> stepSize() {
        return Parameter.integer(
                "step-size", null, Rule.integerIn(1, MOST_EPOCHS), "epochs from one reduction to the next");
    }

    /** The parameter {@code gamma}. */
    static Parameter<Double> gamma(Double defaultValue, String description) {
        return Parameter.number("gamma", defaultValue, Rule.greaterThan(0), description);
    }
}
