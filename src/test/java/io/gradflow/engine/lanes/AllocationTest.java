package io.gradflow.engine.lanes;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.gradflow.catalog.Kind;
import io.gradflow.data.Blobs;
import io.gradflow.data.Dataset;
import io.gradflow.data.Xor;
import io.gradflow.engine.EveryLoss;
import io.gradflow.engine.EveryUpdate;
import io.gradflow.engine.TaskBuilder;
import io.gradflow.engine.Trainer;
import io.gradflow.engine.kernels.LaneKernels;
import io.gradflow.nn.activation.Activations;
import io.gradflow.nn.batch.Batching;
import io.gradflow.nn.batch.FullBatch;
import io.gradflow.nn.batch.MiniBatch;
import io.gradflow.nn.schedule.ConstantSchedule;
import io.gradflow.nn.schedule.CosineSchedule;
import io.gradflow.nn.schedule.ExponentialSchedule;
import io.gradflow.nn.schedule.Schedule;
import io.gradflow.nn.schedule.StepSchedule;
import io.gradflow.sweep.Pack;
import java.lang.management.ManagementFactory;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Once compiled, training allocates nothing but the rows that it returns. A kernel whose vectors the just-in-time
 * compiler puts on the heap, or that makes an array for each epoch, fails here, and is many times slower than it looks.
 */
class AllocationTest {
    private static final Trainer TRAINER = new LaneTrainer(0);

    private static final int EPOCHS = 1_000;

    /** Trainings after which all that matters must have been compiled. */
    private static final int ATTEMPTS = 40;

    /** A row with the metrics of a network and of its 3 layers. */
    private static final long BYTES_PER_ROW = 800;

    /** Of a whole pack: a single vector of 8 doubles on the heap would be 96. */
    private static final long BYTES_PER_EPOCH = 16;

    /**
     * {@link StrictMath#pow} makes three arrays of two doubles, unless it is compiled for powers of one number alone;
     * {@link StrictMath#cos} makes one since it is written in Java (JDK 21).
     */
    private static final long BYTES_OF_A_POWER = 96;

    private static final long BYTES_OF_A_COSINE = 32;

    /** 75 samples to train with. */
    private static final Dataset SMALL = new Xor(100, 0.1, 0.25, false);

    static Stream<String> activations() {
        return Activations.CATALOG.kinds().stream().map(Kind::name);
    }

    @ParameterizedTest
    @MethodSource("activations")
    void nothingForAnEpochWithoutRows(String activation) {
        assertAllocatesRowsAlone(new TaskBuilder().activation(activation), EPOCHS, 1);
    }

    @ParameterizedTest
    @MethodSource("activations")
    void nothingButTheRowsForAnEpochWithRows(String activation) {
        assertAllocatesRowsAlone(new TaskBuilder().activation(activation), 1, EPOCHS);
    }

    static Stream<EveryLoss> losses() {
        return EveryLoss.of(2).stream();
    }

    @ParameterizedTest
    @MethodSource("losses")
    void nothingButTheRowsWhateverTheLoss(EveryLoss every) {
        var builder =
                new TaskBuilder().architecture("2-16-16-" + every.outputs()).loss(every.loss());
        assertAllocatesRowsAlone(builder, EPOCHS, 1);
        assertAllocatesRowsAlone(builder, 1, EPOCHS);
    }

    static Stream<Arguments> updates() {
        return EveryUpdate.optimizers()
                .flatMap(optimizer -> Stream.of(new FullBatch(), new MiniBatch(32, true), new MiniBatch(32, false))
                        .map(batching -> Arguments.of(optimizer, batching)));
    }

