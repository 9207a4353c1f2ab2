package io.gradflow.comparison;

import io.gradflow.results.Outcome;
import io.gradflow.stats.Sample;
import io.gradflow.stats.Score;
import io.gradflow.stats.crossed.CrossedTable;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The runs of a group. What is independent is a seed: if it has several runs, their mean counts, once. */
public final class Group implements RunGroup {
    private final List<Object> values;
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);

    /** The runs of each seed, by what tells them apart. */
    private final TreeMap<Long, TreeMap<String, Score>> scores = new TreeMap<>();

    /** Their means; null while runs are added. */
    private Map<Long, Score> means;

    private Group(List<Object> values) {
        this.values = values;
    }

    /** The groups of runs, in the order in which they first occur. */
    public static List<Group> of(Collection<ScoredRun> runs) {
        var groups = new LinkedHashMap<List<Object>, Group>();
        for (var run : runs) {
            groups.computeIfAbsent(run.group(), Group::new).add(run);
        }
        groups.values().forEach(Group::takeMeans);
        return List.copyOf(groups.values());
    }

    private void takeMeans() {
        means = new TreeMap<>();
        scores.forEach((seed, ofSeed) -> means.put(seed, mean(ofSeed.values())));
    }

    private void add(ScoredRun run) {
        outcomes.merge(run.outcome(), 1L, Long::sum);
        var former = scores.computeIfAbsent(run.seed(), seed -> new TreeMap<>()).put(run.within(), run.score());
        if (former != null) {
            throw new IllegalArgumentException("two runs of " + label() + " have the same seeds");
        }
    }

    @Override
    public List<Object> values() {
        return values;
    }

    /** How many runs ended so. */
    public long runs(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    /** The most runs that a seed has. */
    public int runsPerSeed() {
        return scores.values().stream().mapToInt(Map::size).max().orElse(0);
    }

    /** For each seed the mean score of its runs; {@link Score#WORST} if one of them is. */
    public Map<Long, Score> bySeed() {
        return means;
    }

    /** Whether another group has the same seeds, and the same runs of each. */
    public boolean hasRunsOf(Group other) {
        return scores.keySet().equals(other.scores.keySet())
                && scores.keySet().stream()
                        .allMatch(seed -> scores.get(seed)
                                .keySet()
                                .equals(other.scores.get(seed).keySet()));
    }

    /**
     * The mean score of those runs of a seed that another group has too; empty if there are none, or if the seed has
     * none.
     */
    Optional<Score> shared(long seed, Group other) {
        var own = scores.getOrDefault(seed, new TreeMap<>());
        var others = other.scores.getOrDefault(seed, new TreeMap<>());
        if (own.keySet().equals(others.keySet())) {
            return Optional.ofNullable(means.get(seed));
        }
        var shared = own.entrySet().stream()
                .filter(run -> others.containsKey(run.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        return shared.isEmpty() ? Optional.empty() : Optional.of(mean(shared));
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
