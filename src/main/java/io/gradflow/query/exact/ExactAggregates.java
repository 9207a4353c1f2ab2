package io.gradflow.query.exact;

import io.gradflow.query.exact.HashAggregate.Offsets;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.jdk.javaapi.CollectionConverters;

/** The aggregate functions that the views need beside Spark's own. */
public final class ExactAggregates {
    private ExactAggregates() {}

    /**
     * Makes {@code exact_moments} and {@code earliest_best} known to a session. Their results have the
     * same bits however Spark divides the rows and orders them.
     */
    public static void register(SparkSession spark) {
        register(spark, ExactMoments.FUNCTION, arguments -> new ExactMoments(arguments, Offsets.NONE));
        register(spark, EarliestBest.FUNCTION, arguments -> new EarliestBest(arguments, Offsets.NONE));
    }

    private static void register(SparkSession spark, String name, Function<List<Expression>, Expression> function) {
        ((org.apache.spark.sql.classic.SparkSession) spark)
                .sessionState()
                .functionRegistry()
                .createOrReplaceTempFunction(
                        name, arguments -> function.apply(CollectionConverters.asJava(arguments)), "built-in");
    }
}
