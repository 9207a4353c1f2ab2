package io.gradflow.query.runs;

import io.gradflow.results.Outcome;
import io.gradflow.results.RowSchema;
import java.util.List;
import java.util.Locale;

/**
 * Asks which of the runs that have ended have a property. A property that names a metric says nothing about a run that
 * did not complete, whose metrics may be anything.
 *
 * @param property the condition, in SQL over the columns of the last rows
 * @param condition which runs count, in SQL over the same columns
 */
public record ShareQuery(String property, String condition) {
    /** The name of the column that tells whether a run has the property; null where nothing can be said. */
    public static final String HAS = "has";

    /** The name of the column that tells whether the run has none of a metric that the property names. */
    public static final String LACKS = "lacks";

    /** Whether the property is about outcomes and metrics at once, so that only parts of it are known of some runs. */
    public boolean isMixed() {
        return EndedRuns.isAboutMetrics(property)
                && property.toLowerCase(Locale.ROOT).contains(RowSchema.OUTCOME.name());
    }

    /**
     * The query.
     *
     * @param keys the columns that come before the outcome
     */
    public String sql(List<String> keys) {
        String isKnown = EndedRuns.isAboutMetrics(property) ? "outcome = '" + Outcome.COMPLETED.column() + "'" : "true";
        return "SELECT " + EndedRuns.columns(keys) + ", " + EndedRuns.lacks(property) + " AS " + LACKS + ", if("
                + isKnown + ", coalesce(" + EndedRuns.withoutNaN(property) + ", false), NULL) AS " + HAS
                + EndedRuns.from(condition);
    }
}
