package io.gradflow.query;

import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.jdk.javaapi.CollectionConverters;

/** What the answer to a condition on rows depends on. */
public enum ConditionScope {
    /** What all rows of a run have in common. It holds for each of them, or for none. */
    RUN,
    /** What differs between the rows of a run, or other rows. */
    ROW,
    /** Chance, or where a row is stored: it may be another one each time. */
    CHANCE;

    /**
     * The scope of the condition of an analysed query {@code SELECT task FROM epochs WHERE ...}.
     *
     * @param common the columns that all rows of a run have in common
     */
    static ConditionScope of(LogicalPlan query, Set<String> common) {
        if (!(query.children().head() instanceof Filter filter)) {
            return ROW;
        }
        var condition = filter.condition();
        if (!condition.deterministic()) {
            return CHANCE;
        }
        boolean isOfRun = !SubqueryExpression.hasSubquery(condition)
                && CollectionConverters.asJava(condition.references().toSeq()).stream()
                        .allMatch(column -> common.contains(column.name()));
        return isOfRun ? RUN : ROW;
    }
}
