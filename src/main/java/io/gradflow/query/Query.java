package io.gradflow.query;

import io.gradflow.query.exact.ExactAggregates;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.execution.command.DescribeQueryCommand;
import org.apache.spark.sql.execution.command.ExplainCommand;
import scala.jdk.javaapi.CollectionConverters;

/** A query in Spark SQL over the views of a store. It only looks, at the store alone: see {@link QueryRules}. */
public final class Query {
    private final SparkSession spark;
    private final String text;
    private final boolean mayReadFiles;

    private final Cancellation cancellation;

    /** Columns that a table may have in one line above it. */
    private Set<String> foldable = Set.of();

    /** How many rows are printed at most. */
    private long limit = Long.MAX_VALUE;

    private MoreColumns moreColumns = () -> false;

    private boolean hasExactAggregates;

    /** Gives the views columns that they have not. */
    interface MoreColumns {
        /** Whether there were any. */
        boolean add() throws Exception;
    }

    /**
     * A query that has not been run.
     *
     * @param spark a session in which views are registered
     */
    public Query(org.apache.spark.sql.SparkSession spark, String text) {
        this(spark, text, false);
    }

    /**
     * Lets tables have some columns in one line above them, if several rows have the same value there.
     *
     * @param columns their names
     */
    public Query folding(Set<String> columns) {
        foldable = Set.copyOf(columns);
        return this;
    }

    /**
     * Lets the query be planned again with more columns, if it cannot be without. Then messages name columns like one
     * that does not exist, and whatever the query's text did not tell is there.
     */
    Query orElseWith(MoreColumns columns) {
        moreColumns = columns;
        return this;
    }

    /** Lets the query call the functions of {@link ExactAggregates}, as the views do. */
    Query withExactAggregates() {
        hasExactAggregates = true;
        return this;
    }

    /**
     * What of a query's answer was printed.
     *
     * @param rows how many rows
     * @param isCut whether the answer has more
     */
    public record Printed(long rows, boolean isCut) {}

    /** Lets only the first rows be printed. */
    public Query atMost(long rows) {
        limit = rows;
        return this;
    }

    /**
     * A query that has not been run.
     *
     * @param mayReadFiles whether it may also read files that it names
     */
    public Query(org.apache.spark.sql.SparkSession spark, String text, boolean mayReadFiles) {
        this.spark = (SparkSession) spark;
        this.text = text;
        this.mayReadFiles = mayReadFiles;
        this.cancellation = new Cancellation(spark.sparkContext());
    }

    /**
     * Runs the query and prints its rows. Where tasks run in this JVM, and rows are printed one by one, the result may
     * be larger than the memory; on a cluster a partition of it must fit in.
     *
     * @throws QueryException if the query is at fault: its syntax, a name that does not exist, a division by zero, a
     *     table that does not fit into the memory, or a statement that would do more than look at the store
     */
    public Printed print(PrintFormat format, PrintStream out) throws QueryException {
        return guarded(() -> {
            var result = checkedRows();
            if (result.queryExecution().analyzed() instanceof Command) {
                return printCommand(result, format, out);
            }
            if (RowStream.isPossible(result)) {
                try (var rows = new RowStream(result)) {
                    return print(result, rows, format, out);
                }
            }
            return print(result, result.toLocalIterator(), format, out);
        });
    }

    /** Ends the query from another thread than that which runs it, or is going to. It fails then. */
    public void cancel() {
        cancellation.request();
    }

    /**
     * Runs a query that is known to have few rows, and prints them. All rows are held in memory. Unlike
     * {@link #print(PrintFormat, PrintStream)}, which brings rows a partition at a time, this passes the session's
     * settings on to the tasks of the query.
     *
     * @throws QueryException as {@link #print(PrintFormat, PrintStream)} does
     */
    public Printed printCollected(PrintFormat format, PrintStream out) throws QueryException {
        return guarded(() -> {
            var result = checkedRows();
            return print(result, result.collectAsList().iterator(), format, out);
        });
    }

    /**
     * What the user may have meant otherwise, a line each: Spark takes {@code "activation"} for a text, which is equal
     * to no activation.
     */
    public List<String> hints() {
        var texts = DoubleQuotes.texts(text);
        if (texts.isEmpty() || spark.sessionState().conf().doubleQuotedIdentifiers()) {
            return List.of();
        }
        var columns = Views.NAMES.stream()
                .filter(view -> spark.catalog().tableExists(view))
                .flatMap(view -> Arrays.stream(spark.table(view).columns()))
                .collect(Collectors.toSet());
        return DoubleQuotes.hints(texts, columns);
    }

    /**
     * Runs a query whose rows fit into the memory, and returns them.
     *
     * @throws QueryException as {@link #print(PrintFormat, PrintStream)} does
     */
    public List<Row> rows() throws QueryException {
        return guarded(() -> checkedRows().collectAsList());
    }

    /**
     * Runs the query, and gives its rows while they are computed, so that they need not fit into the memory.
     *
     * @throws QueryException as {@link #print(PrintFormat, PrintStream)} does
     */
    public OpenRows open() throws QueryException {
        return guarded(() -> {
            var result = checkedRows();
            return RowStream.isPossible(result)
                    ? new OpenRows(new RowStream(result))
                    : new OpenRows(result.toLocalIterator());
        });
    }

