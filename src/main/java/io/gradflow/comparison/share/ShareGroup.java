package io.gradflow.comparison.share;

import io.gradflow.comparison.SeedGroup;
import io.gradflow.stats.proportion.Proportion;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;

/** The runs of a group, of which some have a property. */
public final class ShareGroup extends SeedGroup<CountedRun> {

    private ShareGroup(List<Object> values, SortedMap<Long, CountedRun> runs) {
        super(values, runs);
    }

    /**
     * The groups of runs, in the order in which they first occur.
     *
     * @throws IllegalArgumentException if two runs of a group have the same seed
     */
    public static List<ShareGroup> of(Collection<CountedRun> runs) {
        return of(runs, ShareGroup::new);
    }

    /** How many of the runs have it. */
    public Proportion share() {
        return new Proportion(bySeed().values().stream().filter(CountedRun::has).count(), seeds());
    }
}
