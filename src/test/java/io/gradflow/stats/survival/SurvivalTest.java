package io.gradflow.stats.survival;

import static io.gradflow.stats.Oracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.random.Generator;
import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One data set with ties, censoring and competing events. Expected numbers: survival 3.5.3 and cmprsk 2.2.11. */
class SurvivalTest {
    private static final ConfidenceLevel LEVEL = ConfidenceLevel.of(0.95);
    private static final double NA = Double.POSITIVE_INFINITY;

    /** 36 runs of three groups of twelve seeds; status 1 is the event, 2 the competing event, 0 censored. */
    private static final int[] TIME = {
        6, 2, 8, 9, 1, 5, 12, 6, 10, 5, 6, 12, 17, 9, 7, 5, 5, 11, 13, 5, 11, 5, 4, 14, 4, 9, 7, 6, 14, 3, 3, 4, 2, 12,
        13, 2
    };

    private static final int[] STATUS = {
        2, 2, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 0, 0, 0, 1, 1, 1, 1, 2, 2, 0, 0, 2, 0, 1, 0, 1, 1, 1, 1
    };

    private static FollowUp run(int time, int status) {
        return new FollowUp(
                time,
                switch (status) {
                    case 0 -> EventStatus.CENSORED;
                    case 1 -> EventStatus.EVENT;
                    default -> EventStatus.COMPETING;
                });
    }

    private static RiskTable table(int from, int to) {
        return RiskTable.of(
                IntStream.range(from, to).mapToObj(i -> run(TIME[i], STATUS[i])).toList());
    }

    private static RiskTable group(int group) {
        return table(12 * group, 12 * group + 12);
    }

    private static List<StratifiedFollowUp> runs(int groups, boolean bySeed) {
        List<StratifiedFollowUp> runs = new ArrayList<>();
        for (int i = 0; i < 12 * groups; i++) {
            runs.add(new StratifiedFollowUp(bySeed ? i % 12 : 0, i / 12, run(TIME[i], STATUS[i])));
        }
        // The order makes no difference.
        Collections.reverse(runs);
        return runs;
    }

    /** summary(survfit(Surv(time, status == 1) ~ 1), times = c(1, 3, 6, 9, 12, 15), extend = TRUE). */
    @ParameterizedTest
    @CsvSource({
        "1, 0.97222222222222221, 0.027389258255090816, 0.919995401806164459, 1",
        "3, 0.88802083333333326, 0.052785477996730001, 0.790362412577243933, 0.99774608190512581",
        "6, 0.66160423402900248, 0.084043264471832718, 0.515787196469421505, 0.84864487812281975",
        "9, 0.53373114677969935, 0.095054700175995557, 0.376467981410410268, 0.75668835361650655",
        "12, 0.27293070005780079, 0.097233740599239213, 0.135770383449622584, 0.54865549570817163",
        "15, 0.14556304003082710, 0.085323588057359012, 0.046143309063988877, 0.45919113849492345"
    })
    void survivalIsThatOfSurvfit(int time, double survival, double standardError, double low, double high) {
        var estimate = KaplanMeier.of(table(0, 36));

        assertClose(survival, estimate.survival(time));
        assertClose(standardError, estimate.standardError(time));
        assertClose(low, high, estimate.interval(time, LEVEL));
    }

    /** survival:::survmean(survfit(Surv(time, status == 1) ~ 1, subset = ...), rmean = tau)$matrix. */
    @ParameterizedTest
    @CsvSource({
        "0, 36, 10, 7.80728470271853503, 0.49848425863808343",
        "0, 36, 25, 9.65714833644362969, 0.88772687718784615",
        "0, 12, 12, 8.0125000000000011, 1.0316989763384365",
        "12, 24, 12, 9.20238095238095255, 0.91926278572287889",
        "24, 36, 12, 9.5833333333333339, 1.2102475259524696"
    })
    void restrictedMeansAreThoseOfSurvfit(int from, int to, int tau, double mean, double standardError) {
        var restricted = KaplanMeier.of(table(from, to)).restrictedMean(tau);

        assertClose(mean, restricted.mean());
        assertClose(standardError, restricted.standardError());
    }

