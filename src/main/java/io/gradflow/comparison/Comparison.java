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

    /**
     * Compares groups.
     *
     * @param baseline the group that all others are compared with; empty to compare each with each
     */
    public static Comparison of(List<Group> groups, Optional<Group> baseline, Settings settings) {
        var chosen = Pairing.of(groups, baseline);
        var level = settings.isSimultaneous() && !chosen.isEmpty()
                ? settings.level().simultaneous(chosen.size())
                : settings.level();
        // A pair takes up to some hundredths of a second, and 200 groups have 19,900.
        var all = chosen.parallelStream()
                .map(pair -> PairComparison.of(pair.first(), pair.second(), settings, level))
                .toList();
        return new Comparison(
                groups.stream().map(group -> GroupSummary.of(group, settings)).toList(),
                FamilyOfTests.of(all, settings.level().alpha(), settings.adjustment()));
    }
}
