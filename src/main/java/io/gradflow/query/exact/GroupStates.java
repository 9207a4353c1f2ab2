package io.gradflow.query.exact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/**
 * The states of some accumulators for each group of rows. The states of one accumulator lie side by side. So a batch of
 * rows that is added to one accumulator after the other finds the states of neighbouring groups in the processor's
 * caches.
 */
final class GroupStates {
    private static final int FIRST_CAPACITY = 256;

    /** The objects that a group takes beside its states and the bytes of its key. */
    private static final int BYTES_OF_GROUP = 150;

    private final List<Accumulator> accumulators;
    private final Map<UnsafeRow, Integer> numbers = new HashMap<>();
    private final List<UnsafeRow> keys = new ArrayList<>();
    private final long[][] states;
    private int capacity = FIRST_CAPACITY;

    /** The group that followed each group when it was last seen; the same group before there was one. */
    private int[] followers = new int[FIRST_CAPACITY];

    private int last;
    private long bytesOfKeys;

    GroupStates(List<Accumulator> accumulators) {
        this.accumulators = accumulators;
        states = new long[accumulators.size()][];
        for (int i = 0; i < states.length; i++) {
            states[i] = new long[capacity * accumulators.get(i).fields()];
        }
    }

    int size() {
        return keys.size();
    }

    /** About how much memory the groups take. */
    long bytes() {
        long bytes = bytesOfKeys;
        for (long[] ofOne : states) {
            bytes += ofOne.length * (long) Long.BYTES * size() / capacity;
        }
        return bytes;
    }

    UnsafeRow key(int group) {
        return keys.get(group);
    }

    /** The number of a group, which is a new one for a new key. The key may be used again for other values. */
    int group(UnsafeRow key) {
        // Runs have the same epochs in the same order, so mostly no key needs to be hashed.
        if (!keys.isEmpty()) {
            int guess = followers[last];
            if (keys.get(guess).equals(key)) {
                last = guess;
                return guess;
            }
        }
        var found = numbers.get(key);
        int group = found == null ? add(key.copy()) : found;
        followers[last] = group;
        last = group;
        return group;
    }

    private int add(UnsafeRow key) {
        int group = keys.size();
        if (group == capacity) {
            grow();
        }
        keys.add(key);
        bytesOfKeys += BYTES_OF_GROUP + key.getSizeInBytes();
        numbers.put(key, group);
        followers[group] = group;
        for (int i = 0; i < states.length; i++) {
            var accumulator = accumulators.get(i);
            accumulator.begin(states[i], group * accumulator.fields());
        }
        return group;
    }

    private void grow() {
        capacity *= 2;
        followers = Arrays.copyOf(followers, capacity);
        for (int i = 0; i < states.length; i++) {
            states[i] = Arrays.copyOf(states[i], capacity * accumulators.get(i).fields());
        }
    }

    /** Adds rows of input to the states of their groups. */
    void add(InternalRow[] rows, int[] groups, int size) {
        for (int i = 0; i < states.length; i++) {
            var accumulator = accumulators.get(i);
            int fields = accumulator.fields();
            for (int row = 0; row < size; row++) {
                accumulator.add(states[i], groups[row] * fields, rows[row]);
            }
        }
    }

    /** Writes the states of a group into the fields of a row, those of the first accumulator first. */
    void write(int group, InternalRow row) {
        int field = 0;
        for (int i = 0; i < states.length; i++) {
            var accumulator = accumulators.get(i);
            accumulator.write(states[i], group * accumulator.fields(), row, field);
            field += accumulator.types().size();
        }
    }

    void clear() {
        numbers.clear();
        keys.clear();
        bytesOfKeys = 0;
        last = 0;
    }
}
