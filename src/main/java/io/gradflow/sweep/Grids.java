package io.gradflow.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The tasks of a sweep: the union of its grids, less what is excluded. A task that several grids name counts once, with
 * the first of them.
 *
 * <p>A grid without exclusions that shares no task with those before it is kept as the product that it is. Of any other
 * the combinations that are left are listed, 8 bytes each, however many seeds they have.
 */
public final class Grids {
    private final List<Member> members = new ArrayList<>();
    private final List<Configured> configured;
    private long cells;
    private long excluded;
    private long namedTwice;

    /** A grid as it stands in a configuration. */
    record Configured(Grid grid, List<Exclusion> exclusions) {
        boolean isExcluded(Task task) {
            return exclusions.stream().anyMatch(exclusion -> exclusion.matches(task));
        }

        boolean has(Task task) {
            return grid.hasCombinationOf(task) && !isExcluded(task);
        }
    }

    /**
     * Some of a grid's tasks.
     *
     * @param combinations of everything but the seed, ascending; null for all
     */
    record Member(Grid grid, long[] combinations) {
        long size() {
            return Math.multiplyExact(count(), grid.seeds().size());
        }

        private long count() {
            return combinations == null ? grid.combinations() : combinations.length;
        }

        /** The first seed's task of each combination. */
        Stream<Task> firstTasks() {
            return combinations == null
                    ? grid.firstTasks()
                    : Arrays.stream(combinations).mapToObj(grid::firstTask);
        }

        /** A sum over all tasks of what depends on their number of epochs alone; without visiting them, if possible. */
        long sumByEpochs(IntToLongFunction perTask) {
            if (combinations == null) {
                long tasksOfEach = size() / grid.epochs().size();
                return grid.epochs().stream()
                        .mapToLong(epochs -> Math.multiplyExact(perTask.applyAsLong(epochs), tasksOfEach))
                        .reduce(0, Math::addExact);
            }
            return firstTasks()
                    .mapToLong(task -> Math.multiplyExact(
                            perTask.applyAsLong(task.epochs()), grid.seeds().size()))
                    .reduce(0, Math::addExact);
        }
    }

    Grids(List<Configured> configured) {
        this.configured = List.copyOf(configured);
        for (int i = 0; i < configured.size(); i++) {
            add(configured.get(i), configured.subList(0, i));
        }
    }

    /** The tasks of one grid. */
    static Grids of(Grid grid) {
        return new Grids(List.of(new Configured(grid, List.of())));
    }

    private void add(Configured added, List<Configured> before) {
        var grid = added.grid();
        var rivals =
                before.stream().filter(other -> mayShare(grid, other.grid())).toList();
        if (added.exclusions().isEmpty() && rivals.isEmpty()) {
            members.add(new Member(grid, null));
            cells = Math.addExact(cells, grid.cells());
            return;
        }
        var bySeeds = new LinkedHashMap<Seeds, LongStream.Builder>();
        long lastCell = -1;
        for (long combination = 0; combination < grid.combinations(); combination++) {
            var task = grid.firstTask(combination);
            if (added.isExcluded(task)) {
                excluded += grid.seeds().size();
                continue;
            }
            var seeds = grid.seeds();
            boolean isNew = true;
            for (var rival : rivals) {
                if (rival.has(task)) {
                    seeds = seeds.without(rival.grid().seeds());
                    isNew = false;
                }
            }
            namedTwice += grid.seeds().size() - seeds.size();
            long cell = combination / grid.combinationsPerCell();
            if (isNew && cell != lastCell) {
                cells++;
                lastCell = cell;
            }
            if (seeds.size() > 0) {
                bySeeds.computeIfAbsent(seeds, any -> LongStream.builder()).add(combination);
            }
        }
        bySeeds.forEach((seeds, combinations) ->
                members.add(new Member(grid.with(seeds), combinations.build().toArray())));
    }

    /** Whether two grids may have a task in common: on no axis are their values all different. */
    private static boolean mayShare(Grid one, Grid other) {
        var axes = one.axes();
        var others = other.axes();
        for (int i = 0; i < axes.size(); i++) {
            var values = Set.copyOf(others.get(i));
            boolean areBothEmpty = values.isEmpty() && axes.get(i).isEmpty();
            if (!areBothEmpty && axes.get(i).stream().noneMatch(values::contains)) {
                return false;
            }
        }
        return one.seeds().without(other.seeds()).size() < one.seeds().size();
    }

    List<Member> members() {
        return members;
    }

    /** How many grids the configuration has. */
    public int count() {
        return configured.size();
    }

    /** A grid as it is configured, whatever is excluded of it. */
    public Grid get(int index) {
        return configured.get(index).grid();
    }

    /** How many tasks there are, each counted once. */
    public long size() {
        return members.stream().mapToLong(Member::size).reduce(0, Math::addExact);
    }

    /** How many cells there are: combinations of everything but the seeds. */
    public long cells() {
        return cells;
    }

    /** How many tasks exclusions leave out. */
    public long excluded() {
        return excluded;
    }

    /** How often a grid names a task that another one before it has. */
    public long namedTwice() {
        return namedTwice;
    }

    /** The first seed's task of each combination of everything but the seed, with how many seeds there are. */
    double sum(ToDoubleFunction<Task> ofTask) {
        return members.stream()
                .mapToDouble(member -> member.firstTasks().mapToDouble(ofTask).sum()
                        * member.grid().seeds().size())
                .sum();
    }

    /** A sum over all tasks of what depends on their number of epochs alone. */
    long sumByEpochs(IntToLongFunction perTask) {
        return members.stream()
                .mapToLong(member -> member.sumByEpochs(perTask))
                .reduce(0, Math::addExact);
    }

    /** Whether there is a task for which this holds, whatever its seed. */
    boolean anyMatch(Predicate<Task> condition) {
        return members.stream().flatMap(Member::firstTasks).anyMatch(condition);
    }

    /** The keys that have an effect in some task: the key columns of its tables. */
    public List<TaskKey> keys() {
        return List.copyOf(values().keySet());
    }

    /**
     * The values of each key that has an effect, without repetitions, in the order of the grids; of the seeds only the
     * first and the last of each grid.
     */
    public Map<TaskKey, List<Object>> values() {
        var sets = new LinkedHashMap<TaskKey, Set<Object>>();
        TaskKey.ALL.forEach(key -> sets.put(key, new LinkedHashSet<>()));
        for (var member : configured) {
            member.grid().values().forEach((key, values) -> sets.get(key).addAll(values));
        }
        var values = new LinkedHashMap<TaskKey, List<Object>>();
        sets.forEach((key, set) -> {
            if (!set.isEmpty()) {
                values.put(key, List.copyOf(set));
            }
        });
        return values;
    }

    /** The seeds of all grids. */
    public Seeds seeds() {
        return configured.stream()
                .map(member -> member.grid().seeds())
                .reduce(Seeds::with)
                .orElseThrow();
    }
}
