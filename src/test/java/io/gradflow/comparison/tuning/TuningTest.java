package io.gradflow.comparison.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.comparison.Comparison;
import io.gradflow.comparison.Group;
import io.gradflow.comparison.ScoredRun;
import io.gradflow.comparison.Settings;
import io.gradflow.comparison.Settings.IntervalMethod;
import io.gradflow.random.Generator;
import io.gradflow.results.Outcome;
import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Direction;
import io.gradflow.stats.Score;
import io.gradflow.stats.family.Adjustment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TuningTest {
    private static final Settings HIGHER = settings(Direction.HIGHER_IS_BETTER);

    private static Settings settings(Direction direction) {
        return new Settings(
                direction, ConfidenceLevel.of(0.95), Adjustment.HOLM, IntervalMethod.EXACT, false, false, false, 0);
    }

    /** Runs of a setting with the seeds from 0; NaN diverged. */
    private static List<ScoredRun> runs(String group, double setting, double... scores) {
        var runs = new ArrayList<ScoredRun>();
        for (int seed = 0; seed < scores.length; seed++) {
            boolean isFinite = Double.isFinite(scores[seed]);
            runs.add(new ScoredRun(
                    List.of(group, setting),
                    seed,
                    "",
                    isFinite ? Outcome.COMPLETED : Outcome.DIVERGED,
                    isFinite ? Score.of(scores[seed]) : Score.WORST));
        }
        return runs;
    }

    @SafeVarargs
    private static Tuning tuned(Settings settings, List<ScoredRun>... some) throws UnevenSeedsException {
        var all = new ArrayList<ScoredRun>();
        for (var runs : some) {
            all.addAll(runs);
        }
        return Tuning.of(all, 1, settings);
    }

    @Test
    void theFirstHalfChoosesAndTheOtherJudges() throws Exception {
        var tuning = tuned(
                HIGHER,
                runs("a", 0.5, 5, 5, 1, 1),
                runs("a", 2, 4, 4, 3, 3),
                runs("b", 0.5, 1, 1, 9, 9),
                runs("b", 2, 2, 2, 4, 4));

        assertEquals(List.of(0L, 1L), tuning.choosing());
        assertEquals(List.of(2L, 3L), tuning.judging());
        var choice = tuning.choices().get(0);
        assertTrue(choice.isChosen());
        assertEquals(OptionalDouble.of(5), choice.choosingMean());
        assertEquals(OptionalDouble.of(1), choice.judgingMean());
        var judged = Comparison.of(Group.of(tuning.judged()), Optional.empty(), HIGHER, pairs -> {});
        assertEquals(1, judged.groups().get(0).sample().orElseThrow().mean());
        assertEquals(4, judged.groups().get(1).sample().orElseThrow().mean());
        assertEquals(List.of("b"), judged.groups().get(1).group().values());
    }

    @Test
    void lowerMayBeBetter() throws Exception {
        var runs = new ArrayList<>(runs("a", 0.5, 1, 1, 1, 1));
        runs.addAll(runs("a", 2, 2, 2, 2, 2));

        var choices = Tuning.of(runs, 1, settings(Direction.LOWER_IS_BETTER)).choices();
        assertTrue(choices.get(0).isChosen());
        assertEquals(1, choices.get(0).chosenShare());
        assertEquals(0, choices.get(1).chosenShare());
    }

    /** However good the others are: a setting that diverges is not the better for it. */
    @Test
    void aSettingThatLosesARunIsChosenLast() throws Exception {
        var tuning = tuned(HIGHER, runs("a", 0.5, Double.NaN, 100, 1, 1), runs("a", 2, 1, 1, 1, Double.NaN));

        assertTrue(tuning.choices().get(1).isChosen());
        assertEquals(OptionalDouble.empty(), tuning.choices().get(0).choosingMean());
        // The loss shows when it is judged.
        assertEquals(
                1, tuning.judged().stream().filter(run -> run.score().isWorst()).count());
    }

    /** Settings of pure noise: on the seeds that chose it the best looks good, on the others it is what all are. */
    @Test
    void noiseGainsNothing() throws Exception {
        var generator = Generator.seeded(3);
        double judged = 0;
        double choosing = 0;
        int rounds = 100;
        for (int round = 0; round < rounds; round++) {
            var runs = new ArrayList<ScoredRun>();
            for (int setting = 0; setting < 10; setting++) {
                double[] scores = new double[20];
                for (int seed = 0; seed < scores.length; seed++) {
                    scores[seed] = generator.standardNormal();
                }
                runs.addAll(runs("a", setting, scores));
            }
            var choice = Tuning.of(runs, 1, HIGHER).choices().stream()
                    .filter(Choice::isChosen)
                    .findFirst()
                    .orElseThrow();
            choosing += choice.choosingMean().orElseThrow() / rounds;
            judged += choice.judgingMean().orElseThrow() / rounds;
        }
        // The largest of ten means of ten has the expectation 1.539/sqrt(10) = 0.487; four standard errors are 0.08.
        assertEquals(0.487, choosing, 0.08);
        assertEquals(0, judged, 4 / Math.sqrt(10 * rounds));
    }

    @Test
    void gainsAreBesideTheBestSettingForAll() throws Exception {
        var tuning = tuned(
                HIGHER,
                runs("a", 0.5, 5, 5, 5, 5),
                runs("a", 2, 1, 1, 1, 1),
                runs("b", 0.5, 2, 2, 2, 2),
                runs("b", 2, 3, 3, 3, 3));

        assertEquals(
                List.of(
                        new Gain(List.of("a"), Optional.of(new Gain.Range(0, 0, 0)), 0),
                        new Gain(List.of("b"), Optional.of(new Gain.Range(1, 1, 1)), 0)),
                tuning.gains());
    }

    /** Where the runs that chose are whole, the lost one must judge, and tells nothing. */
    @Test
    void aLostRunThatJudgesLeavesNoGain() throws Exception {
        var tuning = tuned(
                HIGHER,
                runs("a", 0.5, Double.NaN, 5, 5, 5),
                runs("a", 2, 1, 1, 1, 1),
                runs("b", 0.5, 2, 2, 2, 2),
                runs("b", 2, 3, 3, 3, 3));

        var gain = tuning.gains().get(0);
        assertEquals(Optional.empty(), gain.range());
        // Seed 0 judges in half of the halves; five standard errors are 80.
        assertEquals(500, gain.untold(), 80);
        assertEquals(0, tuning.gains().get(1).untold());
    }

    /** The common setting is chosen by the same rule as each group's own: whatever loses a run comes last. */
    @Test
    void theCommonSettingIsTheOneThatLosesLeast() throws Exception {
        var tuning = tuned(
                HIGHER,
                runs("a", 0.5, Double.NaN, Double.NaN, Double.NaN, Double.NaN),
                runs("a", 2, 1, 1, 1, 1),
                runs("b", 0.5, 2, 2, 2, 2),
                runs("b", 2, 1, 1, 1, 1));

        assertEquals(
                List.of(
                        new Gain(List.of("a"), Optional.of(new Gain.Range(0, 0, 0)), 0),
                        new Gain(List.of("b"), Optional.of(new Gain.Range(1, 1, 1)), 0)),
                tuning.gains());
    }

    /** However the settings are ordered: of as many lost runs, a mean is better than none. */
    @Test
    void aMeanIsBetterThanNone() {
        var none = new Tally(2, Double.NaN);
        var some = new Tally(2, -1);
        assertTrue(some.isBetter(none, Direction.HIGHER_IS_BETTER));
        assertFalse(none.isBetter(some, Direction.HIGHER_IS_BETTER));
        assertTrue(new Tally(1, Double.NaN).isBetter(some, Direction.HIGHER_IS_BETTER));
    }

    @Test
    void allSettingsNeedTheSameSeeds() {
        var error = assertThrows(
                UnevenSeedsException.class, () -> tuned(HIGHER, runs("a", 0.5, 1, 2, 3), runs("a", 2, 1, 2)));
        assertEquals(
                "a, 2.0 has no seed 2, which other settings have: all must have the same seeds", error.getMessage());
        assertThrows(UnevenSeedsException.class, () -> tuned(HIGHER, runs("a", 0.5, 1)));
    }

    @Test
    void allSettingsNeedTheSameRunsOfASeed() {
        var some = new ArrayList<ScoredRun>();
        for (int seed = 0; seed < 4; seed++) {
            some.add(new ScoredRun(List.of("a", 0.5), seed, "0", Outcome.COMPLETED, Score.of(1)));
            some.add(new ScoredRun(List.of("a", 2.0), seed, "0", Outcome.COMPLETED, Score.of(1)));
            some.add(new ScoredRun(List.of("a", 2.0), seed, "1", Outcome.COMPLETED, Score.of(9)));
        }
        var error = assertThrows(UnevenSeedsException.class, () -> Tuning.of(some, 1, HIGHER));
        assertEquals(
                "a, 2.0 and a, 0.5 have different runs of a seed: all settings must have the same", error.getMessage());
    }
}
