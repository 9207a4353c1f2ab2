package io.gradflow.comparison.tuning;

import io.gradflow.comparison.Group;
import io.gradflow.stats.Direction;
import java.util.List;
import java.util.OptionalDouble;

/** The scores of the settings of one group, by seed. NaN where a run has no finite score. */
final class TunedCells {
    private final List<Object> group;
    private final List<List<Object>> settings;
    private final double[][] scores;
    private final Direction direction;

    /**
     * The settings of a group.
     *
     * @param keys how many values of each cell are those of the group; the others are the setting's
     * @param seeds the seeds that every cell must have
     */
    TunedCells(List<Group> cells, int keys, List<Long> seeds, Direction direction) throws UnevenSeedsException {
        group = cells.get(0).values().subList(0, keys);
        settings = cells.stream()
                .map(cell -> cell.values().subList(keys, cell.values().size()))
                .toList();
        scores = new double[cells.size()][seeds.size()];
        this.direction = direction;
        for (int i = 0; i < scores.length; i++) {
            var bySeed = cells.get(i).bySeed();
            if (bySeed.size() < seeds.size()) {
                long lacking = seeds.stream()
                        .filter(seed -> !bySeed.containsKey(seed))
                        .findFirst()
                        .orElseThrow();
                throw new UnevenSeedsException(cells.get(i).label() + " has no seed " + lacking
                        + ", which other settings have: all must have the same seeds");
            }
            if (!cells.get(i).hasRunsOf(cells.get(0))) {
                throw new UnevenSeedsException(cells.get(i).label() + " and "
                        + cells.get(0).label() + " have different runs of a seed: all settings must have the same");
            }
            for (int j = 0; j < seeds.size(); j++) {
                var score = bySeed.get(seeds.get(j));
                scores[i][j] = score.isWorst() ? Double.NaN : score.number();
            }
        }
    }

    List<Object> group() {
        return group;
    }

    List<List<Object>> settings() {
        return settings;
    }

    /** The mean score of a setting over some seeds; empty unless all are finite. */
    OptionalDouble mean(int setting, int[] seeds) {
        var tally = tally(setting, seeds);
        return tally.lost() > 0 ? OptionalDouble.empty() : OptionalDouble.of(tally.mean());
    }

    /** The scores of a setting over some seeds. */
    Tally tally(int setting, int[] seeds) {
        int lost = 0;
        double sum = 0;
        for (int seed : seeds) {
            if (Double.isNaN(scores[setting][seed])) {
                lost++;
            } else {
                sum += scores[setting][seed];
            }
        }
        return new Tally(lost, sum / (seeds.length - lost));
    }

    /**
     * The best setting over some seeds: the one with the fewest runs without a finite score, and of those the one with
     * the best mean of the others. Of several the first.
     */
    int best(int[] seeds) {
        int best = 0;
        var bestTally = tally(0, seeds);
        for (int i = 1; i < scores.length; i++) {
            var tally = tally(i, seeds);
            if (tally.isBetter(bestTally, direction)) {
                best = i;
                bestTally = tally;
            }
        }
        return best;
    }
}
