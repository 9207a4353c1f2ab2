package io.gradflow.query.runs;

import io.gradflow.results.Metric;
import io.gradflow.results.RowSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the questions about runs that have ended have in common, as SQL. */
public final class EndedRuns {
    private EndedRuns() {}

    /**
     * The last rows of runs.
     *
     * @param condition which runs count, over the columns of these rows
     */
    static String from(String condition) {
        return " FROM epochs WHERE " + last(condition);
    }

    /**
     * Whether a row is the last one of a run that counts.
     *
     * @param condition which runs count, over the columns of the row
     */
    public static String last(String condition) {
        // The end of the line is also the end of a comment in the condition.
        return RowSchema.OUTCOME.name() + " IS NOT NULL AND (" + condition + "\n)";
    }

    /** The keys that are asked for, and the outcome. */
    static String columns(List<String> keys) {
        return keys.stream().map(key -> key + ", ").collect(Collectors.joining()) + RowSchema.OUTCOME.name();
    }

    /** The metrics of networks that a condition names: what follows a dot is a field of a layer, or of a unit. */
    static List<Metric> metrics(String condition) {
        String text = condition.toLowerCase(Locale.ROOT);
        return Arrays.stream(Metric.values())
                .filter(metric -> Pattern.compile("(?<![\\w.])(epochs\\.)?" + metric.column() + "(?!\\w)")
                        .matcher(text)
                        .find())
                .toList();
    }

    /** Whether a condition names a metric of networks, layers or units. */
    static boolean isAboutMetrics(String condition) {
        String text = condition.toLowerCase(Locale.ROOT);
        return !metrics(condition).isEmpty() || text.contains(RowSchema.LAYERS) || text.contains(RowSchema.UNITS);
    }

    /** A condition, which does not hold where a metric that it names is NaN: for Spark NaN is the greatest number. */
    static String withoutNaN(String condition) {
        return "(" + condition + "\n)"
                + metrics(condition).stream()
                        .map(metric -> " AND NOT isnan(" + metric.column() + ")")
                        .collect(Collectors.joining());
    }

    /** Whether a row has none of a metric that a condition names, as that of a regression has no accuracy. */
    static String lacks(String condition) {
        return metrics(condition).stream()
                .map(metric -> " OR " + metric.column() + " IS NULL")
                .collect(Collectors.joining("", "(false", ")"));
    }
}
