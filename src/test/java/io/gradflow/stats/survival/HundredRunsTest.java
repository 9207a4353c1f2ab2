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

/** Estimates and tests for {@link HundredRuns}. Expected numbers: survival 3.5.3 and cmprsk 2.2.11. */
class HundredRunsTest {
    private static final ConfidenceLevel LEVEL = ConfidenceLevel.of(0.95);

    private static RiskTable group(int group) {
        return RiskTable.of(IntStream.range(0, HundredRuns.SIZE)
                .filter(i -> i % 2 == group)
                .mapToObj(HundredRuns::run)
                .toList());
    }

    private static List<StratifiedFollowUp> runs(boolean bySeed) {
        List<StratifiedFollowUp> runs = new ArrayList<>();
        for (int i = 0; i < HundredRuns.SIZE; i++) {
            runs.add(new StratifiedFollowUp(bySeed ? i / 2 : 0, i % 2, HundredRuns.run(i)));
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

    /**
     * d <- data.frame(time, status = factor(status, 0:2), id); fit <- survfit(Surv(time, status) ~ 1, d, id = id); tau
     * less summary(fit, rmean = tau)$table[2, 3], and the root of the sum of squares of resid(fit, times = tau, type =
     * "auc")[, 2].
     */
    @ParameterizedTest
    @CsvSource({
        "0, 40, 33.2, 1.6718851635205094",
        "0, 100, 69.0571428571428534, 5.2560506851308739",
        "1, 40, 37.9, 1.04966661373981029",
        "1, 100, 85.3238095238095227, 3.9327317928230743"
    })
    void restrictedMeanWithCompetingEvents(int group, int tau, double mean, double standardError) {
        var estimate = CumulativeIncidence.of(group(group)).restrictedMean(tau);

        assertClose(mean, estimate.mean());
        assertClose(standardError, estimate.standardError());
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
