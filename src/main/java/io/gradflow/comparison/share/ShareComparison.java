package io.gradflow.comparison.share;

import io.gradflow.comparison.FamilyOfTests;
import io.gradflow.comparison.Pairing;
import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.family.Adjustment;
import java.util.List;
import java.util.Optional;

/**
 * Groups of which some runs have a property.
 *
 * @param groups in the order in which they were given
 * @param tests all pairs of groups, or all with the baseline
 */
public record ShareComparison(List<ShareGroup> groups, FamilyOfTests<SharePair> tests) {

    /**
     * Compares groups.
     *
     * @param baseline the group that all others are compared with; empty to compare each with each
     * @param level of intervals; its alpha is that of the whole family of tests
     * @param isSimultaneous whether all intervals of differences hold together at the level, by Bonferroni
     */
    public static ShareComparison of(
            List<ShareGroup> groups,
            Optional<ShareGroup> baseline,
            DifferenceInterval method,
            ConfidenceLevel level,
            boolean isSimultaneous,
            Adjustment adjustment) {
        var chosen = Pairing.of(groups, baseline);
        var ofDifferences = isSimultaneous && !chosen.isEmpty() ? level.simultaneous(chosen.size()) : level;
        var all = chosen.stream()
                .map(pair -> SharePair.of(pair.first(), pair.second(), method, ofDifferences))
                .toList();
        return new ShareComparison(groups, FamilyOfTests.of(all, level.alpha(), adjustment));
    }
}
