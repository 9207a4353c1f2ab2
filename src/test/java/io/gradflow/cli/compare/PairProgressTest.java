package io.gradflow.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PairProgressTest {
    @Test
    void aLineEachTenSecondsAndNoneBefore() {
        var told = new ByteArrayOutputStream();
        var now = new AtomicLong();
        var progress = new PairProgress(new PrintStream(told, true, StandardCharsets.UTF_8), now::get);

        for (int pair = 1; pair <= 9; pair++) {
            now.addAndGet(Duration.ofSeconds(3).toNanos());
            progress.oneMoreOf(9);
        }

        assertEquals(
                "compared 4 of 9 pairs" + System.lineSeparator() + "compared 8 of 9 pairs" + System.lineSeparator(),
                told.toString(StandardCharsets.UTF_8));
    }
}
