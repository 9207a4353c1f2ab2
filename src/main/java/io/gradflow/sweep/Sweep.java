package io.gradflow.sweep;

import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.ToDoubleFunction;

/**
 * A configuration, read and checked.
 *
 * @param name for people; no part of a task's identity
 * @param grid the tasks
 * @param logEvery which epochs give a row: those divisible by it, and each task's last
 * @param execution how the work is done, which changes no number
 * @param configuration the text that all this was read from, overrides applied, as JSON
 */
public record Sweep(String name, Grid grid, int logEvery, Execution execution, String configuration) {

    static final Parameter<String> NAME = Parameter.text(
            "name", "sweep", new Rule<>("text that is not blank", text -> !text.isBlank()), "for people");

    static final Parameter<Integer> LOG_EVERY = Parameter.integer(
            "log-every",
            1,
            Rule.integerIn(1, Integer.MAX_VALUE),
            "rows of the epochs divisible by it, and of the last");

    /**
     * How the work is done.
     *
     * @param engine what trains the networks
     * @param laneWidth how many networks share a vector; 0 leaves the choice to the engine
     * @param partitions how many Spark partitions a wave is cut into; 0 leaves the choice to the product
     * @param waveSeconds about how long a wave takes; its rows become visible together
     */
    public record Execution(Engine engine, int laneWidth, int partitions, int waveSeconds) {
        static final Parameter<String> ENGINE = Parameter.text(
                "engine",
                Engine.LANES.toString(),
                new Rule<>(Engine.names(), name -> Engine.named(name).isPresent()),
                "lanes: a network in each lane of a SIMD vector; breeze: one after the other, the readable reference");

        static final Parameter<Integer> LANE_WIDTH = Parameter.integer(
                "lane-width",
                0,
                new Rule<>("0, 2, 4 or 8", width -> width == 0 || width == 2 || width == 4 || width == 8),
                "networks that share a vector; 0: what suits each machine; only with engine = lanes");

        static final Parameter<Integer> PARTITIONS = Parameter.integer(
                "partitions",
                0,
                Rule.integerIn(0, 1_000_000),
                "Spark partitions of a wave, at most one a pack; 0: by predicted time, some seconds each");

        static final Parameter<Integer> WAVE_SECONDS = Parameter.integer(
                "wave-seconds",
                120,
                Rule.integerIn(1, 1_000_000_000),
                "about how long a wave takes, by prediction; the rows of a wave become visible together");

        static final List<Parameter<?>> PARAMETERS = List.of(ENGINE, LANE_WIDTH, PARTITIONS, WAVE_SECONDS);

        /** What holds when a configuration is silent. */
        static final Execution DEFAULT = new Execution(
                Engine.LANES, LANE_WIDTH.defaultValue(), PARTITIONS.defaultValue(), WAVE_SECONDS.defaultValue());
    }

    /**
     * A sum over all tasks.
     *
     * @param ofTask what is added up; must not depend on a task's seeds
     */
    public double sum(ToDoubleFunction<Task> ofTask) {
        return grid.sum(ofTask);
    }

    /** How many epochs all tasks are trained for, together. */
    public long modelEpochs() {
        return sumByEpochs(epochs -> epochs);
    }

    /** How many rows the tasks give if none of them diverges. */
    public long rows() {
        return sumByEpochs(this::rows);
    }

    /** How many rows a task of that many epochs gives if it does not diverge. */
    public long rows(int epochs) {
        return epochs / logEvery + 1L + (epochs % logEvery == 0 ? 0 : 1);
    }

    /** Whether tasks, their epochs, and their rows can be counted in a long. */
    boolean isCountable() {
        try {
            return grid.size() >= 0 && modelEpochs() >= 0 && rows() >= 0;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /** A sum over all tasks of what depends on their number of epochs alone, without visiting them. */
    private long sumByEpochs(IntToLongFunction perTask) {
        long sum = 0;
        for (var part : grid.parts()) {
            var epochs = part.values(Axes.EPOCHS);
            long tasksOfEach = part.size() / epochs.size();
            for (long i = 0; i < epochs.size(); i++) {
                sum = Math.addExact(sum, Math.multiplyExact(perTask.applyAsLong(epochs.get(i)), tasksOfEach));
            }
        }
        return sum;
    }
}