    @Test
    void mediansAreThoseOfSurvfit() {
        // The median and the limits of print(survfit(Surv(time, status == 1) ~ group)), NA as infinity.
        assertMedian(10, 7, 13, KaplanMeier.of(table(0, 36)));
        assertMedian(9, 6, NA, KaplanMeier.of(group(0)));
        assertMedian(11, 7, NA, KaplanMeier.of(group(1)));
        assertMedian(12.5, 12, NA, KaplanMeier.of(group(2)));
        // survfit(Surv(c(1, 2, 3, 4), c(1, 1, 1, 0)) ~ 1): S is 1/2 from 2 to 3.
        assertMedian(2.5, 1, NA, KaplanMeier.of(RiskTable.of(List.of(run(1, 1), run(2, 1), run(3, 1), run(4, 0)))));
        // survfit(Surv(1:6, c(1, 1, 1, 0, 1, 1)) ~ 1)
        assertMedian(
                4,
                2,
                NA,
                KaplanMeier.of(
                        RiskTable.of(List.of(run(1, 1), run(2, 1), run(3, 1), run(4, 0), run(5, 1), run(6, 1)))));
    }

    private static void assertMedian(double median, double low, double high, KaplanMeier estimate) {
        assertClose(median, estimate.median().orElseThrow());
        assertEquals(new Interval(low, high), estimate.medianInterval(LEVEL));
    }

    /** survfit(Surv(time, status) ~ x, data = aml), maintained: Miller, Survival Analysis (1997), page 49. */
    @Test
    void leukemia() {
        var maintained = RiskTable.of(List.of(
                run(9, 1),
                run(13, 1),
                run(13, 0),
                run(18, 1),
                run(23, 1),
                run(28, 0),
                run(31, 1),
                run(34, 1),
                run(45, 0),
                run(48, 1),
                run(161, 0)));
        var estimate = KaplanMeier.of(maintained);

        assertEquals(0.909, estimate.survival(9), 0.0005);
        assertEquals(0.614, estimate.survival(30), 0.0005);
        assertEquals(0.184, estimate.survival(200), 0.0005);
        assertEquals(0.1535, estimate.standardError(48), 0.00005);
        assertEquals(OptionalDouble.of(31), estimate.median());
        assertClose(31.843181818181815, estimate.restrictedMean(48).mean());
        assertEquals(18, estimate.medianInterval(LEVEL).low());
    }

    /** timepoints(cuminc(time, status, rep(1, 36)), c(1, 3, 6, 9, 12, 15)): estimates and variances. */
    @ParameterizedTest
    @CsvSource({
        "1, 0.027777777777777776, 0.00077160493827160479",
        "3, 0.111111111111111105, 0.00282302743145869482",
        "6, 0.32125057155921349, 0.0066337764534522489",
        "9, 0.42974038723857166, 0.0081323308127786986",
        "12, 0.63256917307389338, 0.0088490058026584328",
        "15, 0.73162509173765522, 0.0089283470208147975"
    })
    void incidenceIsThatOfCuminc(int time, double incidence, double variance) {
        var estimate = CumulativeIncidence.of(table(0, 36));

        assertClose(incidence, estimate.incidence(time));
        assertClose(Math.sqrt(variance), estimate.standardError(time));
        assertTrue(estimate.interval(time, LEVEL).orElseThrow().contains(incidence));
    }

    /** The last est and var of each group of cuminc(time, status, group). */
    @ParameterizedTest
    @CsvSource({
        "0, 0.833333333333333259, 0.0129919140903991259",
        "1, 0.916666666666666630, 0.0432830156856132131",
        "2, 0.57812500000000000, 0.053239024769176302"
    })
    void incidenceOfGroups(int group, double incidence, double variance) {
        var estimate = CumulativeIncidence.of(group(group));

        assertClose(incidence, estimate.incidence(99));
        assertClose(Math.sqrt(variance), estimate.standardError(99));
    }

