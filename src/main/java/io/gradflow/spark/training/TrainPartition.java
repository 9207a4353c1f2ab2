package io.gradflow.spark.training;

import io.gradflow.engine.GuardedTraining;
import io.gradflow.engine.Trainer;
import io.gradflow.results.EpochRow;
import io.gradflow.spark.ThisExecutor;
import io.gradflow.store.StoreToken;
import io.gradflow.store.UnseenStoreException;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/** Trains the packs of one partition on an executor, one after the other, a row at a time. */
final class TrainPartition implements PairFlatMapFunction<Iterator<Pack>, Void, EpochRow> {
    private static final long serialVersionUID = 1;

    private final Trainer trainer;
    private final Logging logging;
    private final SweepCounters counters;
    private final StoreToken token;
    private final Broadcast<SerializableConfiguration> hadoop;

    TrainPartition(
            Trainer trainer,
            Logging logging,
            SweepCounters counters,
            StoreToken token,
            Broadcast<SerializableConfiguration> hadoop) {
        this.token = token;
        this.hadoop = hadoop;
        this.trainer = trainer;
        this.logging = logging;
        this.counters = counters;
    }

    @Override
    public Iterator<Tuple2<Void, EpochRow>> call(Iterator<Pack> packs) throws UnseenStoreException {
        // Spark makes this call before it makes the file. The executor may have joined a moment ago.
        token.require(ThisExecutor.name(), hadoop.value().value());
        int partition = TaskContext.getPartitionId();
        return new Iterator<>() {
            private Iterator<EpochRow> rows = Collections.emptyIterator();
            private long count;
            private boolean isOver;

            @Override
            public boolean hasNext() {
                boolean hasNext = rows.hasNext() || packs.hasNext();
                if (!hasNext && !isOver) {
                    isOver = true;
                    counters.wrote(partition, count);
                }
                return hasNext;
            }

            @Override
            public Tuple2<Void, EpochRow> next() {
                if (!rows.hasNext()) {
                    rows = new GuardedTraining(trainer, packs.next(), logging, counters::failed);
                }
                var row = rows.next();
                count++;
                if (row.outcome() != null) {
                    counters.ended(row);
                }
                return new Tuple2<>(null, row);
            }
        };
    }
}
