package io.gradflow.sweep;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Packs of neighbours, made by looking at one task after the other: what the arithmetic of {@link Packs} is held
 * against.
 */
public final class PackGrouping {
    private PackGrouping() {}

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
                var traits = PackTraits.of(ahead);
                do {
                    members.add(ahead);
                    ahead = tasks.hasNext() ? tasks.next() : null;
                } while (ahead != null
                        && members.size() < size
                        && PackTraits.of(ahead).equals(traits));
                return new Pack(members);
            }
        };
    }
}
