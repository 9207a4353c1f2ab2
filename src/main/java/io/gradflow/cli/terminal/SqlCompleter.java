package io.gradflow.cli.terminal;

import io.gradflow.query.Views;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes the names of views, of their columns and of functions, and the words of SQL. */
final class SqlCompleter implements Completer {
    private static final Pattern BLANK = Pattern.compile(" ");

    /** Those of Spark's words that a query has any use for. */
    static final List<String> KEYWORDS = Stream.of(
                    "ALL AND ANTI AS ASC BETWEEN BY CASE CAST COLUMNS CROSS CUBE DESC DESCRIBE DISTINCT ELSE",
                    "END EXCEPT EXISTS EXPLAIN FALSE FILTER FROM FULL FUNCTIONS GROUP HAVING ILIKE IN INNER",
                    "INTERSECT IS JOIN LATERAL LEFT LIKE LIMIT NOT NULL NULLS OFFSET ON OR ORDER OUTER OVER",
                    "PARTITION PIVOT RIGHT ROLLUP SELECT SEMI SHOW TABLE THEN TRUE UNION UNPIVOT USING VALUES",
                    "VIEWS WHEN WHERE WINDOW WITH WITHIN")
            .flatMap(BLANK::splitAsStream)
            .toList();

    private final Function<String, List<String>> columns;
    private final Supplier<List<String>> functions;

    /**
     * Completes names.
     *
     * @param columns the columns of a view
     * @param functions all functions
     */
    SqlCompleter(Function<String, List<String>> columns, Supplier<List<String>> functions) {
        this.columns = columns;
        this.functions = functions;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        var word = (SqlWord) line;
        columns(word.line()).map(Candidate::new).forEach(candidates::add);
        if (word.isAfterDot()) {
            return;
        }
        Views.NAMES.stream().map(Candidate::new).forEach(candidates::add);
        boolean isLower = word.word().equals(word.word().toLowerCase(Locale.ROOT));
        KEYWORDS.stream()
                .map(keyword -> isLower && !word.word().isEmpty() ? keyword.toLowerCase(Locale.ROOT) : keyword)
                .map(Candidate::new)
                .forEach(candidates::add);
        if (!word.word().isEmpty()) {
            functions.get().stream().map(SqlCompleter::call).forEach(candidates::add);
        }
    }

    /** The columns of those views that a statement has, or of all if it has none yet. */
    private Stream<String> columns(String statement) {
        var named = Views.NAMES.stream()
                .filter(view -> Pattern.compile("\\b" + view + "\\b", Pattern.CASE_INSENSITIVE)
                        .matcher(statement)
                        .find())
                .toList();
        return (named.isEmpty() ? Views.NAMES : named)
                .stream().map(columns).flatMap(List::stream).distinct();
    }

    /** The arguments follow at once, without a blank. */
    private static Candidate call(String function) {
        return new Candidate(function + "(", function, null, null, null, null, false);
    }
}
