package io.gradflow.comparison.tuning;

import io.gradflow.stats.Direction;
import java.util.List;

/**
 * The scores of a setting over some seeds.
 *
 * @param lost how many runs have no finite score
 * @param mean of the others; NaN if there are none, which is worse than every number
 */
record Tally(int lost, double mean) {
    /** Several groups with one setting: each group's mean counts once. */
    static Tally ofAll(List<Tally> groups) {
        return new Tally(
                groups.stream().mapToInt(Tally::lost).sum(),
                groups.stream().mapToDouble(Tally::mean).sum() / groups.size());
    }

    /** Whether this setting is better over the same seeds: it loses fewer runs, or as many and has the better mean. */
    boolean isBetter(Tally other, Direction direction) {
        boolean isMeanBetter = Double.isNaN(other.mean) ? !Double.isNaN(mean) : direction.isBetter(mean, other.mean);
        return lost < other.lost || (lost == other.lost && isMeanBetter);
    }
}
