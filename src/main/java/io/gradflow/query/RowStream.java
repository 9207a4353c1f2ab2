package io.gradflow.query;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.execution.SQLExecution;
import scala.Function1;

/**
 * The rows of a query while its tasks make them: a task hands them over, and waits when too many are not taken yet.
 * So a result can be larger than the memory. Spark's own iterator brings whole partitions, each of which must fit in,
 * and computes one after the other. This works where tasks run in this JVM.
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

    /** Where tasks hand their rows over. Only the number of the query travels with them. */
    private static final ConcurrentMap<Long, Transfer> TRANSFERS = new ConcurrentHashMap<>();

    private final long id = IDS.incrementAndGet();
    private final Transfer transfer = new Transfer();
    private final SparkContext context;
    private final Function1<Object, Object> converter;
    private final Dataset<Row> result;

    /** Null until the first row is asked for. */
    private Thread thread;

    private Iterator<InternalRow> batch = Collections.emptyIterator();

    RowStream(Dataset<Row> result) {
        this.result = result;
        context = result.sparkSession().sparkContext();
        // An encoder would do the same with code that it writes and compiles, and start Scala's reflection for that.
        converter = CatalystTypeConverters.createToScalaConverter(result.schema());
    }

    private void start() {
        TRANSFERS.put(id, transfer);
        var partitions = result.queryExecution().toRdd().toJavaRDD().mapPartitions(new HandOver(id));
        thread = new Thread(() -> run(partitions), "rows of a query");
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether the tasks of a session run in this JVM. */
    static boolean isPossible(Dataset<Row> result) {
        return result.sparkSession().sparkContext().isLocal();
    }

    /**
     * Computes as many partitions at a time as there are cores, so that all of them run. If others ran first, they
     * would wait until the rows of an earlier one are taken, and that one for a core.
     */
    private void run(JavaRDD<Object> partitions) {
        Throwable failure = null;
        try {
            context.setJobGroup(group(), "rows of a query", true);
            // The tasks see the session's settings. They return nothing, since they hand their rows over.
            SQLExecution.withSQLConfPropagated(result.sparkSession(), () -> {
                int number = partitions.getNumPartitions();
                int cores = SparkContext$.MODULE$.numDriverCores(context.master(), context.conf());
                int together = Math.max(cores / context.conf().getInt("spark.task.cpus", 1), 1);
                for (int first = 0; first < number; first += together) {
                    partitions.collectPartitions(IntStream.range(first, Math.min(first + together, number))
                            .toArray());
                }
                return null;
            });
        } catch (Throwable e) { // told by the thread that takes the rows
            failure = e;
        }
        transfer.end(failure);
    }

    private String group() {
        return "gradflow-rows-" + id;
    }

    @Override
    public boolean hasNext() {
        if (thread == null) {
            start();
        }
        try {
            while (!batch.hasNext()) {
                var rows = transfer.take();
                if (rows == null) {
                    return false;
                }
                batch = rows.iterator();
            }
            return true;
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
        return (Row) converter.apply(batch.next());
    }

    /** Ends the query, if it has not ended. */
    @Override
    public void close() {
        TRANSFERS.remove(id);
        if (thread != null && !transfer.hasEnded()) {
            // Also jobs that the thread starts before it sees that it is interrupted.
            context.cancelJobGroupAndFutureJobs(group());
            thread.interrupt();
        }
    }

    /** Batches of rows on their way. They are taken in the order of their partitions, which is that of the rows. */
    private static final class Transfer {
        private final Map<Integer, Queue<List<InternalRow>>> waiting = new HashMap<>();

        /** The partitions of which rows were handed over. */
        private final Set<Integer> begun = new HashSet<>();

        /** Those of which all rows were. */
        private final Set<Integer> complete = new HashSet<>();

        /** The partition whose rows are taken. */
        private int taken;

        private boolean hasEnded;

        /** Why there are no more rows; null if these are all. */
        private Throwable failure;

        /** Whether no attempt to compute a partition has handed rows over before. */
        synchronized boolean begin(int partition) {
            return begun.add(partition);
        }

        synchronized void put(int partition, List<InternalRow> batch) throws InterruptedException {
            var queue = waiting.computeIfAbsent(partition, of -> new ArrayDeque<>());
            while (queue.size() >= MAX_WAITING_BATCHES) {
                wait();
            }
            queue.add(batch);
            notifyAll();
        }

        synchronized void complete(int partition) {
            complete.add(partition);
            notifyAll();
        }

        /** Tells that no more rows come. The first failure counts. */
        synchronized void end(Throwable cause) {
            if (!hasEnded) {
                hasEnded = true;
                failure = cause;
                notifyAll();
            }
        }

        synchronized boolean hasEnded() {
            return hasEnded;
        }

        /** The next batch; null after the last. */
        synchronized List<InternalRow> take() throws InterruptedException {
            while (true) {
                var queue = waiting.get(taken);
                if (queue != null && !queue.isEmpty()) {
                    notifyAll();
                    return queue.remove();
                } else if (complete.contains(taken)) {
                    waiting.remove(taken++);
                } else if (!hasEnded) {
                    wait();
                } else if (failure != null) {
                    throw new IllegalStateException(failure.getMessage(), failure);
                } else {
                    return null;
                }
            }
        }
    }

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
            transfer().complete(TaskContext.getPartitionId());
            return Collections.emptyIterator();
        }

        private Transfer transfer() {
            var transfer = TRANSFERS.get(id);
            if (transfer == null) {
                throw new IllegalStateException("nobody takes the rows of this query");
            }
            return transfer;
        }

        private void hand(List<InternalRow> batch) throws InterruptedException {
            if (batch.isEmpty()) {
                return;
            }
            var transfer = transfer();
            int partition = TaskContext.getPartitionId();
            if (!hasHanded) {
                if (!transfer.begin(partition)) {
                    // After a fault, such as that of a disk, Spark computes a partition once more.
                    var repeated = new IllegalStateException("rows had to be computed again after some of them were"
                            + " printed, so the answer would have some twice; ask again");
                    transfer.end(repeated);
                    throw repeated;
                }
                hasHanded = true;
            }
            transfer.put(partition, batch);
        }
    }
}
