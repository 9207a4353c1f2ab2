package io.gradflow.cli.compare;

import io.gradflow.catalog.ValueType;
import io.gradflow.comparison.Comparison;
import io.gradflow.comparison.Family;
import io.gradflow.comparison.GroupSummary;
import io.gradflow.comparison.PairComparison;
import io.gradflow.comparison.Settings;
import io.gradflow.query.ControlCharacters;
import io.gradflow.query.PrintFormat;
import io.gradflow.query.QueryException;
import io.gradflow.results.Outcome;
import io.gradflow.stats.Interval;
import io.gradflow.stats.Sample;
import io.gradflow.stats.crossed.VarianceComponents;
import io.gradflow.stats.family.Adjustment;
import io.gradflow.stats.paired.PairedDifferences;
import io.gradflow.stats.paired.PairedScores;
import io.gradflow.sweep.TaskKey;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Prints a comparison: the groups, what the tests can show at all, and the pairs. */
public final class ComparisonReport {
    /** How many pairs of groups a note names. */
    private static final int NAMED_PAIRS = 3;

    /** A part of a comparison. */
    public enum Shown {
        GROUPS,
        PAIRS
    }

    private final Comparison comparison;
    private final Settings settings;
    private final List<TaskKey> groupKeys;
    private final String seedName;
    private final PrintFormat format;

    /** Null for all. */
    private final Shown shown;

    /**
     * A report that is not printed yet.
     *
     * @param seedName the key whose values are independent
     * @param shown the only part to print; null for all in the formats for people, and pairs in those for programs
     */
    public ComparisonReport(
            Comparison comparison,
            Settings settings,
            List<TaskKey> groupKeys,
            String seedName,
            PrintFormat format,
            Shown shown) {
        this.comparison = comparison;
        this.settings = settings;
        this.groupKeys = groupKeys;
        this.seedName = seedName;
        this.format = format;
        this.shown = shown == null && !isForPeople(format) ? Shown.PAIRS : shown;
    }

    private static boolean isForPeople(PrintFormat format) {
        return format == PrintFormat.TABLE || format == PrintFormat.MARKDOWN;
    }

    /** Prints what was asked for. */
    public void print(PrintStream out) throws QueryException {
        // Between tables of people; a program reads the table alone.
        var notes = isForPeople(format) ? out : System.err;
        if (shown != Shown.PAIRS) {
            printGroups(out);
        }
        if (isForPeople(format)) {
            notes.println();
        }
        // Labels come from the store, which may be a stranger's.
        notes().stream().map(ControlCharacters::escaped).forEach(notes::println);
        if (shown != Shown.GROUPS && (!comparison.pairs().isEmpty() || !isForPeople(format))) {
            if (isForPeople(format)) {
                notes.println();
            }
            printPairs(out);
        }
    }

    private void printGroups(PrintStream out) throws QueryException {
        var columns = new ArrayList<String>();
        groupKeys.forEach(key -> columns.add(key.column() + " " + type(key.type())));
        columns.add(seedName + "s INT");
        if (hasSeveralRuns()) {
            columns.add("runs_per_seed INT");
        }
        columns.add("completed BIGINT, diverged BIGINT, failed BIGINT, finite INT, mean DOUBLE, mean_low DOUBLE,"
                + " mean_high DOUBLE, std DOUBLE, median DOUBLE, iqm DOUBLE");
        if (settings.isCrossed()) {
            columns.add("var_data DOUBLE, var_init DOUBLE, var_rest DOUBLE");
        }
        format.print(
                String.join(", ", columns),
                comparison.groups().stream().map(this::row).toList(),
                out);
    }

    private boolean hasSeveralRuns() {
        return comparison.groups().stream().anyMatch(group -> group.group().runsPerSeed() > 1);
    }

    private static String type(ValueType type) {
        return switch (type) {
            case NUMBER -> "DOUBLE";
            case INTEGER -> "INT";
            case LONG -> "BIGINT";
            case FLAG -> "BOOLEAN";
            case TEXT -> "STRING";
        };
    }

    private Row row(GroupSummary summary) {
        var group = summary.group();
        var row = new ArrayList<Object>(group.values());
        row.add(summary.seeds());
        if (hasSeveralRuns()) {
            row.add(group.runsPerSeed());
        }
        for (var outcome : List.of(Outcome.COMPLETED, Outcome.DIVERGED, Outcome.FAILED)) {
            row.add(group.runs(outcome));
        }
        row.add(summary.finite());
        row.add(summary.sample().map(Sample::mean).orElse(null));
        addEnds(row, summary.interval());
        row.add(summary.sample()
                .filter(sample -> sample.n() > 1)
                .map(Sample::standardDeviation)
                .orElse(null));
        row.add(summary.median().orElse(null));
        row.add(summary.sample().map(Sample::trimmedMean).orElse(null));
        if (settings.isCrossed()) {
            var components = summary.components();
            row.add(components
                    .map(VarianceComponents::data)
                    .map(VarianceComponents.Component::variance)
                    .orElse(null));
            row.add(components
                    .map(VarianceComponents::init)
                    .map(VarianceComponents.Component::variance)
                    .orElse(null));
            row.add(components
                    .map(VarianceComponents::residual)
                    .map(VarianceComponents.Component::variance)
                    .orElse(null));
        }
        return RowFactory.create(row.toArray());
    }

