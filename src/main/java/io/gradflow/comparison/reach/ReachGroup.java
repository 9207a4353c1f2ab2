package io.gradflow.comparison.reach;

import io.gradflow.results.Outcome;
import io.gradflow.stats.survival.EventStatus;
import io.gradflow.stats.survival.RiskTable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The runs of a group, one for each seed. */
public final class ReachGroup {
    private final List<Object> values;
    private final SortedMap<Long, FollowedRun> runs = new TreeMap<>();

    private ReachGroup(List<Object> values) {
        this.values = values;
    }

    /**
     * The groups of runs, in the order in which they first occur.
     *
     * @throws IllegalArgumentException if two runs of a group have the same seed
     */
    public static List<ReachGroup> of(Collection<FollowedRun> runs) {
        var groups = new LinkedHashMap<List<Object>, ReachGroup>();
        for (var run : runs) {
            var group = groups.computeIfAbsent(run.group(), ReachGroup::new);
            if (group.runs.put(run.seed(), run) != null) {
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

    /** How many seeds. */
    public int seeds() {
        return runs.size();
    }

    /** How many runs have reached it, diverged afterwards or not. */
    public int reached() {
        return count(EventStatus.EVENT);
    }

    /** How many runs ended so, and had not reached it. */
    public int notReached(Outcome outcome) {
        return (int) runs.values().stream()
                .filter(run -> run.followUp().status() != EventStatus.EVENT && run.outcome() == outcome)
                .count();
    }

    private int count(EventStatus status) {
        return (int) runs.values().stream()
                .filter(run -> run.followUp().status() == status)
                .count();
    }

    /** The runs by seed. */
    SortedMap<Long, FollowedRun> bySeed() {
        return runs;
    }

    /** The runs, counted by epoch. */
    public RiskTable table() {
        return RiskTable.of(runs.values().stream().map(FollowedRun::followUp).toList());
    }

    /** The last epoch for which the data tell the share of runs that have reached it; empty if they tell it for all. */
    OptionalInt knownUntil(Risk risk) {
        var table = table();
        var last = table.row(table.size() - 1);
        boolean isLost = last.censored() > 0 || (risk == Risk.CAUSE_SPECIFIC && last.competing() > 0);
        return isLost ? OptionalInt.of(last.time()) : OptionalInt.empty();
    }
}
