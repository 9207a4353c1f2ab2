package io.gradflow.comparison.reach;

import static io.gradflow.stats.Oracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.random.Generator;
import io.gradflow.results.Outcome;
import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;
import io.gradflow.stats.family.Adjustment;
import io.gradflow.stats.survival.EventStatus;
import io.gradflow.stats.survival.FollowUp;
import io.gradflow.stats.survival.HundredRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Expected numbers: survival 3.5.3 and cmprsk 2.2.11. */
class ReachComparisonTest {
    private static final ReachSettings SETTINGS = settings(Risk.COMPETING);

    private static ReachSettings settings(Risk risk) {
        return new ReachSettings(risk, ConfidenceLevel.of(0.95), Adjustment.HOLM, OptionalInt.empty());
    }

    private static FollowedRun run(String group, long seed, FollowUp followUp) {
        var outcome = followUp.status() == EventStatus.COMPETING ? Outcome.DIVERGED : Outcome.COMPLETED;
        return new FollowedRun(List.of(group), seed, outcome, followUp);
    }

    private static FollowedRun run(String group, long seed, int time, EventStatus status) {
        return run(group, seed, new FollowUp(time, status));
    }

    private static List<FollowedRun> hundredRuns() {
        var runs = new ArrayList<FollowedRun>();
        for (int i = 0; i < HundredRuns.SIZE; i++) {
            runs.add(run(i % 2 == 0 ? "a" : "b", i / 2, HundredRuns.run(i)));
        }
        return runs;
    }

    private static ReachComparison compared(ReachSettings settings, List<FollowedRun> runs) {
        return ReachComparison.of(ReachGroup.of(runs), Optional.empty(), settings);
    }

    @Test
    void runsThatDivergedNeverReach() {
        var comparison = compared(SETTINGS, hundredRuns());

        assertEquals(100, comparison.until());
        var first = comparison.groups().get(0);
        assertEquals(50, first.group().seeds());
        assertEquals(22, first.group().reached());
        assertEquals(5, first.group().notReached(Outcome.DIVERGED));
        assertEquals(23, first.group().notReached(Outcome.COMPLETED));
        assertClose(0.57714285714286, first.share());
        // f^exp(+-qnorm(0.975) se / (f |log f|)), with f and se^2 of timepoints(cuminc(...), 100)
        assertClose(0.37395561558077, 0.73552994531127, first.shareInterval().orElseThrow());
        assertClose(69.057142857143, first.mean().mean());
        assertClose(5.2560506851309, first.mean().standardError());
        // cuminc(...)$Tests[1, ]
        assertClose(5.753590404808, comparison.overall().orElseThrow().statistic());
        // survdiff(Surv(ifelse(status == 2, 1e9, time), status == 1) ~ group + strata(seed))
        assertClose(6.5454545454545, comparison.withinSeeds().orElseThrow().statistic());
        var pair = comparison.tests().pairs().get(0);
        assertEquals(50, pair.n());
        // binom.test(17, 22)$p.value
        assertClose(0.016900539398193, pair.pValue());
        assertEquals(Math.scalb(1.0, 1 - 22), pair.floor().byData());
    }

    @Test
    void orAreLostToFollowUp() {
        var comparison = compared(settings(Risk.CAUSE_SPECIFIC), hundredRuns());

        var second = comparison.groups().get(1);
        // summary(survfit(Surv(time, status == 1) ~ 1), rmean = 100)$table
        assertClose(84.631892700343, second.mean().mean());
        assertClose(4.048054227725, second.mean().standardError());
        // survdiff(Surv(time, status == 1) ~ group)
        assertClose(6.2938790352964, comparison.overall().orElseThrow().statistic());
    }

    @Test
    void aRunThatDivergesIsBehindOneThatReachesLater() {
        var runs = List.of(run("a", 0, 50, EventStatus.EVENT), run("b", 0, 10, EventStatus.COMPETING));

        assertEquals(1, compared(SETTINGS, runs).tests().pairs().get(0).test().firstEarlier());
        // Whether it would have reached it before is not known.
        assertEquals(
                1,
                compared(settings(Risk.CAUSE_SPECIFIC), runs)
                        .tests()
                        .pairs()
                        .get(0)
                        .test()
                        .undecided());
    }

    @Test
    void meansAreUpToTheLastEpochThatAllGroupsHaveDataFor() {
        var runs = List.of(
                run("short", 0, 30, EventStatus.EVENT),
                run("short", 1, 100, EventStatus.CENSORED),
                run("long", 0, 200, EventStatus.EVENT),
                run("long", 1, 400, EventStatus.CENSORED),
                // It is known for ever that they do not reach it.
                run("lost", 0, 5, EventStatus.COMPETING),
                run("lost", 1, 5, EventStatus.COMPETING));

        var comparison = compared(SETTINGS, runs);
        assertEquals(100, comparison.until());
        assertEquals(65, comparison.groups().get(0).mean().mean());
        assertEquals(100, comparison.groups().get(2).mean().mean());
        assertEquals(0, comparison.groups().get(2).share());
        assertEquals(5, compared(settings(Risk.CAUSE_SPECIFIC), runs).until());
        // Nobody was left when the last one got there, so what came of the one that was lost before is no matter.
        assertEquals(
                400,
                compared(
                                settings(Risk.CAUSE_SPECIFIC),
                                List.of(
                                        run("lost", 0, 5, EventStatus.COMPETING),
                                        run("lost", 1, 80, EventStatus.EVENT),
                                        run("long", 0, 400, EventStatus.CENSORED)))
                        .until());
    }

