package io.gradflow.sweep;

import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * A configuration, read and checked.
 *
 * @param name for people; no part of a task's identity
 * @param grid the tasks
 * @param logging which epochs give a row, and what is measured for it
 * @param execution how the work is done, which changes no number
 * @param configuration the text that all this was read from, overrides applied, as JSON
 */
public record Sweep(String name, Grid grid, Logging logging, Execution execution, String configuration) {

    static final Parameter<String> NAME = Parameter.text(
            "name", "sweep", new Rule<>("text that is not blank", text -> !text.isBlank()), "for people");

    static final Parameter<Integer> LOG_EVERY = Parameter.integer(
            "log-every",
            1,
            Rule.integerIn(1, Integer.MAX_VALUE),
            "rows of the epochs divisible by it, and of the last");

    public Sweep {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(grid, "grid");
        Objects.requireNonNull(logging, "logging");
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(configuration, "configuration");
    }

    /**
     * A sum over all tasks.
     *
     * @param ofTask what is added up; must not depend on a task's seeds
     */
    public double sum(ToDoubleFunction<Task> ofTask) {
        return grid.sum(ofTask);
    }

    /** The epochs that all tasks are trained for, added up. */
    public long modelEpochs() {
        return grid.sumByEpochs(epochs -> epochs);
    }

    /** How many rows the tasks give if none of them diverges. */
    public long rows() {
        return grid.sumByEpochs(this::rows);
    }

    /** How many rows a task of that many epochs gives if it does not diverge. */
    public long rows(int epochs) {
        return logging.rows(epochs);
    }
}
