package io.gradflow.sweep;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Tasks that an engine may train side by side because the same code trains them, see {@link PackTraits}. They have
 * equal architectures, activations, numbers of samples, losses, batches and numbers of epochs, and optimizers of one
 * kind. Their data, seeds, initialisers, scales, learning rates and schedules may differ.
 *
 * @param tasks at least one
 */
public record Pack(List<Task> tasks) {

    /**
     * Makes a pack.
     *
     * @throws IllegalArgumentException if there is no task, or if two tasks may not share a pack
     */
    public Pack {
        tasks = List.copyOf(tasks);
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("a pack needs at least one task");
        }
        var first = tasks.get(0);
        var traits = PackTraits.of(first);
        for (var task : tasks) {
            if (!PackTraits.of(task).equals(traits)) {
                throw new IllegalArgumentException(
                        "tasks of one pack must run the same instructions: " + first + " and " + task + " do not");
            }
        }
    }

    /**
     * The tasks in groups of a size, in their order, for an engine that trains fewer side by side than the pack has.
     * Only the last group may be smaller.
     *
     * @param size at least 1
     */
    public List<List<Task>> inGroupsOf(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("a group needs a size of at least 1, not " + size);
        }
        int groups = (tasks.size() - 1) / size + 1;
        return IntStream.range(0, groups)
                .mapToObj(group -> tasks.subList(group * size, Math.min((group + 1) * size, tasks.size())))
                .toList();
    }
}
