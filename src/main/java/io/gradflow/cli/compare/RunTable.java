package io.gradflow.cli.compare;

import io.gradflow.cli.usage.UsageException;
import io.gradflow.comparison.RunGroup;
import io.gradflow.results.Outcome;
import io.gradflow.results.RowSchema;
import io.gradflow.sweep.TaskKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** The answer to a question about runs: one row for each run, with the keys that tell runs apart. */
public final class RunTable {
    /** The condition that every run satisfies. */
    public static final String EVERY_RUN = "true";

    /** How many values of a key a message names. */
    private static final int NAMED_VALUES = 5;

    private final List<TaskKey> groupKeys;
    private final List<TaskKey> pooled;
    private final List<TaskKey> columns;
    private final List<Row> rows;

    private final RunSeeds seeds;

    /**
     * The answer to a query.
     *
     * @param groupKeys the keys of groups
     * @param pooled the keys over which a mean is taken
     * @param columns all keys that the rows have, in their order, among them all seeds of the store
     */
    public RunTable(List<TaskKey> groupKeys, List<TaskKey> pooled, List<TaskKey> columns, List<Row> rows) {
        this.groupKeys = groupKeys;
        this.pooled = pooled;
        this.columns = columns;
        // In an order that does not depend on files: that of the values of groups.
        this.rows = rows.stream()
                .sorted((a, b) -> compare(groupKeys, columns, a, b))
                .toList();
        seeds = new RunSeeds(columns.stream().map(TaskKey::column).toList(), rows);
    }

    private static int compare(List<TaskKey> keys, List<TaskKey> columns, Row a, Row b) {
        for (var key : keys) {
            int place = columns.indexOf(key);
            int order = KeyValues.compare(a.get(place), b.get(place));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Whether some runs of one group and seed differ in another seed, and in nothing else. */
    public boolean isCrossed() {
        var seen = new HashSet<List<Object>>();
        return pooled.stream().noneMatch(columns::contains)
                && rows.stream().anyMatch(row -> !seen.add(List.of(group(row), seeds.independent(row))));
    }

    /** The name of the key whose values are independent. */
    public String seedName() {
        return seeds.name();
    }

    private Set<Object> values(TaskKey key, Collection<Row> some) {
        int place = columns.indexOf(key);
        return some.stream()
                .map(row -> row.get(place))
                .sorted(KeyValues::compare)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Requires runs that differ within a group in nothing but seeds and what is pooled.
     *
     * @param condition which runs count, for the message
     * @throws UsageException if they do not, or if there is no run
     */
    public void requireAlike(String condition) throws UsageException {
        if (rows.isEmpty()) {
            throw new UsageException("no run has ended" + (condition.equals(EVERY_RUN) ? "" : " where " + condition)
                    + ", so there is nothing to compare");
        }
        var groups = byGroup();
        for (var key : columns) {
            if (key.isSeed() || groupKeys.contains(key) || pooled.contains(key)) {
                continue;
            }
            for (var some : groups.values()) {
                var values = values(key, some);
                if (values.size() > 1) {
                    throw new UsageException(key.column() + " varies within a group ("
                            + values.stream()
                                    .limit(NAMED_VALUES)
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(", "))
                            + (values.size() > NAMED_VALUES ? ", ..." : "") + "), must be in --by, be fixed by --where"
                            + " or be averaged by --pool " + key.column());
                }
            }
        }
    }

    /**
     * Requires one run for each seed of a group.
     *
     * @param what the command or option that needs this
     * @throws UsageException if there are more
     */
    public void requireOneRunPerSeed(String what) throws UsageException {
        for (var some : byGroup().entrySet()) {
            var seen = new HashSet<Long>();
            for (var row : some.getValue()) {
                if (!seen.add(seed(row))) {
                    throw new UsageException(what + " needs one run for each " + seedName() + " of a group, but "
                            + RunGroup.label(some.getKey()) + " has several of " + seedName() + " " + seed(row)
                            + ": fix the other seeds by --where");
                }
            }
        }
    }

    /**
     * Requires runs that have what a condition is about.
     *
     * @param lacks the column that tells whether a run has none of a metric that the condition names
     * @throws UsageException if a completed run has not
     */
    void requireMetrics(String lacks, String condition) throws UsageException {
        long lacking = rows.stream()
                .filter(row -> outcome(row) == Outcome.COMPLETED && row.<Boolean>getAs(lacks))
                .count();
        if (lacking > 0) {
            throw new UsageException(lacking + " completed runs have none of a metric in '" + condition
                    + "', must be about metrics that all of them have");
        }
    }

    private Map<List<Object>, List<Row>> byGroup() {
        var groups = new LinkedHashMap<List<Object>, List<Row>>();
        for (var row : rows) {
            groups.computeIfAbsent(group(row), values -> new ArrayList<>()).add(row);
        }
        return groups;
    }

    List<Row> rows() {
        return rows;
    }

    /** The values that tell the group of a run from others. */
    List<Object> group(Row row) {
        return groupKeys.stream().map(key -> row.get(columns.indexOf(key))).collect(Collectors.toList());
    }

    static Outcome outcome(Row row) {
        return Outcome.valueOf(row.<String>getAs(RowSchema.OUTCOME.name()).toUpperCase(Locale.ROOT));
    }

    /** The independent seed of a run. */
    long seed(Row row) {
        return seeds.independent(row);
    }

    /** What tells a run from others of its group and seed. */
    String within(Row row) {
        return Stream.concat(
                        Stream.of(seeds.others(row)),
                        pooled.stream()
                                .filter(columns::contains)
                                .map(key -> String.valueOf(row.get(columns.indexOf(key)))))
                .collect(Collectors.joining(", "));
    }
}
