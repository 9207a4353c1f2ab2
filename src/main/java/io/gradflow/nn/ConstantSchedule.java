package io.gradflow.nn;

import io.gradflow.catalog.Kind;

/** The same learning rate in every epoch. */
public record ConstantSchedule() implements Schedule {

    static final Kind<ConstantSchedule> KIND =
            Kind.of("constant", ConstantSchedule.class, "the same learning rate in every epoch");

    @Override
    public double factor(int epoch, int epochs) {
        return 1;
    }
}
