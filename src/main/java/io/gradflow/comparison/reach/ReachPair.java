package io.gradflow.comparison.reach;

import io.gradflow.comparison.TestedPair;
import io.gradflow.stats.paired.PValueFloor;
import io.gradflow.stats.survival.PairedLogRank;
import io.gradflow.stats.survival.StratifiedFollowUp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Two groups over the seeds that both have. The log-rank test within seeds is exact: with two runs for each seed it
 * counts with how many seeds the one or the other was earlier.
 *
 * @param first a group
 * @param second another
 * @param test of the shared seeds; of none if there is none
 * @param unpaired how many seeds only one of the groups has
 */
public record ReachPair(ReachGroup first, ReachGroup second, PairedLogRank test, int unpaired) implements TestedPair {

    static ReachPair of(ReachGroup first, ReachGroup second, Risk risk) {
        var shared = new HashSet<>(first.bySeed().keySet());
        shared.retainAll(second.bySeed().keySet());
        var runs = new ArrayList<StratifiedFollowUp>();
        for (long seed : shared) {
            runs.add(new StratifiedFollowUp(
                    seed, 0, risk.seen(first.bySeed().get(seed).followUp())));
            runs.add(new StratifiedFollowUp(
                    seed, 1, risk.seen(second.bySeed().get(seed).followUp())));
        }
        return new ReachPair(first, second, PairedLogRank.of(runs), first.seeds() + second.seeds() - 2 * shared.size());
    }

    @Override
    public int n() {
        return test.firstEarlier() + test.secondEarlier() + test.undecided();
    }

    @Override
    public double pValue() {
        return test.pValue();
    }

    @Override
    public PValueFloor floor() {
        return PValueFloor.exact(n(), test.firstEarlier() + test.secondEarlier());
    }

    @Override
    public List<String> labels() {
        return List.of(first.label(), second.label());
    }
}
