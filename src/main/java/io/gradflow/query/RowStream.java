package io.gradflow.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.execution.SQLExecution;

/**
 * The rows of a query while its tasks make them: a task hands them over, and waits when too many are not taken yet.
 * So a result can be larger than the memory. Spark's own iterator brings whole partitions, each of which must fit in.
 * This works where tasks run in this JVM.
 */
final class RowStream implements Iterator<Row>, AutoCloseable {
    /** Rows go in batches, because for each that goes alone two threads take turns. */
    private static final int BATCH_ROWS = 256;

    /** A batch of large rows has few of them. */
    private static final long BATCH_BYTES = 1 << 20;

    /** A batch goes when it is that old, so that what is seldom found is seen soon. */
    private static final long BATCH_NANOS = 50_000_000;

    private static final int MAX_WAITING_BATCHES = 4;

    private static final AtomicLong IDS = new AtomicLong();

    /** Where tasks find the taker of their rows. Only the number of the query travels with them. */
    private static final ConcurrentMap<Long, Taker> TAKERS = new ConcurrentHashMap<>();

    private final long id = IDS.incrementAndGet();
    private final BlockingQueue<Handed> queue = new ArrayBlockingQueue<>(MAX_WAITING_BATCHES);
    private final SparkContext context;
    private final ExpressionEncoder.Deserializer<Row> deserializer;
    private final Dataset<Row> result;

    /** Null until the first row is asked for. */
    private Thread thread;

    private Iterator<InternalRow> batch = Collections.emptyIterator();

    /** Null until there is no more. */
    private End end;

    RowStream(Dataset<Row> result) {
        this.result = result;
        context = result.sparkSession().sparkContext();
        var encoder = ExpressionEncoder.apply(result.schema());
        deserializer = encoder.resolveAndBind(encoder.resolveAndBind$default$1(), encoder.resolveAndBind$default$2())
                .createDeserializer();
    }

    private void start() {
        TAKERS.put(id, new Taker(queue, ConcurrentHashMap.newKeySet()));
        var partitions = result.queryExecution().toRdd().toJavaRDD().mapPartitions(new HandOver(id));
        thread = new Thread(() -> run(partitions), "rows of a query");
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether the tasks of a session run in this JVM. */
    static boolean isPossible(Dataset<Row> result) {
        return result.sparkSession().sparkContext().isLocal();
    }

    /** Computes one partition after another, which is the order of the rows. */
    private void run(JavaRDD<Object> partitions) {
        End last;
        try {
            context.setJobGroup(group(), "rows of a query", true);
            // The tasks see the session's settings. The iterator brings nothing, since they hand their rows over.
            boolean isLeft = SQLExecution.withSQLConfPropagated(
                    result.sparkSession(), () -> partitions.toLocalIterator().hasNext());
            last = new End(isLeft ? new IllegalStateException("rows left") : null);
        } catch (Throwable e) { // told by the thread that takes the rows
            last = new End(e);
        }
        try {
            queue.put(last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String group() {
        return "gradflow-rows-" + id;
    }

    @Override
    public boolean hasNext() {
        if (thread == null) {
            start();
        }
        while (!batch.hasNext() && end == null) {
            take();
        }
        if (!batch.hasNext() && end.failure != null) {
            throw new IllegalStateException(end.failure.getMessage(), end.failure);
        }
        return batch.hasNext();
    }

    private void take() {
        try {
            var taken = queue.take();
            if (taken instanceof Batch rows) {
                batch = rows.rows.iterator();
            } else {
                end = (End) taken;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rows are computed", e);
        }
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return deserializer.apply(batch.next());
    }

    /** Ends the query, if it has not ended. */
    @Override
    public void close() {
        TAKERS.remove(id);
        if (thread != null && end == null) {
            // Also jobs that the thread starts before it sees that it is interrupted.
            context.cancelJobGroupAndFutureJobs(group());
            thread.interrupt();
        }
    }

    /**
     * Who takes the rows.
     *
     * @param begun the partitions of which rows were handed over
     */
    private record Taker(BlockingQueue<Handed> queue, Set<Integer> begun) {}

    /** What the threads hand over. */
    private sealed interface Handed {}

    private record Batch(List<InternalRow> rows) implements Handed {}

    /** What follows the last row: why there are no more; null if these are all. */
    private record End(Throwable failure) implements Handed {}

    private static final class HandOver implements FlatMapFunction<Iterator<InternalRow>, Object> {
        private static final long serialVersionUID = 1;

        private final long id;

        /** Whether this attempt to compute a partition has handed rows over. */
        private transient boolean hasHanded;

        HandOver(long id) {
            this.id = id;
        }

        @Override
        public Iterator<Object> call(Iterator<InternalRow> rows) throws InterruptedException {
            var batch = new ArrayList<InternalRow>();
            hasHanded = false;
            long bytes = 0;
            long handed = System.nanoTime() - BATCH_NANOS;
            while (rows.hasNext()) {
                // Spark uses the same object for the next row.
                var row = rows.next().copy();
                batch.add(row);
                bytes += row instanceof UnsafeRow sized ? sized.getSizeInBytes() : 0;
                if (batch.size() >= BATCH_ROWS || bytes >= BATCH_BYTES || System.nanoTime() - handed >= BATCH_NANOS) {
                    hand(batch);
                    batch = new ArrayList<>();
                    bytes = 0;
                    handed = System.nanoTime();
                }
            }
            hand(batch);
            return Collections.emptyIterator();
        }

        private void hand(List<InternalRow> batch) throws InterruptedException {
            if (batch.isEmpty()) {
                return;
            }
            var taker = TAKERS.get(id);
            if (taker == null) {
                throw new IllegalStateException("nobody takes the rows of this query");
            }
            if (!hasHanded) {
                if (!taker.begun.add(TaskContext.getPartitionId())) {
                    // After a fault, such as that of a disk, Spark computes a partition once more.
                    var repeated = new IllegalStateException("rows had to be computed again after some of them were"
                            + " printed, so the answer would have some twice; ask again");
                    taker.queue.put(new End(repeated));
                    throw repeated;
                }
                hasHanded = true;
            }
            taker.queue.put(new Batch(batch));
        }
    }
}
