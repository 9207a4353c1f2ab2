package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.data.Xor;
import io.gradflow.engine.TaskBuilder;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final int LANES = 8;

    private static boolean isSmall(Task task, long megabytes) {
        return WarmUp.isSmall(new Pack(List.of(task)), LANES, megabytes << 20);
    }

    @Test
    void theStudyIsWarmedUpInTheSmallestHeaps() {
        assertTrue(isSmall(new TaskBuilder().build(), 500));
    }

    /** Its data are in memory twice if the sweep begins before the warm-up has ended. A small heap cannot hold them. */
    @Test
    void aNetworkWithMuchDataIsNotWarmedUpInASmallHeap() {
        var large =
                new TaskBuilder().dataset(new Xor(2_000_000, 0.1, 0.25, false)).build();
        assertFalse(isSmall(large, 700));
        assertTrue(isSmall(large, 100_000));
    }

    @Test
    void aNetworkWithManyParametersIsNotWarmedUpInASmallHeap() {
        var large = new TaskBuilder().architecture("2-3000-3000-1").build();
        assertFalse(isSmall(large, 700));
        assertTrue(isSmall(large, 100_000));
    }
}