    @Test
    void ofRunsThatAllReachItTheMeanIsTheirMean() {
        var runs = new ArrayList<FollowedRun>();
        int[] times = {407, 520, 301, 531, 612, 300, 911, 644, 533, 300};
        for (int seed = 0; seed < times.length; seed++) {
            runs.add(run("a", seed, times[seed], EventStatus.EVENT));
        }
        var group = compared(SETTINGS, runs).groups().get(0);

        assertClose(505.9, group.mean().mean());
        // sqrt(mean((x - mean(x))^2) / 10)
        assertClose(57.667399802661, group.mean().standardError());
        assertEquals(OptionalDouble.of(520), group.median());
        assertTrue(group.medianInterval().isBounded(), group.medianInterval()::toString);
        assertEquals(Optional.empty(), group.shareInterval());
    }

    @Test
    void nothingReachedIsAnAnswerToo() {
        var runs = List.of(
                run("a", 0, 100, EventStatus.CENSORED),
                run("a", 1, 100, EventStatus.CENSORED),
                run("b", 0, 100, EventStatus.COMPETING),
                run("b", 2, 100, EventStatus.COMPETING),
                run("c", 7, 100, EventStatus.CENSORED));
        var comparison = compared(SETTINGS, runs);

        assertEquals(Optional.empty(), comparison.overall());
        assertEquals(Optional.empty(), comparison.withinSeeds());
        assertEquals(
                new Interval(0, Double.POSITIVE_INFINITY),
                comparison.groups().get(0).medianInterval());
        assertEquals(1, comparison.tests().pairs().size());
        assertEquals(1, comparison.tests().pairs().get(0).pValue());
        assertEquals(2, comparison.tests().pairs().get(0).unpaired());
        assertEquals(2, comparison.tests().apart().size());
    }

    /** An interval without width would claim to know what one value, or several equal ones, cannot tell. */
    @Test
    void equalRunsSetNoBoundsToTheMeanAndFewNoneToTheMedian() {
        var five = new ArrayList<FollowedRun>();
        var six = new ArrayList<FollowedRun>();
        for (int seed = 0; seed < 6; seed++) {
            six.add(run("a", seed, 7, EventStatus.EVENT));
            if (seed < 5) {
                five.add(run("a", seed, 7 + seed, EventStatus.EVENT));
            }
        }
        var equal = compared(SETTINGS, six).groups().get(0);
        assertEquals(Optional.empty(), equal.meanInterval());
        assertEquals(new Interval(7, 7), equal.medianInterval());
        var few = compared(SETTINGS, five).groups().get(0);
        assertTrue(few.meanInterval().orElseThrow().isBounded());
        assertEquals(new Interval(0, Double.POSITIVE_INFINITY), few.medianInterval());
    }

    /** A run that diverges, or ends earlier without having reached it, never makes its group look faster. */
    @Test
    void losingARunNeverMakesAGroupLookBetter() {
        var generator = Generator.seeded(17);
        for (int repetition = 0; repetition < 300; repetition++) {
            var runs = new ArrayList<FollowedRun>();
            for (int seed = 0; seed < 12; seed++) {
                int time = (int) generator.integers(1, 11);
                runs.add(
                        generator.integers(0, 10) < 7
                                ? run("a", seed, time, EventStatus.EVENT)
                                : run("a", seed, 12, EventStatus.CENSORED));
            }
            var before = compared(SETTINGS, runs).groups().get(0);
            int lost = (int) generator.integers(0, 12);
            int at = (int) generator.integers(1, 11);
            runs.set(lost, run("a", lost, at, EventStatus.COMPETING));
            var settings =
                    new ReachSettings(Risk.COMPETING, ConfidenceLevel.of(0.95), Adjustment.HOLM, OptionalInt.of(12));
            var after = compared(settings, runs).groups().get(0);
            assertTrue(after.share() <= before.share() + 1e-12, runs::toString);
            assertTrue(after.mean().mean() >= before.mean().mean() - 1e-9, runs::toString);
            assertTrue(
                    after.median().orElse(Double.POSITIVE_INFINITY)
                            >= before.median().orElse(Double.POSITIVE_INFINITY),
                    runs::toString);
        }
    }

    @Test
    void twoHundredGroupsHaveAllPairs() {
        var runs = new ArrayList<FollowedRun>();
        for (int group = 0; group < 200; group++) {
            for (int seed = 0; seed < 20; seed++) {
                runs.add(run("g" + group, seed, 1 + (group * 31 + seed * 17) % 50, EventStatus.EVENT));
            }
        }
        var comparison = compared(SETTINGS, runs);

        assertEquals(19_900, comparison.tests().pairs().size());
        assertEquals(Optional.empty(), comparison.overall());
    }

    @Test
    void aSeedHasOneRun() {
        var run = run("a", 3, 1, EventStatus.EVENT);
        var error = assertThrows(IllegalArgumentException.class, () -> ReachGroup.of(List.of(run, run)));
        assertEquals("two runs of a have the seed 3", error.getMessage());
    }
}
