package io.gradflow.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/** Tells faults of a query from those of the machine and of the store. */
final class QueryFaults {
    /** The class of SQLSTATE for wrong names and wrong syntax. */
    private static final String SYNTAX_ERROR = "42";

    /**
     * The classes of SQLSTATE for faults of the machine and of the data's files: connection, resources, intervention,
     * system, data source. All others are faults of the query: a feature that Spark lacks, a subquery with too many
     * rows, a zero divisor, a limit exceeded, syntax, an error that the query raises.
     */
    private static final Set<String> NOT_OF_THE_QUERY = Set.of("08", "53", "57", "58", "KD");

    /** What Java throws when a function gets an argument that makes no sense, such as a pattern without its end. */
    private static final List<Class<? extends Exception>> BAD_ARGUMENT = List.of(
            IllegalArgumentException.class,
            ArithmeticException.class,
            DateTimeException.class,
            IndexOutOfBoundsException.class,
            JsonProcessingException.class,
            NegativeArraySizeException.class,
            UnsupportedOperationException.class);

    /** The parameters of Spark's messages that name a function which there is not. */
    private static final List<String> ROUTINE = List.of("routineName", "name", "identifier");

    private static final long BYTES_PER_MEGABYTE = 1 << 20;

    private QueryFaults() {}

    /** The exception to tell the user; empty if the query is not at fault. */
    static Optional<QueryException> of(Throwable thrown) {
        return of(thrown, QueryFaults::isBadArgument);
    }

    /**
     * The exception to tell the user of a query that cannot be planned; empty if the query is not at fault. A plan is
     * made of the query's text alone, so whatever Spark does not get done with is the query's fault, such as steps of
     * the analysis that are too many. Files and what is around them throw other exceptions.
     */
    static Optional<QueryException> ofPlanning(RuntimeException thrown) {
        return of(thrown, RuntimeException.class::isInstance);
    }

    private static Optional<QueryException> of(Throwable thrown, Predicate<Throwable> isOfTheQuery) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof StackOverflowError) {
                return Optional.of(tooDeep(thrown));
            }
            if (cause instanceof OutOfMemoryError) {
                return Optional.of(new QueryException(
                        "the query needs more memory than the " + heap() + " there is; --memory gives more", thrown));
            }
            String state = cause instanceof SparkThrowable fault ? fault.getSqlState() : null;
            if (state != null || cause instanceof AnalysisException) {
                return state != null && NOT_OF_THE_QUERY.contains(state.substring(0, 2))
                        ? Optional.empty()
                        : Optional.of(ofSpark(cause, String.valueOf(state)));
            }
            boolean isRoot = cause.getCause() == null;
            if (isRoot && (cause instanceof SparkThrowable || isOfTheQuery.test(cause))) {
                return Optional.of(new QueryException("the query fails: " + firstLine(cause), thrown));
            }
        }
        return Optional.empty();
    }

    /** The heap of this JVM, in words. */
    static String heap() {
        return Runtime.getRuntime().maxMemory() / BYTES_PER_MEGABYTE + " MB of heap";
    }

    private static boolean isBadArgument(Throwable cause) {
        return BAD_ARGUMENT.stream().anyMatch(type -> type.isInstance(cause));
    }

    private static QueryException tooDeep(Throwable thrown) {
        return new QueryException(
                "the query is nested too deeply: parentheses, operators and subqueries may be some hundreds deep",
                thrown);
    }

    private static QueryException ofSpark(Throwable cause, String state) {
        var fault = (SparkThrowable) cause;
        String condition = String.valueOf(fault.getCondition());
        var parameters = fault.getMessageParameters();
        if (condition.equals("FAILED_TO_PARSE_TOO_COMPLEX")) {
            return tooDeep(cause);
        }
        if (condition.equals("INVALID_STATEMENT_OR_CLAUSE")) {
            return QueryRules.isNoQuery(parameters.get("operation"));
        }
        var routine = ROUTINE.stream()
                .map(parameters::get)
                .filter(Objects::nonNull)
                .filter(name -> Functions.isRefused(unquoted(name)))
                .findFirst();
        if (state.startsWith(SYNTAX_ERROR) && routine.isPresent()) {
            return new QueryException(
                    routine.get() + " is refused: it runs code or reads files, and sql only looks at the store", cause);
        }
        if (condition.startsWith("TABLE_OR_VIEW_NOT_FOUND")
                && parameters.get("relationName").contains("`.`")) {
            return new QueryException(
                    parameters.get("relationName") + " is none of the views " + String.join(", ", Views.NAMES)
                            + "; files are read only with --allow-files, such as parquet.`/path/to/file`",
                    cause);
        }
        String hint = state.startsWith(SYNTAX_ERROR)
                ? "\nviews: " + String.join(", ", Views.NAMES) + "; DESCRIBE lists a view's columns"
                : "";
        return new QueryException(firstLine(cause) + suggestion(condition, parameters) + hint, cause);
    }

    /** Names like one that does not exist, or why there is no such column. Spark's own messages have near columns. */
    private static String suggestion(String condition, Map<String, String> parameters) {
        if (condition.startsWith("UNRESOLVED_COLUMN")) {
            return ofGroup(unquoted(parameters.getOrDefault("objectName", "")));
        }
        if (condition.equals("FIELD_NOT_FOUND")) {
            return ofGroup(unquoted(parameters.getOrDefault("fieldName", "")));
        }
        if (condition.startsWith("TABLE_OR_VIEW_NOT_FOUND")) {
            String view = unquoted(parameters.get("relationName"));
            return Views.ofGroup(view).orElseGet(() -> NearNames.suggestion(view, Views.NAMES));
        }
        if (condition.startsWith("UNRESOLVED_ROUTINE") || condition.startsWith("UNRESOLVABLE_TABLE_VALUED_FUNCTION")) {
            return ROUTINE.stream()
                    .map(parameters::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .map(name -> NearNames.suggestion(unquoted(name), Functions.names()))
                    .orElse("");
        }
        return "";
    }

    /** Where a metric is that not every store has. */
    private static String ofGroup(String column) {
        return Stream.concat(
                        hint("Rows", column, Metric.named(column).flatMap(Metric::group)),
                        hint("Rows of layers", column, LayerMetric.named(column).map(LayerMetric::group)))
                .collect(Collectors.joining());
    }

    private static Stream<String> hint(String rows, String column, Optional<DiagnosticGroup> group) {
        return group
                .filter(one -> !DiagnosticGroups.DEFAULT.has(one))
                .map(one -> " " + rows + " have " + column + " where a store was made with the group " + one
                        + " (sweep.diagnostics).")
                .stream();
    }

    /** The last part of a name, without the quotes that Spark's messages put around it. */
    private static String unquoted(String name) {
        return name.substring(name.lastIndexOf('.') + 1).replace("`", "");
    }

    /** The first line of a message; with Spark the query's text or its plan follows it. */
    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage())
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse(cause.getClass().getSimpleName())
                .strip();
    }
}
