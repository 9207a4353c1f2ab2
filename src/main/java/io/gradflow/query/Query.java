package io.gradflow.query;

import java.io.PrintStream;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoDir;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoStatement;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.jdk.javaapi.CollectionConverters;

/** A query in Spark SQL over the views of a store. */
public final class Query {
    /** The class of SQLSTATE for wrong names and wrong syntax. */
    private static final String SYNTAX_ERROR = "42";

    /**
     * The classes of SQLSTATE for faults of the query itself: a feature that Spark lacks, a subquery with too many
     * rows, data such as a zero divisor, syntax, and an error that the query raises.
     */
    private static final Set<String> FAULTS_OF_THE_QUERY = Set.of("0A", "21", "22", SYNTAX_ERROR, "P0");

    /** The commands that change nothing, by the beginning of their names in Spark's plans. */
    private static final Pattern READ_ONLY = Pattern.compile("(Show|Describe|Explain|ListFunctions).*");

    private final SparkSession spark;
    private final String text;

    /**
     * A query that has not been run.
     *
     * @param spark a session in which views are registered
     */
    public Query(SparkSession spark, String text) {
        this.spark = spark;
        this.text = text;
    }

    /**
     * Runs the query and prints its rows.
     *
     * @throws QueryException if the query is at fault: its syntax, a name that does not exist, a division by zero, or a
     *     statement that would change something
     */
    public void print(PrintFormat format, PrintStream out) throws QueryException {
        print(format, Dataset::toLocalIterator, out);
    }

    /**
     * Runs a query that is known to have few rows, and prints them. All rows are held in memory. Unlike
     * {@link #print(PrintFormat, PrintStream)}, which brings rows a partition at a time, this passes the session's
     * settings on to the tasks of the query.
     *
     * @throws QueryException as {@link #print(PrintFormat, PrintStream)} does
     */
    public void printCollected(PrintFormat format, PrintStream out) throws QueryException {
        print(format, rows -> rows.collectAsList().iterator(), out);
    }

    private void print(PrintFormat format, Function<Dataset<Row>, Iterator<Row>> rows, PrintStream out)
            throws QueryException {
        try {
            requireReadOnly();
            var result = spark.sql(text);
            format.print(result.schema(), () -> rows.apply(result), out);
        } catch (QueryException e) {
            throw e;
        } catch (Exception e) { // Spark, written in Scala, throws checked exceptions that it does not declare
            throw asFaultOfTheQuery(e).orElseThrow(() -> new IllegalStateException(e.getMessage(), e));
        }
    }

    /** Refuses statements such as INSERT OVERWRITE DIRECTORY, which Spark would run when it is asked for their rows. */
    private void requireReadOnly() throws QueryException, ParseException {
        var parser = ((org.apache.spark.sql.classic.SparkSession) spark)
                .sessionState()
                .sqlParser();
        var changing = changing(parser.parsePlan(text));
        if (changing.isPresent()) {
            throw new QueryException(
                    changing.get().nodeName() + " is no query, must be SELECT, SHOW, DESCRIBE or EXPLAIN", null);
        }
    }

    /** The exception to tell the user; empty if the query is not at fault. */
    private static Optional<QueryException> asFaultOfTheQuery(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            String state = cause instanceof SparkThrowable fault ? fault.getSqlState() : null;
            if (state != null && FAULTS_OF_THE_QUERY.contains(state.substring(0, 2))) {
                String hint = state.startsWith(SYNTAX_ERROR)
                        ? "\nviews: " + String.join(", ", Views.NAMES) + "; DESCRIBE lists a view's columns"
                        : "";
                return Optional.of(new QueryException(withoutPlan(cause.getMessage()) + hint, e));
            }
        }
        return Optional.empty();
    }

    /** The first part of a plan that would change something. */
    private static Optional<LogicalPlan> changing(LogicalPlan plan) {
        boolean command =
                plan instanceof Command || plan instanceof InsertIntoStatement || plan instanceof InsertIntoDir;
        if (command && !READ_ONLY.matcher(plan.nodeName()).matches()) {
            return Optional.of(plan);
        }
        return command
                ? Optional.empty()
                : CollectionConverters.asJava(plan.children()).stream()
                        .flatMap(child -> changing(child).stream())
                        .findFirst();
    }

    /** The first line of Spark's message; the query's text or its plan follows it. */
    private static String withoutPlan(String message) {
        return message.lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("")
                .strip();
    }
}