    /** Each network with settings and a schedule of its own, some that clip and decay; batches with a rest. */
    @ParameterizedTest
    @MethodSource("updates")
    void nothingButTheRowsWhateverTheUpdates(String optimizer, Batching batching) {
        var builder = new TaskBuilder().dataset(SMALL).batch(batching);
        IntFunction<TaskBuilder> networks = seed -> builder.optimizer(EveryUpdate.optimizer(optimizer, seed))
                .schedule(new ConstantSchedule(seed % 2 == 0 ? 5 : 3))
                .seed(seed);
        assertAllocatesRowsAlone(networks, EPOCHS, 1, 0);
        assertAllocatesRowsAlone(networks, 1, EPOCHS, 0);
    }

    static Stream<Arguments> schedules() {
        return Stream.of(
                Arguments.of(new StepSchedule(4, 0.9, 0), BYTES_OF_A_POWER),
                Arguments.of(new ExponentialSchedule(0.99, 1), BYTES_OF_A_POWER),
                Arguments.of(new CosineSchedule(0.1, 3), BYTES_OF_A_COSINE));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void nothingButTheRowsAndWhatStrictMathNeedsForASchedule(Schedule schedule, long bytes) {
        var builder = new TaskBuilder().dataset(SMALL).schedule(schedule);
        assertAllocatesRowsAlone(builder::seed, EPOCHS, 1, bytes);
        assertAllocatesRowsAlone(builder::seed, 1, EPOCHS, bytes);
    }

    /** The data of a network may be most of what there is memory for. */
    @Test
    void idleLanesMakeNoDataOfTheirOwn() {
        var dataset = new Blobs(1_000, 2, 1, 10, 500, 0, 0.25, false, "default_rng");
        var builder = new TaskBuilder().dataset(dataset).architecture("500-2-1");
        long eight = bytesToBegin(builder, 8);
        long one = bytesToBegin(builder, 1);
        assertTrue(one < 0.6 * eight, "of one network " + one + " bytes, of eight " + eight);
    }

    /** What this thread allocates for data, weights and work space of networks in 8 lanes. */
    private static long bytesToBegin(TaskBuilder builder, int networks) {
        var tasks = IntStream.range(0, networks)
                .mapToObj(seed -> builder.seed(seed).epochs(0).build())
                .toList();
        var kernels = LaneKernels.ofWidth(8);
        // What classes need when they are loaded does not count.
        new LaneTraining(kernels, tasks, 1, null);
        var threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long before = threads.getCurrentThreadAllocatedBytes();
        new LaneTraining(kernels, tasks, 1, null);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static void assertAllocatesRowsAlone(TaskBuilder builder, int logEvery, int rowsOfANetwork) {
        assertAllocatesRowsAlone(builder::seed, logEvery, rowsOfANetwork, 0);
    }

    private static void assertAllocatesRowsAlone(
            IntFunction<TaskBuilder> networks, int logEvery, int rowsOfANetwork, long bytesOfASchedule) {
        long allowed = TRAINER.packSize() * (BYTES_PER_ROW * rowsOfANetwork + bytesOfASchedule * EPOCHS)
                + BYTES_PER_EPOCH * EPOCHS;
        long least = Long.MAX_VALUE;
        // The last epoch always gives a row, so what makes rows must be compiled too.
        bytesAfterEpoch0(networks, 1);
        for (int attempt = 0; attempt < ATTEMPTS && least > allowed; attempt++) {
            least = Math.min(least, bytesAfterEpoch0(networks, logEvery));
        }

        assertTrue(least <= allowed, least + " bytes for " + EPOCHS + " epochs, more than " + allowed);
    }

    /** What this thread allocates when data, weights and work space are there. */
    private static long bytesAfterEpoch0(IntFunction<TaskBuilder> networks, int logEvery) {
        var tasks = IntStream.range(0, TRAINER.packSize())
                .mapToObj(seed -> networks.apply(seed).epochs(EPOCHS).build())
                .toList();
        var rows = TRAINER.train(new Pack(tasks), logEvery);
        for (int i = 0; i < TRAINER.packSize(); i++) {
            rows.next();
        }
        var threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long before = threads.getCurrentThreadAllocatedBytes();
        while (rows.hasNext()) {
            rows.next();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
