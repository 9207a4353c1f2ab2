package io.gradflow.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.random.Generator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderedScoresTest {
    private static final ConfidenceLevel LEVEL = ConfidenceLevel.of(0.9);

    @ParameterizedTest
    @EnumSource
    void aRunThatBecomesWorstNeverImprovesItsGroup(Direction direction) {
        var generator = Generator.seeded(1);
        for (int repetition = 0; repetition < 200; repetition++) {
            int n = 1 + (int) generator.integers(0, 12);
            List<Score> scores = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                scores.add(generator.integers(0, 5) == 0 ? Score.WORST : Score.of((int) generator.integers(0, 6)));
            }
            List<Score> worse = new ArrayList<>(scores);
            worse.set((int) generator.integers(0, n), Score.WORST);
            List<Score> more = new ArrayList<>(scores);
            more.add(Score.WORST);

            assertNotBetter(worse, scores, direction);
            assertNotBetter(more, scores, direction);
        }
    }

    private static void assertNotBetter(List<Score> worse, List<Score> scores, Direction direction) {
        var after = OrderedScores.of(worse, direction);
        var before = OrderedScores.of(scores, direction);
        double change = direction.extended(after.median()) - direction.extended(before.median());
        // NaN if both are WORST.
        assertTrue(!(direction.sign() * change > 0), () -> scores + " became better as " + worse);
    }

    @Test
    void endsBeyondTheRunsWithANumberAreInfinite() {
        List<Score> scores =
                new ArrayList<>(IntStream.rangeClosed(1, 8).mapToObj(Score::of).toList());
        scores.add(Score.WORST);
        scores.add(Score.WORST);
        scores.add(Score.WORST);

        var interval = OrderedScores.of(scores, Direction.HIGHER_IS_BETTER)
                .medianInterval(LEVEL)
                .orElseThrow();
        assertEquals(new Interval(Double.NEGATIVE_INFINITY, 6), interval);
        assertEquals(3, OrderedScores.of(scores, Direction.HIGHER_IS_BETTER).worst());
        assertEquals(
                Score.of(3),
                OrderedScores.of(scores, Direction.HIGHER_IS_BETTER).median());
        assertEquals(
                Score.of(6), OrderedScores.of(scores, Direction.LOWER_IS_BETTER).median());
    }

    @Test
    void everythingWorstIsWorst() {
        var scores = OrderedScores.of(List.of(Score.WORST, Score.WORST), Direction.LOWER_IS_BETTER);

        assertEquals(Score.WORST, scores.median());
        assertEquals("WORST", scores.median().toString());
    }

    @Test
    void scoresAreFinite() {
        assertThrows(IllegalArgumentException.class, () -> Score.of(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Score.of(Double.POSITIVE_INFINITY));
        assertThrows(IllegalStateException.class, Score.WORST::number);
        assertThrows(IllegalArgumentException.class, () -> OrderedScores.of(List.of(), Direction.LOWER_IS_BETTER));
    }
}