    private static void addEnds(List<Object> row, Optional<Interval> interval) {
        row.add(interval.map(Interval::low).orElse(null));
        row.add(interval.map(Interval::high).orElse(null));
    }

    private void printPairs(PrintStream out) throws QueryException {
        String adjusted = settings.adjustment() == Adjustment.HOLM ? "p_holm" : "p_bh";
        var rows = new ArrayList<Row>();
        for (int i = 0; i < comparison.pairs().size(); i++) {
            rows.add(row(comparison.pairs().get(i), comparison.adjusted().get(i)));
        }
        format.print(
                "first STRING, second STRING, pairs INT, equal INT, difference DOUBLE, low DOUBLE, high DOUBLE,"
                        + " p DOUBLE, " + adjusted + " DOUBLE, p_floor DOUBLE, d_z DOUBLE, superiority DOUBLE,"
                        + " unpaired INT, test STRING",
                rows,
                out);
    }

    private static Row row(PairComparison pair, double adjusted) {
        var row = new ArrayList<Object>();
        row.add(pair.first().label());
        row.add(pair.second().label());
        row.add(pair.n());
        row.add(pair.scores().map(PairedScores::equal).orElse(0));
        row.add(pair.differences().map(PairedDifferences::mean).orElse(null));
        addEnds(row, pair.interval());
        row.add(pair.pValue());
        row.add(adjusted);
        row.add(pair.floor().byData());
        row.add(pair.differences()
                .map(PairedDifferences::effectSize)
                .filter(effect -> !effect.isNaN())
                .orElse(null));
        row.add(pair.scores().map(PairedScores::superiority).orElse(null));
        row.add(pair.unpaired());
        row.add(pair.test());
        return RowFactory.create(row.toArray());
    }

    /** What must be known before a number is read. */
    private List<String> notes() {
        var notes = new ArrayList<String>();
        if (comparison.groups().size() == 1) {
            notes.add("One group: there is nothing to compare it with.");
        }
        if (shown != Shown.GROUPS) {
            addNotesOnPairs(notes);
        }
        if (hasSeveralRuns()) {
            notes.add("Each " + seedName + " counts once, with the mean of its runs.");
        }
        if (comparison.groups().stream().anyMatch(group -> group.components().isPresent())) {
            notes.add("Where var_data is told, mean_low and mean_high are of the bootstrap over both kinds of seeds.");
            notes.add("p and the intervals of differences are over " + seedName
                    + "s alone: they hold for these other seeds.");
        }
        if (settings.isFiniteOnly() && comparison.groups().stream().anyMatch(group -> group.finite() < group.seeds())) {
            notes.add("Means and tests leave out what is not finite, so groups that lose runs look better than they"
                    + " are.");
        }
        return notes;
    }

    private void addNotesOnPairs(List<String> notes) {
        var apart = comparison.apart();
        if (!apart.isEmpty()) {
            notes.add(apart.size() + " pairs of groups share no " + seedName + " and are not tested: "
                    + apart.stream()
                            .limit(NAMED_PAIRS)
                            .map(pair -> String.join(" and ", pair.labels()))
                            .collect(Collectors.joining("; "))
                    + (apart.size() > NAMED_PAIRS ? "; ..." : "."));
        }
        if (comparison.family().tests() > 0) {
            addNotesOnFamily(notes, comparison.family());
            notes.add(
                    settings.isSimultaneous()
                            ? "The intervals of differences hold together at their level (Bonferroni)."
                            : "Each interval of a difference is for that pair alone, not adjusted for the others.");
        }
    }

    private void addNotesOnFamily(List<String> notes, Family family) {
        notes.add(String.format(
                Locale.ROOT,
                "%d %s, adjusted by %s: the smallest p must be at most %.3g for a level of %s.",
                family.tests(),
                family.tests() == 1 ? "pair" : "pairs",
                family.adjustment() == Adjustment.HOLM ? "Holm" : "Benjamini and Hochberg",
                family.needed(),
                family.alpha()));
        String floor = String.format(
                Locale.ROOT, "%d %ss give no p below %.3g by design", family.mostPairs(), seedName, family.byDesign());
        if (family.canPassByData()) {
            notes.add(floor + ", which is enough.");
        } else if (family.canPassByDesign()) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%s, but in no pair differ enough of them: their least p is %.3g. No pair can pass.",
                    floor,
                    family.byData()));
        } else if (family.mostPairs() < family.pairsNeeded()) {
            notes.add(floor + ": no pair can pass, whatever the data. " + family.pairsNeeded() + " " + seedName
                    + "s could.");
        } else {
            notes.add(String.format(
                    Locale.ROOT,
                    "Random signs give no p below %.3g: no pair can pass. Fewer groups, or a --baseline, ask less.",
                    family.byDesign()));
        }
    }
}
