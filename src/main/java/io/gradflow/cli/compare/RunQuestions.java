package io.gradflow.cli.compare;

import io.gradflow.cli.usage.UsageException;
import io.gradflow.query.ConditionScope;
import io.gradflow.query.StoreQueries;
import io.gradflow.sweep.TaskKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Groups of runs to ask about.
 *
 * @param queries the store that has the runs
 * @param groupKeys the keys whose values make the groups
 * @param where which runs count, as SQL over their last rows
 */
public record RunQuestions(StoreQueries queries, List<TaskKey> groupKeys, String where) {

    /** A question about runs. */
    public interface Question {
        /** Its SQL, with these columns first. */
        String sql(List<String> columns);
    }

    /**
     * Asks a question about the runs that count.
     *
     * @param tuned keys that make groups too, after the others
     * @param pooled keys over whose values a mean is taken
     * @param conditions texts of the user's that the question contains
     * @param isOfLastRows whether it reads the last rows of runs alone
     * @throws UsageException if runs of a group differ in more than seeds and what is pooled, if there is no run, or if
     *     chance tells where a condition holds
     */
    public RunTable ask(
            Question question, List<TaskKey> tuned, List<TaskKey> pooled, List<String> conditions, boolean isOfLastRows)
            throws Exception {
        requireCertain(queries, where);
        for (var condition : conditions) {
            requireCertain(queries, condition);
        }
        queries.preferFasterPlan(isOfLastRows);
        var keys = Stream.concat(groupKeys.stream(), tuned.stream()).toList();
        var columns = new ArrayList<>(keys);
        // Seeds also where they are constant: one that is missing is that of another column.
        Stream.concat(queries.varyingKeys().stream(), queries.keys().stream().filter(TaskKey::isSeed))
                .filter(key -> !columns.contains(key))
                .distinct()
                .forEach(columns::add);
        String text = question.sql(columns.stream().map(TaskKey::column).toList());
        var table = new RunTable(keys, pooled, columns, queries.query(text).rows());
        table.requireAlike(where);
        return table;
    }

    /**
     * Requires that a text is a condition that holds for the same rows whenever it is asked.
     *
     * @throws UsageException if chance tells where it holds
     */
    public static void requireCertain(StoreQueries queries, String condition) throws Exception {
        queries.requireCondition(condition);
        if (queries.scope(condition) == ConditionScope.CHANCE) {
            throw new UsageException("the condition '" + condition + "' may hold for other rows each time it is"
                    + " asked, must be without functions such as rand()");
        }
    }
}