    /** Rows that are taken one by one, within the session of their query. */
    public final class OpenRows implements AutoCloseable {
        private final Iterator<Row> rows;

        private OpenRows(Iterator<Row> rows) {
            this.rows = rows;
        }

        /**
         * The next row; null after the last.
         *
         * @throws QueryException as {@link #open} does
         */
        public Row next() throws QueryException {
            return guarded(() -> rows.hasNext() ? rows.next() : null);
        }

        /** Ends the query, if it has not ended. */
        @Override
        public void close() {
            if (rows instanceof RowStream stream) {
                stream.close();
            }
        }
    }

    /** The plan of the query with types and views, of which nothing has run. */
    LogicalPlan analysed() throws QueryException {
        return guarded(() -> checkedRows().queryExecution().analyzed());
    }

    /** What may fail in any way that Spark fails. */
    private interface Work<T> {
        T run() throws Exception;
    }

    private <T> T guarded(Work<T> work) throws QueryException {
        T result = null;
        Throwable thrown = null;
        cancellation.begin();
        try {
            result = work.run();
        } catch (Throwable e) { // Spark throws checked exceptions that it does not declare, and errors of tasks
            thrown = e;
        }
        boolean isCancelled = cancellation.end();
        if (thrown == null) {
            return result;
        }
        throw isCancelled ? new QueryException("the query is cancelled", thrown) : told(thrown);
    }

    private static QueryException told(Throwable thrown) {
        return thrown instanceof QueryException told
                ? told
                : QueryFaults.of(thrown).orElseThrow(() -> new IllegalStateException(thrown.getMessage(), thrown));
    }

    /** Prints what SHOW, DESCRIBE or EXPLAIN tell. Texts of many lines, such as plans, are kept from becoming cells. */
    private Printed printCommand(Dataset<Row> result, PrintFormat format, PrintStream out) throws QueryException {
        var rows = result.collectAsList();
        boolean isText = result.schema().size() == 1
                && rows.stream().anyMatch(row -> String.valueOf(row.get(0)).contains("\n"));
        if (isText && format.printText(rows.stream().map(row -> String.valueOf(row.get(0))), out)) {
            return new Printed(rows.size(), false);
        }
        return print(result, rows.iterator(), format, out);
    }

    private Printed print(Dataset<Row> result, Iterator<Row> rows, PrintFormat format, PrintStream out)
            throws QueryException {
        var shown = rows;
        if (SessionTime.isIn(result.schema())) {
            var time = new SessionTime(spark.sessionState().conf().sessionLocalTimeZone());
            shown = CollectionConverters.asJava(
                    CollectionConverters.asScala(rows).map(time::inText));
        }
        var counted = new CountedRows(shown, limit);
        format.print(result.schema(), () -> counted, foldable, out);
        return new Printed(counted.count(), counted.isCut());
    }

    private Dataset<Row> checkedRows() throws Exception {
        // Only the option opens files, whatever the user's settings say.
        spark.conf().set("spark.sql.runSQLOnFiles", mayReadFiles);
        // Else ${env:NAME} in a query is the value of an environment variable, and ${spark.NAME} that of a setting.
        spark.conf().set("spark.sql.variable.substitute", false);
        // Points of time as such, which do not depend on the time zone of this JVM.
        spark.conf().set("spark.sql.datetime.java8API.enabled", true);
        Functions.keepComputing(spark);
        if (hasExactAggregates) {
            ExactAggregates.register(spark);
        }
        try {
            return planned();
        } catch (QueryException e) {
            if (moreColumns.add()) {
                return planned();
            }
            throw e;
        }
    }

    private Dataset<Row> planned() throws QueryException, ParseException {
        var views = spark.table(Views.EPOCHS).queryExecution().analyzed();
        try {
            var plan = checked(spark.sessionState().sqlParser().parsePlan(text), new QueryRules(views, mayReadFiles));
            return Dataset.ofRows(spark, plan);
        } catch (RuntimeException e) {
            throw QueryFaults.ofPlanning(e).orElseThrow(() -> e);
        }
    }

    /** The analysed plan of a statement that does no harm. Nothing of it has run. */
    private LogicalPlan checked(LogicalPlan parsed, QueryRules rules) throws QueryException {
        if (parsed instanceof ExplainCommand explain) {
            checked(explain.logicalPlan(), rules);
        } else if (parsed instanceof DescribeQueryCommand describe) {
            checked(describe.plan(), rules);
        } else if (!QueryRules.isReadOnlyCommand(parsed)) {
            rules.checkParsed(parsed);
            var analysed = analysed(parsed);
            rules.checkAnalysed(analysed);
            return analysed;
        }
        return analysed(parsed);
    }

    private LogicalPlan analysed(LogicalPlan parsed) {
        return spark.sessionState()
                .executePlan(parsed, CommandExecutionMode.SKIP())
                .analyzed();
    }
}
