package io.gradflow.comparison.tuning;

import io.gradflow.comparison.Settings;
import io.gradflow.stats.bootstrap.RandomHalves;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What random halves of the seeds would have chosen, and what their choices gain on the other half. */
final class DrawnHalves {
    /** How many halves tell how much a choice depends on them. */
    private static final int HALVES = 1_000;

    private final List<TunedCells> groups;
    private final List<List<Object>> common;
    private final int[][] timesChosen;
    private final double[][] gains;

    private DrawnHalves(List<TunedCells> groups) {
        this.groups = groups;
        common = new ArrayList<>(groups.get(0).settings());
        groups.forEach(group -> common.retainAll(group.settings()));
        timesChosen =
                groups.stream().map(group -> new int[group.settings().size()]).toArray(int[][]::new);
        gains = new double[groups.size()][HALVES];
    }

    /**
     * Draws halves of the seeds.
     *
     * @param seeds how many seeds each setting has
     */
    static DrawnHalves of(List<TunedCells> groups, int seeds, Settings settings) {
        var drawn = new DrawnHalves(groups);
        var halves = RandomHalves.of(seeds, settings.seed()).iterator();
        for (int i = 0; i < HALVES; i++) {
            drawn.add(i, halves.next(), settings);
        }
        return drawn;
    }

    private void add(int number, RandomHalves half, Settings settings) {
        var shared = common.isEmpty() ? null : bestForAll(half.first(), settings);
        for (int g = 0; g < groups.size(); g++) {
            var group = groups.get(g);
            int own = group.best(half.first());
            timesChosen[g][own]++;
            if (shared != null) {
                double judgedOwn = group.mean(own, half.second()).orElse(Double.NaN);
                double judgedShared = group.mean(group.settings().indexOf(shared), half.second())
                        .orElse(Double.NaN);
                gains[g][number] = settings.direction().sign() * (judgedOwn - judgedShared);
            }
        }
    }

    /**
     * The best setting for all groups: with the fewest runs without a finite score in all of them, and of these with
     * the best mean of the groups' means. It is the rule by which a group chooses its own.
     */
    private List<Object> bestForAll(int[] seeds, Settings settings) {
        List<Object> best = null;
        Tally bestTally = null;
        for (var setting : common) {
            var tally = Tally.ofAll(groups.stream()
                    .map(group -> group.tally(group.settings().indexOf(setting), seeds))
                    .toList());
            if (bestTally == null || tally.isBetter(bestTally, settings.direction())) {
                best = setting;
                bestTally = tally;
            }
        }
        return best;
    }

    /** The share of the halves that choose a setting. */
    double chosenShare(int group, int setting) {
        return (double) timesChosen[group][setting] / HALVES;
    }

    /** What each group gains; none if there is one group, or if the groups have no setting in common. */
    List<Gain> gains() {
        return common.isEmpty() || groups.size() < 2
                ? List.of()
                : IntStream.range(0, groups.size())
                        .mapToObj(g -> Gain.of(groups.get(g).group(), gains[g]))
                        .toList();
    }
}
