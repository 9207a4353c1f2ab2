package io.gradflow.engine.lanes;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.gradflow.catalog.Kind;
import io.gradflow.data.Blobs;
import io.gradflow.engine.EveryLoss;
import io.gradflow.engine.TaskBuilder;
import io.gradflow.engine.kernels.LaneKernels;
import io.gradflow.nn.activation.Activations;
import io.gradflow.nn.schedule.CosineSchedule;
import io.gradflow.nn.schedule.ExponentialSchedule;
import io.gradflow.nn.schedule.Schedule;
import io.gradflow.nn.schedule.StepSchedule;
import io.gradflow.sweep.diagnostic.Logging;
import java.lang.management.ManagementFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Once compiled, training allocates nothing but the rows that it returns. A kernel whose vectors the just-in-time
 * compiler puts on the heap, or that makes an array for each epoch, fails here, and is many times slower than it looks.
 */
class AllocationTest {
    /**
     * {@link StrictMath#pow} makes three arrays of two doubles, unless it is compiled for powers of one number alone;
     * {@link StrictMath#cos} makes one since it is written in Java (JDK 21).
     */
    private static final long BYTES_OF_A_POWER = 96;

    private static final long BYTES_OF_A_COSINE = 32;

    static Stream<String> activations() {
        return Activations.CATALOG.kinds().stream().map(Kind::name);
    }

    @ParameterizedTest
    @MethodSource("activations")
    void nothingForAnEpochWithoutRows(String activation) {
        Allocations.assertAllocatesRowsAlone(new TaskBuilder().activation(activation), Allocations.EPOCHS, 1);
    }

    @ParameterizedTest
    @MethodSource("activations")
    void nothingButTheRowsForAnEpochWithRows(String activation) {
        Allocations.assertAllocatesRowsAlone(new TaskBuilder().activation(activation), 1, Allocations.EPOCHS);
    }

    /** Derivatives that fall with |z|, that are steps, and that have any shape. */
    @ParameterizedTest
    @ValueSource(strings = {"tanh", "relu", "gelu"})
    void nothingButTheRowsForMoreGroupsOfDiagnostics(String activation) {
        Allocations.assertAllocatesRowsOfMoreGroupsAlone(new TaskBuilder().activation(activation));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tanh", "relu", "gelu"})
    void littleButTheRowsForAllGroupsOfDiagnostics(String activation) {
        Allocations.assertAllocatesRowsOfAllGroupsAlone(new TaskBuilder().activation(activation));
    }

    static Stream<EveryLoss> losses() {
        return EveryLoss.of(2).stream();
    }

    @ParameterizedTest
    @MethodSource("losses")
    void nothingButTheRowsWhateverTheLoss(EveryLoss every) {
        var builder =
                new TaskBuilder().architecture("2-16-16-" + every.outputs()).loss(every.loss());
        Allocations.assertAllocatesRowsAlone(builder, Allocations.EPOCHS, 1);
        Allocations.assertAllocatesRowsAlone(builder, 1, Allocations.EPOCHS);
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
        var builder = new TaskBuilder().dataset(Allocations.SMALL).schedule(schedule);
        Allocations.assertAllocatesRowsAlone(builder::seed, Allocations.EPOCHS, 1, bytes);
        Allocations.assertAllocatesRowsAlone(builder::seed, 1, Allocations.EPOCHS, bytes);
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
        new LaneTraining(kernels, tasks, Logging.every(1), null);
        var threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long before = threads.getCurrentThreadAllocatedBytes();
        new LaneTraining(kernels, tasks, Logging.every(1), null);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
