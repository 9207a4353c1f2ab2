package io.gradflow.comparison.reach;

import io.gradflow.comparison.SeedGroup;
import io.gradflow.results.Outcome;
import io.gradflow.stats.survival.EventStatus;
import io.gradflow.stats.survival.RiskTable;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;

/** The runs of a group, each followed until it reached what is waited for or until its end. */
public final class ReachGroup extends SeedGroup<FollowedRun> {

    private ReachGroup(List<Object> values, SortedMap<Long, FollowedRun> runs) {
        super(values, runs);
    }

    /**
     * The groups of runs, in the order in which they first occur.
     *
     * @throws IllegalArgumentException if two runs of a group have the same seed
     */
    public static List<ReachGroup> of(Collection<FollowedRun> runs) {
        return of(runs, ReachGroup::new);
    }

    /** How many runs have reached it, diverged afterwards or not. */
    public int reached() {
        return count(EventStatus.EVENT);
    }

    /** How many runs ended so, and had not reached it. */
    public int notReached(Outcome outcome) {
        return (int) bySeed().values().stream()
                .filter(run -> run.followUp().status() != EventStatus.EVENT && run.outcome() == outcome)
                .count();
    }

    private int count(EventStatus status) {
        return (int) bySeed().values().stream()
                .filter(run -> run.followUp().status() == status)
                .count();
    }

    /** The runs, counted by epoch. */
    public RiskTable table() {
        return RiskTable.of(
                bySeed().values().stream().map(FollowedRun::followUp).toList());
    }

    /** The last epoch for which the data tell the share of runs that have reached it; empty if they tell it for all. */
    OptionalInt knownUntil(Risk risk) {
        var table = table();
        var last = table.row(table.size() - 1);
        boolean isLost = last.censored() > 0 || (risk == Risk.CAUSE_SPECIFIC && last.competing() > 0);
        return isLost ? OptionalInt.of(last.time()) : OptionalInt.empty();
    }
}
