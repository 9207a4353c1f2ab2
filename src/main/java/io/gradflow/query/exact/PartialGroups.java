package io.gradflow.query.exact;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The groups of a partition, each with the states of its accumulators. A group may come more than once, since all
 * groups are handed on when they take too much memory.
 */
final class PartialGroups implements Iterator<InternalRow> {
    /** So few that the rows stay in the processor's caches. */
    private static final int BATCH = 256;

    /** The groups of all tasks of a machine take at most about this part of the heap. */
    private static final int PART_OF_HEAP = 16;

    private static final long LEAST_BYTES = 1 << 20;
    private static final long MOST_BYTES = 64 << 20;

    private final Iterator<InternalRow> input;
    private final GroupStates groups;
    private final long mostBytes;
    private final UnsafeProjection key;
    private final UnsafeProjection joined;
    private final JoinedRow both = new JoinedRow();
    private final InternalRow state;
    private final UnsafeRow[] rows = new UnsafeRow[BATCH];
    private final int[] groupsOfRows = new int[BATCH];
    private int next;

    /**
     * Groups.
     *
     * @param input rows whose first columns are the keys
     * @param keys their types
     */
    PartialGroups(Iterator<InternalRow> input, DataType[] keys, List<Accumulator> accumulators) {
        this.input = input;
        groups = new GroupStates(accumulators);
        var types = accumulators.stream()
                .flatMap(accumulator -> accumulator.types().stream())
                .toList();
        state = new SpecificInternalRow(CollectionConverters.asScala(types).toSeq());
        long share = Runtime.getRuntime().maxMemory()
                / PART_OF_HEAP
                / Runtime.getRuntime().availableProcessors();
        mostBytes = Math.min(Math.max(share, LEAST_BYTES), MOST_BYTES);
        key = UnsafeProjection.create(keys);
        joined = UnsafeProjection.create(
                Stream.concat(Arrays.stream(keys), types.stream()).toArray(DataType[]::new));
    }

    @Override
    public boolean hasNext() {
        if (next == groups.size() && input.hasNext()) {
            groups.clear();
            next = 0;
            while (input.hasNext() && groups.bytes() < mostBytes) {
                addBatch();
            }
        }
        return next < groups.size();
    }

    private void addBatch() {
        if (TaskContext.get() != null) {
            TaskContext.get().killTaskIfInterrupted();
        }
        int size = 0;
        while (size < BATCH && input.hasNext()) {
            var row = (UnsafeRow) input.next();
            if (rows[size] == null) {
                rows[size] = new UnsafeRow(row.numFields());
                rows[size].pointTo(new byte[row.getSizeInBytes()], row.getSizeInBytes());
            }
            rows[size].copyFrom(row);
            groupsOfRows[size] = groups.group(key.apply(row));
            size++;
        }
        groups.add(rows, groupsOfRows, size);
    }

    @Override
    public InternalRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        groups.write(next, state);
        return joined.apply(both.apply(groups.key(next++), state));
    }
}
