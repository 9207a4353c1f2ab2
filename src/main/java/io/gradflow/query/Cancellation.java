package io.gradflow.query;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;

/** Lets one thread end what another does for a query: its jobs, and its planning and waiting. */
final class Cancellation {
    private static final AtomicLong IDS = new AtomicLong();

    private final SparkContext context;

    /** What Spark calls all jobs of the query, also those of the threads that the query starts. */
    private final String tag = "gradflow-query-" + IDS.incrementAndGet();

    /** The thread that works for the query; null if none does. */
    private Thread worker;

    private boolean isWanted;

    Cancellation(SparkContext context) {
        this.context = context;
    }

    /** Ends the work, or that which is still to come. */
    synchronized void request() {
        isWanted = true;
        if (worker != null) {
            worker.interrupt();
            context.cancelJobsWithTag(tag);
        }
    }

    /** Tells that this thread works for the query from now on. */
    synchronized void begin() {
        worker = Thread.currentThread();
        context.addJobTag(tag);
        context.setInterruptOnCancel(true);
        if (isWanted) {
            worker.interrupt();
        }
    }

    /** Tells that this thread has done its work, and returns whether it was to end it before. */
    synchronized boolean end() {
        worker = null;
        context.removeJobTag(tag);
        if (isWanted) {
            // What may have been started before this thread saw that it was interrupted.
            context.cancelJobsWithTag(tag);
            Thread.interrupted();
        }
        return isWanted;
    }
}
