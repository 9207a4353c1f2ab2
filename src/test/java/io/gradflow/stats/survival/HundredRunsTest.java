package io.gradflow.stats.survival;

import static io.gradflow.stats.Oracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two groups over 50 seeds, with a time every five epochs, ends at 60 and 100, and runs that diverge. Expected numbers:
 * survival 3.5.3 and cmprsk 2.2.11.
 */
class HundredRunsTest {
    private static final ConfidenceLevel LEVEL = ConfidenceLevel.of(0.95);

    /** Of the first and the second group in turn. */
    private static final int[] TIME = {
        100, 60, 15, 100, 80, 60, 15, 100, 35, 40, 60, 60, 5, 100, 60, 60, 10, 85, 10, 60, 60, 15, 70, 40, 60, 80, 20,
        20, 60, 100, 30, 100, 100, 35, 60, 60, 90, 100, 60, 75, 100, 60, 60, 100, 5, 60, 70, 100, 60, 60, 5, 60, 25,
        100, 5, 100, 60, 60, 60, 60, 20, 75, 5, 60, 80, 100, 60, 30, 60, 60, 100, 60, 35, 20, 100, 60, 90, 100, 100, 60,
        15, 5, 95, 5, 15, 45, 60, 60, 60, 100, 50, 100, 20, 100, 100, 100, 40, 35, 60, 100
    };

    /** 1 is the event, 2 the competing event, 0 censored. */
    private static final int[] STATUS = {
        0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 0, 2, 0, 0, 0, 1, 1, 1, 0, 0, 2, 1, 1, 0, 1, 1, 1, 0, 0, 1, 0, 0, 2, 0, 0, 1,
        0, 0, 1, 0, 0, 0, 0, 2, 0, 1, 0, 0, 0, 1, 2, 2, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 2, 2,
        0, 0, 1, 0, 0, 0, 1, 1, 2, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 0
    };

    private static FollowUp run(int i) {
        EventStatus[] statuses = {EventStatus.CENSORED, EventStatus.EVENT, EventStatus.COMPETING};
        return new FollowUp(TIME[i], statuses[STATUS[i]]);
    }

    private static RiskTable group(int group) {
        return RiskTable.of(IntStream.range(0, TIME.length)
                .filter(i -> i % 2 == group)
                .mapToObj(HundredRunsTest::run)
                .toList());
    }

    private static List<StratifiedFollowUp> runs(boolean bySeed) {
        List<StratifiedFollowUp> runs = new ArrayList<>();
        for (int i = 0; i < TIME.length; i++) {
            runs.add(new StratifiedFollowUp(bySeed ? i / 2 : 0, i % 2, run(i)));
        }
        return runs;
    }

    /** summary(survfit(Surv(time, status == 1) ~ 1, subset = group == g), times = 40) and its rmean = 100. */
    @ParameterizedTest
    @CsvSource({
        "0, 0.686871428571428466, 0.067200523692784897, 0.567018960829877683, 0.832057465410414254, "
                + "67.3890362811791306, 5.3903585532880776",
        "1, 0.855062478892266054, 0.050730042915106792, 0.761196656903550872, 0.960503223678801143, "
                + "84.631892700342547, 4.048054227725010"
    })
    void survival(int group, double survival, double error, double low, double high, double mean, double errorOfMean) {
        var estimate = KaplanMeier.of(group(group));

        assertClose(survival, estimate.survival(40));
        assertClose(error, estimate.standardError(40));
        assertClose(low, high, estimate.interval(40, LEVEL));
        assertClose(mean, estimate.restrictedMean(100).mean());
        assertClose(errorOfMean, estimate.restrictedMean(100).standardError());
    }

    @Test
    void medians() {
        assertEquals(OptionalDouble.of(80), KaplanMeier.of(group(0)).median());
        assertEquals(
                new Interval(70, Double.POSITIVE_INFINITY),
                KaplanMeier.of(group(0)).medianInterval(LEVEL));
        assertEquals(OptionalDouble.empty(), KaplanMeier.of(group(1)).median());
        assertEquals(
                new Interval(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY),
                KaplanMeier.of(group(1)).medianInterval(LEVEL));
    }

    /** timepoints(cuminc(time, status, group), c(40, 100)). */
    @ParameterizedTest
    @CsvSource({
        "0, 40, 0.3, 0.0042872309113712185",
        "0, 100, 0.577142857142857291, 0.0088716782376949965",
        "1, 40, 0.14, 0.0024601690517603893",
        "1, 100, 0.304761904761904623, 0.0064007817768181475"
    })
    void incidence(int group, int time, double incidence, double variance) {
        var estimate = CumulativeIncidence.of(group(group));

        assertClose(incidence, estimate.incidence(time));
        assertClose(Math.sqrt(variance), estimate.standardError(time));
    }

    @Test
    void tests() {
        // cuminc(time, status, group)$Tests[1, ]
        var gray = GraysTest.of(List.of(group(0), group(1))).orElseThrow();
        assertClose(5.753590404807988, gray.statistic());
        assertClose(0.01645499275227713, gray.pValue());
        // survdiff(Surv(time, status == 1) ~ group), and with strata(seed)
        var logRank = LogRankTest.of(runs(false));
        assertClose(14.881820991961995, logRank.expected()[0]);
        assertClose(6.29387903529641, logRank.outcome().orElseThrow().statistic());
        var stratified = LogRankTest.of(runs(true));
        assertClose(16, stratified.expected()[0]);
        assertClose(6.545454545454545, stratified.outcome().orElseThrow().statistic());
        assertEquals(22, stratified.observed()[0]);
        // (17 - 5)^2 / 22 = 6.545; binom.test(5, 22)$p.value
        var paired = PairedLogRank.of(runs(true));
        assertEquals(17, paired.firstEarlier());
        assertEquals(5, paired.secondEarlier());
        assertClose(0.01690053939819336, paired.pValue());
    }
}
