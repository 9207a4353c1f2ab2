package io.gradflow.nn.schedule;

import io.gradflow.catalog.Catalog;
import java.util.List;

/** The list of all schedules. */
public final class Schedules {
    /**
     * The catalogue. It is not a constant of {@link Schedule}, because the initialisation of one kind would then wait
     * for that of all others.
     */
    public static final Catalog<Schedule> CATALOG = new Catalog<>(
            "schedule",
            "constant",
            Schedule.class,
            List.of(ConstantSchedule.KIND, StepSchedule.KIND, ExponentialSchedule.KIND, CosineSchedule.KIND));

    private Schedules() {}
}
