package io.gradflow.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Groups, and the pairs of them that are tested together as one family.
 *
 * @param groups in the order in which they were given
 * @param pairs all pairs of groups that share a seed, or all with the baseline
 * @param adjusted the p-value of each pair, adjusted for the family
 * @param family what the family can show at all
 * @param apart the pairs of groups that share no seed
 */
public record Comparison(
        List<GroupSummary> groups,
        List<PairComparison> pairs,
        List<Double> adjusted,
        Family family,
        List<PairComparison> apart) {

    /**
     * Compares groups.
     *
     * @param baseline the group that all others are compared with; empty to compare each with each
     */
    public static Comparison of(List<Group> groups, Optional<Group> baseline, Settings settings) {
        var chosen = new ArrayList<List<Group>>();
        for (int i = 0; i < groups.size(); i++) {
            for (int j = i + 1; j < groups.size(); j++) {
                var first = groups.get(i);
                var second = groups.get(j);
                if (baseline.isEmpty() || baseline.get() == second) {
                    chosen.add(List.of(first, second));
                } else if (baseline.get() == first) {
                    // Its difference tells what the other has more.
                    chosen.add(List.of(second, first));
                }
            }
        }
        var level = settings.isSimultaneous() && !chosen.isEmpty()
                ? settings.level().simultaneous(chosen.size())
                : settings.level();
        // A pair takes up to some hundredths of a second, and 200 groups have 19,900.
        var all = chosen.parallelStream()
                .map(pair -> PairComparison.of(pair.get(0), pair.get(1), settings, level))
                .toList();
        var pairs = all.stream().filter(pair -> pair.n() > 0).toList();
        double[] adjusted = settings.adjustment()
                .adjusted(pairs.stream().mapToDouble(PairComparison::pValue).toArray());
        return new Comparison(
                groups.stream().map(group -> GroupSummary.of(group, settings)).toList(),
                pairs,
                Arrays.stream(adjusted).boxed().toList(),
                Family.of(pairs, settings),
                all.stream().filter(pair -> pair.n() == 0).toList());
    }
}
