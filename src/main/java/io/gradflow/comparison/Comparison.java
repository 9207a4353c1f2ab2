package io.gradflow.comparison;

import java.util.List;
import java.util.Optional;

/**
 * Groups with a score for each run, and the pairs of them that are tested together as one family.
 *
 * @param groups in the order in which they were given
 * @param tests all pairs of groups, or all with the baseline
 */
public record Comparison(List<GroupSummary> groups, FamilyOfTests<PairComparison> tests) {

    /** Who wants to know how far a long comparison is. */
    public interface Progress {
        /** Another pair of so many has been compared. */
        void oneMoreOf(int all);
    }

    /**
     * Compares groups.
     *
     * @param baseline the group that all others are compared with; empty to compare each with each
     * @param progress is told of each pair, from several threads
     */
    public static Comparison of(List<Group> groups, Optional<Group> baseline, Settings settings, Progress progress) {
        var chosen = Pairing.of(groups, baseline);
        var level = settings.isSimultaneous() && !chosen.isEmpty()
                ? settings.level().simultaneous(chosen.size())
                : settings.level();
        // A pair takes up to some hundredths of a second, and 200 groups have 19,900.
        var all = chosen.parallelStream()
                .map(pair -> {
                    var compared = PairComparison.of(pair.first(), pair.second(), settings, level);
                    progress.oneMoreOf(chosen.size());
                    return compared;
                })
                .toList();
        return new Comparison(
                groups.stream().map(group -> GroupSummary.of(group, settings)).toList(),
                FamilyOfTests.of(all, settings.level().alpha(), settings.adjustment()));
    }
}
