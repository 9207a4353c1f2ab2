package io.gradflow.sweep;

import java.util.ArrayList;
import java.util.List;

/** Packs that are made of neighbours, one task after the other: another way than that of {@link Packs}. */
final class GreedyPacks {
    private GreedyPacks() {}

    /** Each pack takes as many tasks in a row as may share it, up to a size. */
    static List<List<Task>> of(Iterable<Task> tasks, int size) {
        var packs = new ArrayList<List<Task>>();
        for (var task : tasks) {
            var last = packs.isEmpty() ? null : packs.get(packs.size() - 1);
            if (last != null && last.size() < size && PackTraits.of(last.get(0)).equals(PackTraits.of(task))) {
                last.add(task);
            } else {
                packs.add(new ArrayList<>(List.of(task)));
            }
        }
        return packs;
    }
}
