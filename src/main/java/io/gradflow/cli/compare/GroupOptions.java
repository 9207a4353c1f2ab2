package io.gradflow.cli.compare;

import io.gradflow.cli.usage.StoreOption;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.comparison.RunGroup;
import io.gradflow.query.StoreQueries;
import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.family.Adjustment;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.TaskKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of all commands that compare groups of runs, and the runs that they choose. */
public final class GroupOptions {
    @Mixin
    private StoreOption storeOption;

    @Option(
            names = "--by",
            split = ",",
            paramLabel = "KEY",
            required = true,
            description = "the keys whose values make the groups, such as activation,scale")
    private List<String> by;

    @Option(
            names = "--where",
            paramLabel = "SQL",
            defaultValue = RunTable.EVERY_RUN,
            description = "which runs count, such as \"scale = 0.5\"; by default all that have ended")
    private String where;

    @Option(
            names = "--baseline",
            paramLabel = "GROUP",
            description = "compare all groups with this one alone, named as the table names it")
    private String baseline;

    @Option(
            names = "--adjust",
            converter = ComparedNames.OfAdjustment.class,
            paramLabel = "METHOD",
            defaultValue = "holm",
            description = "of the p-values of all pairs: holm (the default) or bh (Benjamini and Hochberg)")
    private Adjustment adjustment;

    @Option(
            names = "--alpha",
            converter = ComparedNames.OfAlpha.class,
            paramLabel = "A",
            defaultValue = "0.05",
            description = "level of the tests, and 1 - A that of the intervals; 0.05 by default")
    private ConfidenceLevel level;

    /** Opens the store. */
    public Store store(Configuration hadoop) throws StoreException {
        return storeOption.existing(hadoop);
    }

    /** The keys that make the groups. */
    public List<TaskKey> groupKeys(Store store) throws StoreException, UsageException {
        return ComparedNames.keys(by, keys(store), "--by");
    }

    /** The keys of a store. */
    public static List<TaskKey> keys(Store store) throws StoreException {
        return TaskKey.ofColumns(store.description().keys());
    }

    /** Which runs count, as SQL over their last rows. */
    public String where() {
        return where;
    }

    /** How p-values are adjusted. */
    public Adjustment adjustment() {
        return adjustment;
    }

    /** The level of intervals; its alpha is that of the tests. */
    public ConfidenceLevel level() {
        return level;
    }

    /**
     * Asks a question about the runs that count.
     *
     * @see RunQuestions#ask
     */
    public RunTable ask(
            SparkSession spark,
            Store store,
            RunQuestions.Question question,
            List<TaskKey> tuned,
            List<TaskKey> pooled,
            List<String> conditions,
            boolean isOfLastRows)
            throws Exception {
        var queries = new StoreQueries(spark, store, new StoreQueries.Options(false, false));
        return new RunQuestions(queries, groupKeys(store), where)
                .ask(question, tuned, pooled, conditions, isOfLastRows);
    }

    /**
     * The group that all others are compared with; empty if the user names none.
     *
     * @throws UsageException if there is no such group
     */
    public <G extends RunGroup> Optional<G> baseline(List<G> groups) throws UsageException {
        if (baseline == null) {
            return Optional.empty();
        }
        var found =
                groups.stream().filter(group -> group.label().equals(baseline)).findFirst();
        if (found.isEmpty()) {
            throw new UsageException("--baseline " + baseline + " is no group, must be one of: "
                    + groups.stream().map(RunGroup::label).limit(20).collect(Collectors.joining("; ")));
        }
        return found;
    }

    /** What to say of a store that may have grown until it showed what was hoped for; empty if it has not. */
    public Optional<String> warningOfGrowth(Store store) throws StoreException {
        return store.description().configurations().size() > 1
                ? Optional.of("the store holds more than one sweep: growing one until p < " + level.alpha()
                        + " makes false findings more likely than that; decide on the number of seeds before")
                : Optional.empty();
    }
}
