package io.gradflow.spark.training;

import io.gradflow.engine.Trainer;
import io.gradflow.results.EpochRow;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.Iterator;
import java.util.concurrent.atomic.LongAdder;

/** A trainer that counts the time spent in it, which costs a row about 0.1 us. */
final class TimedTrainer implements Trainer {
    private static final long serialVersionUID = 1;

    /** Of all copies that Spark makes of trainers; with a local master they are in this JVM. */
    private static final LongAdder NANOS = new LongAdder();

    private final Trainer trainer;

    TimedTrainer(Trainer trainer) {
        this.trainer = trainer;
    }

    /** How long threads were in a trainer of this JVM, whether they had a core or waited for one. */
    static double seconds() {
        return NANOS.sum() * 1e-9;
    }

    @Override
    public String numerics() {
        return trainer.numerics();
    }

    @Override
    public int packSize() {
        return trainer.packSize();
    }

    @Override
    public double predictedSeconds(Task task, long rows) {
        return trainer.predictedSeconds(task, rows);
    }

    @Override
    public Iterator<EpochRow> train(Pack pack, Logging logging) {
        long start = System.nanoTime();
        var rows = trainer.train(pack, logging);
        NANOS.add(System.nanoTime() - start);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public EpochRow next() {
                long started = System.nanoTime();
                var row = rows.next();
                NANOS.add(System.nanoTime() - started);
                return row;
            }
        };
    }
}
