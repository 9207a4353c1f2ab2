package io.gradflow.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.comparison.Settings.IntervalMethod;
import io.gradflow.random.Generator;
import io.gradflow.results.Outcome;
import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Direction;
import io.gradflow.stats.Sample;
import io.gradflow.stats.Score;
import io.gradflow.stats.family.Adjustment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Settings SETTINGS = settings(false, false);

    private static Settings settings(boolean isCrossed, boolean isFiniteOnly) {
        return new Settings(
                Direction.HIGHER_IS_BETTER,
                ConfidenceLevel.of(0.95),
                Adjustment.HOLM,
                IntervalMethod.EXACT,
                false,
                isCrossed,
                isFiniteOnly,
                0);
    }

    /** A run of a group; NaN diverged. */
    private static ScoredRun run(String group, long seed, double score) {
        boolean isFinite = Double.isFinite(score);
        return new ScoredRun(
                List.of(group),
                seed,
                "",
                isFinite ? Outcome.COMPLETED : Outcome.DIVERGED,
                isFinite ? Score.of(score) : Score.WORST);
    }

    private static List<ScoredRun> runs(String group, double... scores) {
        return IntStream.range(0, scores.length)
                .mapToObj(seed -> run(group, seed, scores[seed]))
                .toList();
    }

    @SafeVarargs
    private static Comparison compared(Settings settings, List<ScoredRun>... groups) {
        var all = new ArrayList<ScoredRun>();
        for (var group : groups) {
            all.addAll(group);
        }
        return Comparison.of(Group.of(all), Optional.empty(), settings, pairs -> {});
    }

    @Test
    void tenSeedsCannotTellTwelveGroupsApartAndTwelveCould() {
        var runs = new ArrayList<ScoredRun>();
        for (int group = 0; group < 12; group++) {
            for (int seed = 0; seed < 10; seed++) {
                runs.add(run("g" + group, seed, 100 * group + seed));
            }
        }
        var comparison = Comparison.of(Group.of(runs), Optional.empty(), SETTINGS, pairs -> {});
        var family = comparison.tests().family();
        assertEquals(66, family.tests());
        assertEquals(2 / 1024.0, family.byDesign());
        assertFalse(family.canPassByDesign());
        assertEquals(12, family.pairsNeeded());
        assertEquals(66 * 2 / 1024.0, comparison.tests().adjusted().get(0), 1e-15);
        // With a baseline the family is smaller: eleven pairs.
        var groups = Group.of(runs);
        var fewer = Comparison.of(groups, Optional.of(groups.get(3)), SETTINGS, pairs -> {});
        assertEquals(11, fewer.tests().family().tests());
        assertTrue(fewer.tests().family().canPassByDesign());
        assertTrue(fewer.tests().pairs().stream()
                .allMatch(pair -> pair.second().label().equals("g3")));
        // The differences tell what the others have more.
        assertEquals(
                -300, fewer.tests().pairs().get(0).differences().orElseThrow().mean());
        assertEquals(Family.planned(66, 12, 0.05).byDesign(), 2 / 4096.0);
        assertTrue(Family.planned(66, 12, 0.05).canPassByDesign());
    }

    @Test
    void equalGroupsDoNotDiffer() {
        var pair = compared(SETTINGS, runs("a", 1, 2, 3, 4, 5, 6), runs("b", 1, 2, 3, 4, 5, 6))
                .tests()
                .pairs()
                .get(0);
        assertEquals(1, pair.pValue());
        assertEquals(0, pair.differences().orElseThrow().mean());
        assertEquals(6, pair.scores().orElseThrow().equal());
        assertEquals(0.5, pair.scores().orElseThrow().superiority());
        assertEquals(1, pair.floor().byData());
    }

    @Test
    void fewSeedsSetNoBound() {
        var one = compared(SETTINGS, runs("a", 1), runs("b", 2));
        assertEquals(Optional.empty(), one.groups().get(0).interval());
        assertEquals(1, one.tests().pairs().get(0).pValue());
        var five = compared(SETTINGS, runs("a", 1, 2, 3, 4, 5), runs("b", 11, 12, 13, 14, 15.5));
        assertFalse(five.tests().pairs().get(0).interval().orElseThrow().isBounded());
        assertEquals(2 / 32.0, five.tests().pairs().get(0).pValue());
        assertFalse(five.tests().family().canPassByDesign());
    }

    @Test
    void seedsThatOneGroupHasAreCountedAndNotPaired() {
        var comparison = compared(
                SETTINGS,
                runs("a", 1, 2, 3, 4),
                List.of(run("b", 2, 5), run("b", 3, 6), run("b", 9, 7)),
                List.of(run("c", 77, 1)));
        assertEquals(1, comparison.tests().pairs().size());
        var pair = comparison.tests().pairs().get(0);
        assertEquals(2, pair.n());
        assertEquals(3, pair.unpaired());
        assertEquals(-2, pair.differences().orElseThrow().mean());
        assertEquals(2, comparison.tests().apart().size());
        assertEquals(1, comparison.tests().family().tests());
    }

    @Test
    void whatDivergedRanksWorstAndLeavesNoMean() {
        double nan = Double.NaN;
        var comparison = compared(SETTINGS, runs("a", 1, 1, 1, 1, 1, nan), runs("b", 2, 3, 4, 5, 6, -7));
        var diverged = comparison.groups().get(0);
        assertEquals(5, diverged.finite());
        assertEquals(1, diverged.group().runs(Outcome.DIVERGED));
        assertEquals(Optional.empty(), diverged.sample());
        assertEquals(Optional.of(1.0), diverged.median());
        var pair = comparison.tests().pairs().get(0);
        assertEquals(0, pair.scores().orElseThrow().superiority());
        assertEquals(2 / 64.0, pair.pValue());
        assertEquals("wilcoxon", pair.test());
        assertEquals(Optional.empty(), pair.interval());

        var finite = compared(settings(false, true), runs("a", 1, 1, 1, 1, 1, nan), runs("b", 2, 3, 4, 5, 6, -7));
        assertEquals(1, finite.groups().get(0).sample().orElseThrow().mean());
        assertEquals(5, finite.tests().pairs().get(0).n());

        var nothing = compared(SETTINGS, runs("a", nan, nan), runs("b", nan, nan));
        assertEquals(1, nothing.tests().pairs().get(0).pValue());
        assertEquals(Optional.empty(), nothing.groups().get(0).median());
        assertEquals(
                List.of(),
                compared(settings(false, true), runs("a", nan), runs("b", nan))
                        .tests()
                        .pairs());
    }

    @Test
    void oneGroupIsDescribed() {
        var alone = compared(SETTINGS, runs("a", 1, 2, 4));
        assertEquals(List.of(), alone.tests().pairs());
        assertEquals(7 / 3.0, alone.groups().get(0).sample().orElseThrow().mean(), 1e-15);
    }

    /** A run that diverges must not make its group look better, wherever it stood. */
    @Test
    void noRunHelpsItsGroupByDiverging() {
        var generator = Generator.seeded(5);
        for (int round = 0; round < 200; round++) {
            int seeds = 1 + (int) generator.integers(0, 9);
            double[] first = new double[seeds];
            double[] second = new double[seeds];
            for (int i = 0; i < seeds; i++) {
                first[i] = generator.integers(0, 8) == 0 ? Double.NaN : generator.integers(0, 6);
                second[i] = generator.integers(0, 8) == 0 ? Double.NaN : generator.integers(0, 6);
            }
            var before = compared(SETTINGS, runs("a", first), runs("b", second));
            first[(int) generator.integers(0, seeds)] = Double.NaN;
            var after = compared(SETTINGS, runs("a", first), runs("b", second));
            assertTrue(superiority(after) <= superiority(before));
            assertTrue(rank(after) <= rank(before));
            assertEquals(Optional.empty(), after.groups().get(0).sample());
        }
    }

    private static double superiority(Comparison comparison) {
        return comparison.tests().pairs().get(0).scores().orElseThrow().superiority();
    }

    private static double rank(Comparison comparison) {
        return comparison.groups().get(0).median().orElse(Double.NEGATIVE_INFINITY);
    }

    @Test
    void crossedSeedsCountOnceForEachDataSeed() {
        var runs = new ArrayList<ScoredRun>();
        for (int data = 0; data < 6; data++) {
            for (int init = 0; init < 4; init++) {
                for (var group : List.of("a", "b")) {
                    double score = 10 * data + init + (group.equals("a") ? 0 : 0.5 + data);
                    runs.add(new ScoredRun(
                            List.of(group), data, String.valueOf(init), Outcome.COMPLETED, Score.of(score)));
                }
            }
        }
        var comparison = Comparison.of(Group.of(runs), Optional.empty(), settings(true, false), pairs -> {});
        var group = comparison.groups().get(0);
        assertEquals(6, group.seeds());
        assertEquals(4, group.group().runsPerSeed());
        assertEquals(
                Sample.of(1.5, 11.5, 21.5, 31.5, 41.5, 51.5).mean(),
                group.sample().orElseThrow().mean());
        // Sums without interaction: all is data (variance 350) and init (variance 5/3).
        var components = group.components().orElseThrow();
        assertEquals(350, components.data().variance(), 1e-9);
        assertEquals(5 / 3.0, components.init().variance(), 1e-9);
        assertEquals(0, components.residual().variance(), 1e-9);
        var pair = comparison.tests().pairs().get(0);
        assertEquals(6, pair.n());
        assertEquals(-3, pair.differences().orElseThrow().mean(), 1e-12);
        assertEquals(2 / 64.0, pair.pValue());
    }

    @Test
    void pairsUseOnlyTheRunsThatBothHave() {
        var runs = new ArrayList<ScoredRun>();
        double[][] first = {{1, 3}, {2, 4}, {5, 6}};
        for (int data = 0; data < 3; data++) {
            for (int init = 0; init < 2; init++) {
                runs.add(crossedRun("a", data, init, first[data][init]));
            }
        }
        runs.add(crossedRun("b", 0, 0, 0));
        runs.add(crossedRun("b", 1, 1, 1));
        runs.add(crossedRun("b", 2, 7, 1));
        var comparison = Comparison.of(Group.of(runs), Optional.empty(), settings(true, false), pairs -> {});
        var pair = comparison.tests().pairs().get(0);
        assertEquals(2, pair.n());
        assertEquals(2, pair.differences().orElseThrow().mean());
        // Data seed 2 is in both groups, and no run of it is.
        assertEquals(2, pair.unpaired());
        assertEquals(3.5, comparison.groups().get(0).sample().orElseThrow().mean());
    }

    private static ScoredRun crossedRun(String group, long data, int init, double score) {
        return new ScoredRun(List.of(group), data, String.valueOf(init), Outcome.COMPLETED, Score.of(score));
    }

    @Test
    void twoHundredGroupsAreComparedEachWithEach() {
        var runs = new ArrayList<ScoredRun>();
        for (int group = 0; group < 200; group++) {
            for (int seed = 0; seed < 5; seed++) {
                runs.add(run("g" + group, seed, group + seed / 10.0));
            }
        }
        var comparison = Comparison.of(Group.of(runs), Optional.empty(), SETTINGS, pairs -> {});
        assertEquals(19_900, comparison.tests().pairs().size());
        assertEquals(19_900, comparison.tests().adjusted().size());
    }
}
