package io.gradflow.query;

import io.gradflow.query.column.MeasuredColumn;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A statistic of one metric over the runs of a cell. As {@code <metric>_<name>} it is null unless the metric is finite
 * in every run. As {@code <metric>_finite_<name>} it is over those runs in which the metric is finite.
 */
enum CellStatistic {
    MEAN,
    /** The standard deviation of the population. */
    STD,
    MEDIAN,
    MIN,
    MAX;

    /** All of them, in the order of their columns. */
    static final List<CellStatistic> ALL = List.of(values());

    /** What the names of columns over the finite runs have in them, and no others. */
    static final String SURVIVORS = "_finite";

    private String of(String metric, SqlDialect dialect) {
        return switch (this) {
            case MEAN -> dialect.mean(metric);
            case STD -> dialect.std(metric);
            case MEDIAN -> dialect.median(metric);
            case MIN, MAX -> lowerCaseName() + "(" + metric + ")";
        };
    }

    /** A number of a row of {@code epochs} under its own name; null unless it is finite, and the row's run is. */
    static String nullUnlessFinite(MeasuredColumn measured) {
        return MeasuredColumn.finite(measured.expression()) + " AS " + measured.name();
    }

    /** The columns for a metric over all runs, of a group of rows with one for each run: {@link #nullUnlessFinite}. */
    static Stream<String> ofAll(List<CellStatistic> statistics, String metric, SqlDialect dialect) {
        return columns(
                statistics,
                metric,
                statistic -> "if(" + finite(metric) + " = count(*), " + statistic.of(metric, dialect) + ", NULL)");
    }

    /** The columns for a metric over the finite runs, of such a group. */
    static Stream<String> ofSurvivors(List<CellStatistic> statistics, String metric, SqlDialect dialect) {
        return Stream.concat(
                Stream.of(finite(metric) + " AS " + survivors(metric)),
                columns(statistics, survivors(metric), statistic -> statistic.of(metric, dialect)));
    }

    /** The columns over all runs, or null unless a condition holds, of rows that have them. */
    static Stream<String> ofAllIf(List<CellStatistic> statistics, String condition, String metric) {
        return columns(
                statistics, metric, statistic -> "if(" + condition + ", " + statistic.column(metric) + ", NULL)");
    }

    /** The names of the columns over the finite runs. */
    static Stream<String> namesOfSurvivors(List<CellStatistic> statistics, String metric) {
        return Stream.concat(
                Stream.of(survivors(metric)),
                statistics.stream().map(statistic -> statistic.column(survivors(metric))));
    }

    private static Stream<String> columns(
            List<CellStatistic> statistics, String metric, Function<CellStatistic, String> definition) {
        return statistics.stream().map(statistic -> definition.apply(statistic) + " AS " + statistic.column(metric));
    }

    private static String survivors(String metric) {
        return metric + SURVIVORS;
    }

    private String column(String metric) {
        return metric + suffix();
    }

    /** What the names of its columns end with. */
    String suffix() {
        return "_" + lowerCaseName();
    }

    private String lowerCaseName() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String finite(String metric) {
        return "count(" + metric + ")";
    }
}
