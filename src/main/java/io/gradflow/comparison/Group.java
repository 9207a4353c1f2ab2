package io.gradflow.comparison;

import io.gradflow.results.Outcome;
import io.gradflow.stats.Sample;
import io.gradflow.stats.Score;
import io.gradflow.stats.crossed.CrossedTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The runs of a group. What is independent is a seed: if it has several runs, their mean counts, once. */
public final class Group {
    private final List<Object> values;
    private final List<ScoredRun> runs = new ArrayList<>();

    /** The runs of each seed, by what tells them apart. */
    private final TreeMap<Long, TreeMap<String, Score>> scores = new TreeMap<>();

    private Group(List<Object> values) {
        this.values = values;
    }

    /** The groups of runs, in the order in which they first occur. */
    public static List<Group> of(Collection<ScoredRun> runs) {
        var groups = new LinkedHashMap<List<Object>, Group>();
        for (var run : runs) {
            groups.computeIfAbsent(run.group(), Group::new).add(run);
        }
        return List.copyOf(groups.values());
    }

    private void add(ScoredRun run) {
        runs.add(run);
        scores.computeIfAbsent(run.seed(), seed -> new TreeMap<>()).put(run.within(), run.score());
    }

    /** What tells this group from others. */
    public List<Object> values() {
        return values;
    }

    /** The values in one text. */
    public String label() {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** How many runs ended so. */
    public long runs(Outcome outcome) {
        return runs.stream().filter(run -> run.outcome() == outcome).count();
    }

    /** The most runs that a seed has. */
    public int runsPerSeed() {
        return scores.values().stream().mapToInt(Map::size).max().orElse(0);
    }

    /** For each seed the mean score of its runs; {@link Score#WORST} if one of them is. */
    public Map<Long, Score> bySeed() {
        var means = new TreeMap<Long, Score>();
        scores.forEach((seed, ofSeed) -> means.put(seed, mean(ofSeed.values())));
        return means;
    }

    private static Score mean(Collection<Score> some) {
        return some.stream().anyMatch(Score::isWorst)
                ? Score.WORST
                : Score.of(Sample.ofScores(some).mean());
    }

    /** The scores by data seed and init seed; empty if they are not crossed, or not complete and finite. */
    public Optional<CrossedTable> crossed() {
        var within = scores.firstEntry().getValue().keySet();
        boolean isComplete = within.size() > 1
                && scores.values().stream()
                        .allMatch(row -> row.keySet().equals(within)
                                && row.values().stream().noneMatch(Score::isWorst));
        return isComplete
                ? Optional.of(CrossedTable.of(scores.values().stream()
                        .map(row -> Score.numbers(row.values()))
                        .toArray(double[][]::new)))
                : Optional.empty();
    }
}
