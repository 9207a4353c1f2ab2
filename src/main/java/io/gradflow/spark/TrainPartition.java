package io.gradflow.spark;

import io.gradflow.engine.EpochRow;
import io.gradflow.engine.GuardedTraining;
import io.gradflow.engine.Trainer;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.TaskKey;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Trains the tasks of one partition on an executor, pack by pack, a row at a time. */
final class TrainPartition implements MapPartitionsFunction<Task, Row> {
    private static final long serialVersionUID = 1;

    private final Trainer trainer;
    private final int logEvery;

    @SuppressWarnings("serial") // made by Collectors.toUnmodifiableSet, which is serialisable
    private final Set<String> keyColumns;

    private final SweepCounters counters;

    TrainPartition(Trainer trainer, int logEvery, List<TaskKey> keys, SweepCounters counters) {
        this.trainer = trainer;
        this.logEvery = logEvery;
        this.keyColumns = keys.stream().map(TaskKey::column).collect(Collectors.toUnmodifiableSet());
        this.counters = counters;
    }

    @Override
    public Iterator<Row> call(Iterator<Task> tasks) {
        var schema = new EpochSchema(TaskKey.ALL.stream()
                .filter(key -> keyColumns.contains(key.column()))
                .toList());
        var packs = Pack.group(tasks, trainer.packSize());
        return new Iterator<>() {
            private Iterator<EpochRow> rows = Collections.emptyIterator();

            @Override
            public boolean hasNext() {
                return rows.hasNext() || packs.hasNext();
            }

            @Override
            public Row next() {
                if (!rows.hasNext()) {
                    rows = new GuardedTraining(trainer, packs.next(), logEvery, counters::failed);
                }
                var row = rows.next();
                if (row.outcome() != null) {
                    counters.ended(row);
                }
                return schema.row(row);
            }
        };
    }
}
