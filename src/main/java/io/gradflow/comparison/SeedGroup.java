package io.gradflow.comparison;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * A group with one run for each seed.
 *
 * @param <R> what is known of a run
 */
public abstract class SeedGroup<R extends GroupedRun> implements RunGroup {
    private final List<Object> values;
    private final SortedMap<Long, R> bySeed;

    /**
     * A group.
     *
     * @param values that tell it from others
     * @param bySeed the run of each seed
     */
    protected SeedGroup(List<Object> values, SortedMap<Long, R> bySeed) {
        this.values = values;
        this.bySeed = bySeed;
    }

    /**
     * The groups of runs, in the order in which they first occur.
     *
     * @param group makes a group of its values and its runs by seed
     * @throws IllegalArgumentException if two runs of a group have the same seed
     */
    protected static <R extends GroupedRun, G> List<G> of(
            Collection<R> runs, BiFunction<List<Object>, SortedMap<Long, R>, G> group) {
        var groups = new LinkedHashMap<List<Object>, SortedMap<Long, R>>();
        for (var run : runs) {
            var former = groups.computeIfAbsent(run.group(), values -> new TreeMap<>())
                    .put(run.seed(), run);
            if (former != null) {
                throw new IllegalArgumentException(
                        "two runs of " + RunGroup.label(run.group()) + " have the seed " + run.seed());
            }
        }
        var made = new ArrayList<G>();
        groups.forEach((values, bySeed) -> made.add(group.apply(values, bySeed)));
        return List.copyOf(made);
    }

    @Override
    public List<Object> values() {
        return values;
    }

    /** The runs by seed, in ascending order. */
    public SortedMap<Long, R> bySeed() {
        return Collections.unmodifiableSortedMap(bySeed);
    }

    /** How many seeds. */
    public int seeds() {
        return bySeed.size();
    }
}
