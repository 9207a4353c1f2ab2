package io.gradflow.query;

import java.io.PrintStream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.SparkSession;

/** A query in Spark SQL over the views of a store. */
public final class Query {
    /** Classes of SQLSTATE that blame the query: data exceptions (a division by zero) and syntax or access rules. */
    private static final String DATA_EXCEPTION = "22";

    private static final String SYNTAX_ERROR = "42";

    private final SparkSession spark;
    private final String text;

    public Query(SparkSession spark, String text) {
        this.spark = spark;
        this.text = text;
    }

    /**
     * Runs the query and prints its rows.
     *
     * @throws QueryException if the query is at fault: its syntax, a name that does not exist, a division by zero
     */
    public void print(OutputFormat format, PrintStream out) throws QueryException {
        try {
            format.print(spark.sql(text), out);
        } catch (Exception e) { // Scala throws checked exceptions that Java does not know of
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                String state = cause instanceof SparkThrowable fault ? fault.getSqlState() : null;
                if (state != null && state.startsWith(SYNTAX_ERROR)) {
                    throw new QueryException(
                            withoutPlan(cause.getMessage()) + "\nviews: " + String.join(", ", Views.NAMES)
                                    + "; DESCRIBE lists a view's columns",
                            e);
                }
                if (state != null && state.startsWith(DATA_EXCEPTION)) {
                    throw new QueryException(withoutPlan(cause.getMessage()), e);
                }
            }
            throw e;
        }
    }

    /** Spark's messages go on with the query's text or its plan. */
    private static String withoutPlan(String message) {
        return message.lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("")
                .strip();
    }
}
