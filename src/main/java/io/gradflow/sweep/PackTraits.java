package io.gradflow.sweep;

import java.util.ArrayList;
import java.util.List;

/**
 * What the tasks of one {@link Pack} have in common: on each axis the trait that its {@link Axis.Sharing} names. Two
 * tasks may share a pack if their traits are equal, because then the same code trains them, and all else of a task is
 * numbers that the code works on.
 *
 * @param ofAxes one for each axis of which a pack may not have any values
 */
record PackTraits(List<Object> ofAxes) {
    private static final List<Axis<?>> AXES = ConfigurationKeys.ALL.stream()
            .filter(axis -> axis.sharing().extent() != Axis.Sharing.Extent.ANY)
            .toList();

    static PackTraits of(Task task) {
        var traits = new ArrayList<Object>(AXES.size());
        for (var axis : AXES) {
            traits.add(trait(axis, task));
        }
        return new PackTraits(traits);
    }

    private static <V> Object trait(Axis<V> axis, Task task) {
        return axis.sharing().trait().apply(task.value(axis));
    }
}
