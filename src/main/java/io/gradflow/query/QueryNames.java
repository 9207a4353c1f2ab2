package io.gradflow.query;

import io.gradflow.results.Metric;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a query may refer to, by its text alone. Whatever it can mean has its name in the text, unless the text has
 * words that mean things without naming them.
 */
final class QueryNames {
    /** Words that may refer to views and columns that they do not spell. */
    private static final Pattern UNSPELT = Pattern.compile("\\b(SHOW|IDENTIFIER)\\b", Pattern.CASE_INSENSITIVE);

    /** A query that begins with its own list of columns. */
    private static final Pattern LIST = Pattern.compile("\\s*SELECT\\b", Pattern.CASE_INSENSITIVE);

    /**
     * What may stand for columns without naming them: a star, except in {@code count(*)}; statements and operators that
     * have the columns of their input; quoted patterns. Parts that are put together, and comments, could hide a FROM
     * without a list of columns before it.
     */
    private static final Pattern ALL_COLUMNS = Pattern.compile(
            "(?<!\\bcount\\(\\s{0,9})\\*|\\b(DESC|DESCRIBE|NATURAL|PIVOT|TABLE|WITH|UNION|EXCEPT|MINUS|INTERSECT)\\b"
                    + "|\\|>|\\(\\s*FROM\\b|--|`\\w*[^`\\w]",
            Pattern.CASE_INSENSITIVE);

    /** A word that stands for all columns. */
    static final String ALL = "*";

    private final String query;
    private final boolean isUnspelt;
    /** Whether the query may refer to all columns of a view. */
    private final boolean mayHaveAll;

    QueryNames(String query) {
        this.query = query.toLowerCase(Locale.ROOT);
        isUnspelt = UNSPELT.matcher(query).find();
        mayHaveAll = isUnspelt
                || !LIST.matcher(query).lookingAt()
                || ALL_COLUMNS.matcher(query).find();
    }

    /** Whether the query may refer to a view, or to columns with something in their names. */
    boolean mayHave(String name) {
        return isUnspelt || query.contains(name);
    }

    /**
     * The metrics whose columns, or whose statistics, the query may refer to.
     *
     * @param groups of diagnostics that the store has
     */
    List<Metric> metrics(DiagnosticGroups groups) {
        return Metric.of(groups).stream()
                .filter(metric -> mayHaveAll || query.contains(metric.column()))
                .toList();
    }

    /** The statistics over the runs of a cell that the query may refer to. */
    List<CellStatistic> statistics() {
        return CellStatistic.ALL.stream()
                .filter(statistic -> mayHaveAll || query.contains(statistic.suffix()))
                .toList();
    }
}
