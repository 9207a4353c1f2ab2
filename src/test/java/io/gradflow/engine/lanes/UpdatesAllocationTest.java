package io.gradflow.engine.lanes;

import io.gradflow.engine.EveryUpdate;
import io.gradflow.engine.TaskBuilder;
import io.gradflow.nn.batch.Batching;
import io.gradflow.nn.batch.FullBatch;
import io.gradflow.nn.batch.MiniBatch;
import io.gradflow.nn.schedule.ConstantSchedule;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** As {@link AllocationTest}, for each optimizer with each way to batch. */
class UpdatesAllocationTest {
    static Stream<Arguments> updates() {
        return EveryUpdate.optimizers()
                .flatMap(optimizer -> Stream.of(new FullBatch(), new MiniBatch(32, true), new MiniBatch(32, false))
                        .map(batching -> Arguments.of(optimizer, batching)));
    }

    /** Each network with settings and a schedule of its own, some that clip and decay; batches with a rest. */
    @ParameterizedTest
    @MethodSource("updates")
    void nothingButTheRowsWhateverTheUpdates(String optimizer, Batching batching) {
        var builder = new TaskBuilder().dataset(Allocations.SMALL).batch(batching);
        IntFunction<TaskBuilder> networks = seed -> builder.optimizer(EveryUpdate.optimizer(optimizer, seed))
                .schedule(new ConstantSchedule(seed % 2 == 0 ? 5 : 3))
                .seed(seed);
        Allocations.assertAllocatesRowsAlone(networks, Allocations.EPOCHS, 1, 0);
        Allocations.assertAllocatesRowsAlone(networks, 1, Allocations.EPOCHS, 0);
    }
}
