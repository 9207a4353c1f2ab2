package io.gradflow.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two groups that are to be compared.
 *
 * @param first the group whose advantage is told
 * @param second the other; the baseline, if there is one
 */
public record Pairing<G>(G first, G second) {
    /**
     * The pairs of groups.
     *
     * @param baseline the group that all others are compared with; empty to compare each with each
     */
    public static <G> List<Pairing<G>> of(List<G> groups, Optional<G> baseline) {
        var chosen = new ArrayList<Pairing<G>>();
        for (int i = 0; i < groups.size(); i++) {
            for (int j = i + 1; j < groups.size(); j++) {
                var first = groups.get(i);
                var second = groups.get(j);
                if (baseline.isEmpty() || baseline.get().equals(second)) {
                    chosen.add(new Pairing<>(first, second));
                } else if (baseline.get().equals(first)) {
                    // Its difference tells what the other has more.
                    chosen.add(new Pairing<>(second, first));
                }
            }
        }
        return chosen;
    }
}
