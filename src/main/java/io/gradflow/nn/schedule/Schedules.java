package io.gradflow.nn.schedule;

import io.gradflow.catalog.Catalog;
import java.util.List;

/** All schedules there are. */
public final class Schedules {
    /** The catalogue: apart from {@link Schedule}, so that no kind's initialisation waits for that of all others. */
    public static final Catalog<Schedule> CATALOG = new Catalog<>(
            "schedule",
            "constant",
            Schedule.class,
            List.of(ConstantSchedule.KIND, StepSchedule.KIND, ExponentialSchedule.KIND, CosineSchedule.KIND));

    private Schedules() {}
}
