package io.gradflow.engine.lanes;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.gradflow.data.Dataset;
import io.gradflow.data.Xor;
import io.gradflow.engine.TaskBuilder;
import io.gradflow.engine.Trainer;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.Logging;
import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What training allocates, once compiled. The tests are in two classes, each of which has a JVM of its own. */
final class Allocations {
    private static final Trainer TRAINER = new LaneTrainer(0);

    static final int EPOCHS = 1_000;

    /** Trainings after which all that matters must have been compiled. */
    private static final int ATTEMPTS = 40;

    /** A row with the metrics of a network and of its 3 layers. */
    private static final long BYTES_PER_ROW = 800;

    /** A row with the metrics of moments and updates, too. */
    private static final long BYTES_PER_FULL_ROW = 1_700;

    /**
     * A row of all groups: 8 bytes for each of some 180 numbers, and what they are found by. Between 2,000 and 3,000
     * were seen, as the compiler takes small objects apart or not.
     */
    private static final long BYTES_PER_ROW_OF_ALL = 4_500;

    /** Of a whole pack: a single vector of 8 doubles on the heap would be 96. */
    private static final long BYTES_PER_EPOCH = 16;

    /** 75 samples to train with. */
    static final Dataset SMALL = new Xor(100, 0.1, 0.25, false);

    private Allocations() {}

    static void assertAllocatesRowsAlone(TaskBuilder builder, int logEvery, int rowsOfANetwork) {
        assertAllocatesRowsAlone(builder::seed, logEvery, rowsOfANetwork, 0);
    }

    static void assertAllocatesRowsAlone(
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

    /** Rows with more groups of diagnostics allocate little more than themselves: what finds order statistics. */
    static void assertAllocatesRowsOfMoreGroupsAlone(TaskBuilder builder) {
        var groups = DiagnosticGroups.of(EnumSet.of(
                DiagnosticGroup.STUDY, DiagnosticGroup.LAYERS, DiagnosticGroup.MOMENTS, DiagnosticGroup.UPDATES));
        assertAllocatesRowsAlone(builder, groups, BYTES_PER_FULL_ROW);
    }

    /** With all groups, too, nothing is allocated that grows with samples or units. */
    static void assertAllocatesRowsOfAllGroupsAlone(TaskBuilder builder) {
        assertAllocatesRowsAlone(builder, DiagnosticGroups.ALL, BYTES_PER_ROW_OF_ALL);
    }

    private static void assertAllocatesRowsAlone(TaskBuilder builder, DiagnosticGroups groups, long bytesOfARow) {
        long allowed = TRAINER.packSize() * bytesOfARow * EPOCHS;
        var logging = new Logging(1, groups);
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && least > allowed; attempt++) {
            least = Math.min(least, bytesAfterEpoch0(builder::seed, logging));
        }
        assertTrue(least <= allowed, least + " bytes for " + EPOCHS + " epochs, more than " + allowed);
    }

    private static long bytesAfterEpoch0(IntFunction<TaskBuilder> networks, int logEvery) {
        return bytesAfterEpoch0(networks, Logging.every(logEvery));
    }

    /** What this thread allocates when data, weights and work space are there. */
    private static long bytesAfterEpoch0(IntFunction<TaskBuilder> networks, Logging logging) {
        var tasks = IntStream.range(0, TRAINER.packSize())
                .mapToObj(seed -> networks.apply(seed).epochs(EPOCHS).build())
                .toList();
        var rows = TRAINER.train(new Pack(tasks), logging);
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