    @Test
    void graysTestIsThatOfCuminc() {
        // cuminc(time, status, group)$Tests[1, ]
        var three = GraysTest.of(List.of(group(0), group(1), group(2))).orElseThrow();
        assertClose(1.8280742554986043, three.statistic());
        assertClose(0.4009024581597117, three.pValue());
        assertEquals(2, three.degreesOfFreedom());
        // The same of the first two groups.
        var two = GraysTest.of(List.of(group(0), group(1))).orElseThrow();
        assertClose(0.9385341462740571, two.statistic());
        assertClose(0.3326551070440472, two.pValue());
    }

    @Test
    void logRankIsThatOfSurvdiff() {
        // survdiff(Surv(time, status == 1) ~ group)
        var test = LogRankTest.of(runs(3, false));
        assertClose(5.939397829839005, test.expected()[0]);
        assertClose(9.705463599581247, test.expected()[1]);
        assertClose(6.355138570579746, test.expected()[2]);
        assertEquals(9, test.observed()[0]);
        assertClose(2.535578504219398, test.outcome().orElseThrow().statistic());
        assertClose(0.281453156468868, test.outcome().orElseThrow().pValue());
    }

    @Test
    void stratifiedLogRankIsThatOfSurvdiff() {
        // survdiff(Surv(time, status == 1) ~ group + strata(seed))
        var test = LogRankTest.of(runs(3, true));
        assertClose(7.166666666666666, test.expected()[0]);
        assertClose(1.3250641573994855, test.outcome().orElseThrow().statistic());
        assertClose(0.5155442817152854, test.outcome().orElseThrow().pValue());
        // The same of the first two groups.
        assertClose(
                1.2857142857142856,
                LogRankTest.of(runs(2, true)).outcome().orElseThrow().statistic());
    }

    @Test
    void strataOfTwoDecideLikeCoins() {
        var paired = PairedLogRank.of(runs(2, true));
        double decided = paired.firstEarlier() + paired.secondEarlier();
        double difference = paired.firstEarlier() - paired.secondEarlier();

        // Each stratum has score +-1/2 and variance 1/4.
        assertClose(1.2857142857142856, difference * difference / decided);
        assertEquals(12, decided + paired.undecided());
        // binom.test(2, 7)$p.value
        assertClose(0.453125, paired.pValue());
    }

