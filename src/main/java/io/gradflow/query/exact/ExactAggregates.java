package io.gradflow.query.exact;

import io.gradflow.query.exact.HashAggregate.Offsets;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.execution.SparkStrategy;
import scala.jdk.javaapi.CollectionConverters;

/** The aggregate functions that the views need beside Spark's own. */
public final class ExactAggregates {
    private ExactAggregates() {}

    /**
     * Makes {@code exact_moments} and {@code earliest_best} known to a session. Their results have the
     * same bits however Spark divides the rows and orders them. Queries that call them are planned with
     * {@link ExactAggregation}.
     */
    public static void register(SparkSession spark) {
        register(spark, ExactMoments.FUNCTION, arguments -> new ExactMoments(arguments, Offsets.NONE));
        register(spark, EarliestBest.FUNCTION, arguments -> new EarliestBest(arguments, Offsets.NONE));
        var experimental = ((org.apache.spark.sql.classic.SparkSession) spark).experimental();
        experimental.extraStrategies_$eq(CollectionConverters.asScala(List.<SparkStrategy>of(new ExactAggregation()))
                .toList());
    }

    /** The mean of a column of a group in Spark's SQL. */
    public static String mean(String column) {
        return ExactMoments.FUNCTION + "(" + column + ").mean";
    }

    /** The standard deviation, of the population, of a column of a group in Spark's SQL. */
    public static String std(String column) {
        return ExactMoments.FUNCTION + "(" + column + ").std";
    }

    /**
     * The median of a column of a group in Spark's SQL. Spark's own counts how often each number occurs, which takes
     * several times as long.
     */
    public static String median(String column) {
        String sorted = "sort_array(collect_list(" + column + "))";
        String lower = "get(" + sorted + ", (size(" + sorted + ") - 1) div 2)";
        String upper = "get(" + sorted + ", size(" + sorted + ") div 2)";
        return "if(" + lower + " = " + upper + ", " + lower + ", 0.5e0 * " + lower + " + 0.5e0 * " + upper + ")";
    }

    private static void register(SparkSession spark, String name, Function<List<Expression>, Expression> function) {
        ((org.apache.spark.sql.classic.SparkSession) spark)
                .sessionState()
                .functionRegistry()
                .createOrReplaceTempFunction(
                        name, arguments -> function.apply(CollectionConverters.asJava(arguments)), "built-in");
    }
}
