package io.gradflow.sweep;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Tasks that an engine may train side by side because they run the same {@link Instructions}: equal architecture,
 * activation, sample counts, loss, batches and number of epochs, and the same kind of optimizer. Data, seeds, initialisation,
 * scale, learning rate and its schedule may differ.
 */
public record Pack(List<Task> tasks) {

    public Pack {
        tasks = List.copyOf(tasks);
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("a pack needs at least one task");
        }
        var instructions = Instructions.of(tasks.get(0));
        for (var task : tasks) {
            if (!Instructions.of(task).equals(instructions)) {
                throw new IllegalArgumentException("tasks of one pack must run the same instructions: " + tasks.get(0)
                        + " and " + task + " do not");
            }
        }
    }

    /**
     * Groups neighbours: each pack takes as many tasks in a row as may share it, up to {@code size}.
     *
     * @param size of a full pack, at least 1
     * @return lazily; {@code tasks} is read one task ahead
     */
    public static Iterator<Pack> group(Iterator<Task> tasks, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("pack size must be at least 1, but is " + size);
        }
        return new Iterator<>() {
            private Task ahead = tasks.hasNext() ? tasks.next() : null;

            @Override
            public boolean hasNext() {
                return ahead != null;
            }

            @Override
            public Pack next() {
                if (ahead == null) {
                    throw new NoSuchElementException();
                }
                var members = new ArrayList<Task>();
                var instructions = Instructions.of(ahead);
                do {
                    members.add(ahead);
                    ahead = tasks.hasNext() ? tasks.next() : null;
                } while (ahead != null
                        && members.size() < size
                        && Instructions.of(ahead).equals(instructions));
                return new Pack(members);
            }
        };
    }
}
