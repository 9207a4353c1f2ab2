package io.gradflow.nn.schedule;

import io.gradflow.catalog.Kind;

/** The same learning rate in every epoch after the warm-up. */
public record ConstantSchedule(int warmUp) implements Schedule {

    static final Kind<ConstantSchedule> KIND = Kind.of(
            "constant", ConstantSchedule.class, "the same learning rate in every epoch", ScheduleParameters.warmUp());

    /** The constant schedule without a warm-up. */
    public ConstantSchedule() {
        this(0);
    }

    @Override
    public double factorAfterWarmUp(int epoch, int epochs) {
        return 1;
    }
}
