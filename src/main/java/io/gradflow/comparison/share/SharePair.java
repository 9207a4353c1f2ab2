package io.gradflow.comparison.share;

import io.gradflow.comparison.TestedPair;
import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;
import io.gradflow.stats.paired.PValueFloor;
import io.gradflow.stats.proportion.PairedProportions;
import java.util.List;
import java.util.Optional;

/**
 * Two groups over the seeds that both have, tested by McNemar's exact test.
 *
 * @param first a group
 * @param second another
 * @param proportions of the shared seeds; empty if there is none
 * @param interval of the difference of the shares, first - second; empty as above
 * @param unpaired how many seeds only one of the groups has
 */
public record SharePair(
        ShareGroup first,
        ShareGroup second,
        Optional<PairedProportions> proportions,
        Optional<Interval> interval,
        int unpaired)
        implements TestedPair {

    static SharePair of(ShareGroup first, ShareGroup second, DifferenceInterval method, ConfidenceLevel level) {
        long both = 0;
        long onlyFirst = 0;
        long onlySecond = 0;
        long neither = 0;
        for (var run : first.bySeed().entrySet()) {
            var other = second.bySeed().get(run.getKey());
            if (other == null) {
                continue;
            }
            if (run.getValue().has()) {
                both += other.has() ? 1 : 0;
                onlyFirst += other.has() ? 0 : 1;
            } else {
                onlySecond += other.has() ? 1 : 0;
                neither += other.has() ? 0 : 1;
            }
        }
        long shared = both + onlyFirst + onlySecond + neither;
        int unpaired = (int) (first.seeds() + second.seeds() - 2 * shared);
        if (shared == 0) {
            return new SharePair(first, second, Optional.empty(), Optional.empty(), unpaired);
        }
        var proportions = new PairedProportions(both, onlyFirst, onlySecond, neither);
        return new SharePair(
                first, second, Optional.of(proportions), Optional.of(method.of(proportions, level)), unpaired);
    }

    @Override
    public int n() {
        return proportions.map(table -> Math.toIntExact(table.pairs())).orElse(0);
    }

    @Override
    public double pValue() {
        return proportions.map(PairedProportions::mcNemar).orElse(1.0);
    }

    @Override
    public PValueFloor floor() {
        return PValueFloor.exact(
                n(),
                proportions
                        .map(table -> Math.toIntExact(table.onlyFirst() + table.onlySecond()))
                        .orElse(0));
    }

    @Override
    public List<String> labels() {
        return List.of(first.label(), second.label());
    }
}
