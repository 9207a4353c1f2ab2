package io.gradflow.comparison.share;

import io.gradflow.stats.proportion.Proportion;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The runs of a group, one for each seed, of which some have a property. */
public final class ShareGroup {
    private final List<Object> values;
    private final SortedMap<Long, Boolean> runs = new TreeMap<>();

    private ShareGroup(List<Object> values) {
        this.values = values;
    }

    /**
     * The groups of runs, in the order in which they first occur.
     *
     * @throws IllegalArgumentException if two runs of a group have the same seed
     */
    public static List<ShareGroup> of(Collection<CountedRun> runs) {
        var groups = new LinkedHashMap<List<Object>, ShareGroup>();
        for (var run : runs) {
            var group = groups.computeIfAbsent(run.group(), ShareGroup::new);
            if (group.runs.put(run.seed(), run.has()) != null) {
                throw new IllegalArgumentException("two runs of " + group.label() + " have the seed " + run.seed());
            }
        }
        return List.copyOf(groups.values());
    }

    /** What tells this group from others. */
    public List<Object> values() {
        return values;
    }

    /** The values in one text. */
    public String label() {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** How many of the runs have it. */
    public Proportion share() {
        return new Proportion(runs.values().stream().filter(has -> has).count(), runs.size());
    }

    /** Whether the run of a seed has it. */
    SortedMap<Long, Boolean> bySeed() {
        return runs;
    }
}
