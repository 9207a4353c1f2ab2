package io.gradflow.sweep;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A rule that leaves cells out of a grid: those in which all of its conditions hold.
 *
 * @param conditions one for each key of the rule
 * @param described the rule as a configuration spells it, for messages
 */
record Exclusion(List<Condition> conditions, String described) {

    /** Holds where one of the alternatives does, that is where all of its keys have one of these values. */
    record Condition(List<Map<TaskKey, Set<Object>>> alternatives) {
        boolean holds(Task task) {
            return alternatives.stream().anyMatch(alternative -> alternative.entrySet().stream()
                    .allMatch(entry -> entry.getValue().contains(entry.getKey().value(task))));
        }
    }

    boolean matches(Task task) {
        return conditions.stream().allMatch(condition -> condition.holds(task));
    }
}
