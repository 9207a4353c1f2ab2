package io.gradflow.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.query.figure.CellStatistics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinnedCurveTest {
    private static final int LAST = 2999;

    /** Flat, with a peak of the mean at 1234, of the greatest run at 77 and of the least run at 2001. */
    private static ThinnedCurve.Point point(int epoch) {
        return new ThinnedCurve.Point(
                epoch,
                new CellStatistics(10, epoch == 1234 ? 2 : 1, 0.1, epoch == 2001 ? -5 : 0.5, epoch == 77 ? 9 : 2.5));
    }

    private static ThinnedCurve thinned(List<Integer> epochs, int parts) {
        var curve = new ThinnedCurve(LAST, parts);
        epochs.forEach(epoch -> curve.add(point(epoch)));
        return curve;
    }

    private static List<Integer> epochs(ThinnedCurve curve) {
        return curve.points().stream().map(ThinnedCurve.Point::epoch).toList();
    }

    @Test
    void endsAndPeaksStay() {
        var all = IntStream.rangeClosed(0, LAST).boxed().toList();
        var kept = epochs(thinned(all, 10));
        assertTrue(kept.containsAll(List.of(0, 77, 1234, 2001, LAST)), kept::toString);
        assertTrue(kept.size() <= 60, kept::toString);
        assertEquals(kept.stream().sorted().toList(), kept);
        var fewer = epochs(thinned(all, 10).thinner());
        assertTrue(fewer.containsAll(List.of(0, 77, 1234, 2001, LAST)), fewer::toString);
        assertTrue(fewer.size() < kept.size(), fewer::toString);
    }

    @Test
    void theOrderOfPointsDoesNotMatter() {
        var epochs = new ArrayList<>(IntStream.rangeClosed(0, LAST).boxed().toList());
        var kept = epochs(thinned(epochs, 37));
        Collections.shuffle(epochs, new Random(1));
        assertEquals(kept, epochs(thinned(epochs, 37)));
    }

    @Test
    void fewPointsAllStay() {
        assertEquals(List.of(0, 1, LAST), epochs(thinned(List.of(LAST, 0, 1), 150)));
        assertEquals(List.of(0), epochs(thinned(List.of(0), 1)));
    }
}