    @Test
    void strataOfTwoAgreeWithSurvdiffForRandomRuns() {
        var generator = Generator.seeded(4);
        for (int repetition = 0; repetition < 50; repetition++) {
            List<StratifiedFollowUp> runs = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                runs.add(new StratifiedFollowUp(
                        i / 2, i % 2, run((int) generator.integers(0, 6), (int) generator.integers(0, 3))));
            }
            var paired = PairedLogRank.of(runs);
            double decided = paired.firstEarlier() + paired.secondEarlier();
            double difference = paired.firstEarlier() - paired.secondEarlier();
            assertEquals(
                    difference * difference / decided,
                    LogRankTest.of(runs).outcome().orElseThrow().statistic(),
                    1e-12);
        }
    }

    @Test
    void withoutCompetingEventsTheEstimatesAddUpTo1() {
        var generator = Generator.seeded(6);
        List<FollowUp> runs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            runs.add(run((int) generator.integers(0, 30), (int) generator.integers(0, 2)));
        }
        var table = RiskTable.of(runs);
        for (int time = 0; time < 32; time++) {
            assertEquals(
                    1,
                    KaplanMeier.of(table).survival(time)
                            + CumulativeIncidence.of(table).incidence(time),
                    1e-12);
        }
    }

    @Test
    void aRunThatDivergesNeverHastensItsGroup() {
        var generator = Generator.seeded(7);
        for (int repetition = 0; repetition < 100; repetition++) {
            List<FollowUp> runs = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                runs.add(run((int) generator.integers(1, 9), (int) generator.integers(0, 3)));
            }
            List<FollowUp> diverged = new ArrayList<>(runs);
            diverged.set(0, run(runs.get(0).time(), 2));
            var before = CumulativeIncidence.of(RiskTable.of(runs));
            var after = CumulativeIncidence.of(RiskTable.of(diverged));
            for (int time = 0; time < 10; time++) {
                assertTrue(after.incidence(time) <= before.incidence(time) + 1e-12);
            }
        }
    }

    @Test
    void nothingHappens() {
        var censored = RiskTable.of(List.of(run(5, 0), run(7, 0)));
        var diverged = RiskTable.of(List.of(run(5, 2)));

        assertEquals(OptionalDouble.empty(), KaplanMeier.of(censored).median());
        assertEquals(new Interval(NA, NA), KaplanMeier.of(censored).medianInterval(LEVEL));
        assertEquals(6, KaplanMeier.of(censored).restrictedMean(6).mean());
        assertEquals(0, KaplanMeier.of(censored).restrictedMean(6).standardError());
        assertEquals(new Interval(1, 1), KaplanMeier.of(censored).interval(6, LEVEL));
        assertEquals(OptionalDouble.empty(), CumulativeIncidence.of(diverged).median());
        assertEquals(Optional.empty(), CumulativeIncidence.of(diverged).interval(6, LEVEL));
        assertEquals(Optional.empty(), GraysTest.of(List.of(censored, diverged)));
        assertEquals(Optional.empty(), GraysTest.of(List.of(censored)));
        assertFalse(LogRankTest.of(List.of(new StratifiedFollowUp(1, 0, run(1, 1))))
                .outcome()
                .isPresent());
    }

    @Test
    void everythingHappensAtOnce() {
        var together = RiskTable.of(List.of(run(3, 1), run(3, 1), run(3, 1)));
        var estimate = KaplanMeier.of(together);

        assertEquals(0, estimate.survival(3));
        assertEquals(new Interval(0, 1), estimate.interval(3, LEVEL));
        assertEquals(OptionalDouble.of(3), estimate.median());
        assertEquals(3, estimate.restrictedMean(10).mean());
        assertEquals(1, CumulativeIncidence.of(together).incidence(3));
        assertEquals(0, CumulativeIncidence.of(together).standardError(3));
        assertEquals(new Interval(3, 3), CumulativeIncidence.of(together).medianInterval(LEVEL));
    }

    @Test
    void strataOfTwoMustBePairs() {
        var single = assertThrows(
                IllegalArgumentException.class,
                () -> PairedLogRank.of(List.of(new StratifiedFollowUp(4, 0, run(1, 1)))));
        var third = assertThrows(
                IllegalArgumentException.class,
                () -> PairedLogRank.of(List.of(new StratifiedFollowUp(4, 2, run(1, 1)))));

        assertEquals(
                "stratum 4 must have one run of group 0 and one of group 1, but has no run of group 1",
                single.getMessage());
        assertEquals(
                "stratum 4 must have one run of group 0 and one of group 1, but has another of group 2",
                third.getMessage());
        assertThrows(IllegalArgumentException.class, () -> run(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> RiskTable.of(List.of()));
        assertThrows(IllegalArgumentException.class, () -> LogRankTest.of(List.of()));
    }

    @Test
    void aMillionRunsAreNotTooMany() {
        var generator = Generator.seeded(9);
        List<StratifiedFollowUp> runs = new ArrayList<>();
        for (int i = 0; i < 1_000_000; i++) {
            runs.add(new StratifiedFollowUp(
                    i / 2, i % 2, run((int) generator.integers(1, 1001), (int) generator.integers(0, 3))));
        }
        var test = LogRankTest.of(runs).outcome().orElseThrow();
        var paired = PairedLogRank.of(runs);

        // One of the two is normal, the other its exact form; both say that the groups are alike.
        assertEquals(test.pValue(), paired.pValue(), 0.01);
    }
}
