package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.gradflow.catalog.Kind;
import io.gradflow.nn.Activations;
import io.gradflow.sweep.Pack;
import java.lang.management.ManagementFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
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

    private static void assertAllocatesRowsAlone(TaskBuilder builder, int logEvery, int rowsOfANetwork) {
        long allowed = BYTES_PER_ROW * TRAINER.packSize() * rowsOfANetwork + BYTES_PER_EPOCH * EPOCHS;
        long least = Long.MAX_VALUE;
        // The last epoch always gives a row, so what makes rows must be compiled too.
        bytesAfterEpoch0(builder, 1);
        for (int attempt = 0; attempt < ATTEMPTS && least > allowed; attempt++) {
            least = Math.min(least, bytesAfterEpoch0(builder, logEvery));
        }

        assertTrue(least <= allowed, least + " bytes for " + EPOCHS + " epochs, more than " + allowed);
    }

    /** What this thread allocates when data, weights and work space are there. */
    private static long bytesAfterEpoch0(TaskBuilder builder, int logEvery) {
        var tasks = IntStream.range(0, TRAINER.packSize())
                .mapToObj(seed -> builder.epochs(EPOCHS).seed(seed).build())
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
