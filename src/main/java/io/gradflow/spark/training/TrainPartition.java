package io.gradflow.spark.training;

import io.gradflow.engine.GuardedTraining;
import io.gradflow.engine.Trainer;
import io.gradflow.results.EpochRow;
import io.gradflow.sweep.Pack;
import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/** Trains the packs of one partition on an executor, one after the other, a row at a time. */
final class TrainPartition implements PairFlatMapFunction<Iterator<Pack>, Void, EpochRow> {
    private static final long serialVersionUID = 1;

    private final Trainer trainer;
    private final int logEvery;
    private final SweepCounters counters;

    TrainPartition(Trainer trainer, int logEvery, SweepCounters counters) {
        this.trainer = trainer;
        this.logEvery = logEvery;
        this.counters = counters;
    }

    @Override
    public Iterator<Tuple2<Void, EpochRow>> call(Iterator<Pack> packs) {
        return new Iterator<>() {
            private Iterator<EpochRow> rows = Collections.emptyIterator();

            @Override
            public boolean hasNext() {
                return rows.hasNext() || packs.hasNext();
            }

            @Override
            public Tuple2<Void, EpochRow> next() {
                if (!rows.hasNext()) {
                    rows = new GuardedTraining(trainer, packs.next(), logEvery, counters::failed);
                }
                var row = rows.next();
                if (row.outcome() != null) {
                    counters.ended(row);
                }
                return new Tuple2<>(null, row);
            }
        };
    }
}
