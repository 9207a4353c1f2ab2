package io.gradflow.stats.survival;

import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;
import java.util.OptionalDouble;

/**
 * The Kaplan-Meier estimate of the share of runs without the event, S(t), with Greenwood's variance. A competing event
 * is taken as censoring, so this is about what would happen if there were none. The results are those of R's
 * {@code survfit(Surv(time, status) ~ 1)}, whose default is the interval of log S ({@code conf.type = "log"}).
 *
 * @see <a href="https://doi.org/10.1080/01621459.1958.10501452">E. L. Kaplan and P. Meier, Nonparametric Estimation
 *     from Incomplete Observations, JASA 53 (1958)</a>
 */
public final class KaplanMeier {
    /** Below this, a difference of S from 1/2 is rounding: the tolerance of R's {@code survival}. */
    private static final double ROUNDING = Math.sqrt(Math.ulp(1.0));

    private final RiskTable table;
    private final double[] survival;

    /** The sum of Greenwood's formula: the variance of log S. */
    private final double[] greenwood;

    private KaplanMeier(RiskTable table) {
        this.table = table;
        survival = new double[table.size()];
        greenwood = new double[table.size()];
        double product = 1;
        double sum = 0;
        for (int i = 0; i < survival.length; i++) {
            var row = table.row(i);
            double left = row.atRisk() - row.events();
            product *= left / row.atRisk();
            sum += row.events() / (row.atRisk() * left);
            survival[i] = product;
            greenwood[i] = sum;
        }
    }

    /** The estimate for a group. */
    public static KaplanMeier of(RiskTable table) {
        return new KaplanMeier(table);
    }

    /** S(t): the probability that the event is after the time. The last value holds for all later times. */
    public double survival(int time) {
        int i = table.indexAt(time);
        return i < 0 ? 1 : survival[i];
    }

    /** The standard error of S(t): S times the root of Greenwood's sum of d / (n (n - d)). NaN if S is 0. */
    public double standardError(int time) {
        int i = table.indexAt(time);
        return i < 0 ? 0 : survival[i] * Math.sqrt(greenwood[i]);
    }

    /**
     * The interval of S(t): S exp(+-z sqrt(Greenwood's sum)), at most 1. If S is 0 it is [0, 1], because the formula
     * says nothing; R prints NA.
     */
    public Interval interval(int time, ConfidenceLevel level) {
        int i = table.indexAt(time);
        if (i < 0) {
            return new Interval(1, 1);
        }
        return survival[i] == 0 ? new Interval(0, 1) : new Interval(end(i, -1, level), end(i, 1, level));
    }

    /**
     * The median time: the first at which S is at most 1/2, and halfway to the next drop if S is 1/2 for a while. Empty
     * if S stays above.
     */
    public OptionalDouble median() {
        return firstAtMostHalf(survival);
    }

    /**
     * The interval of the median (Brookmeyer and Crowley): from the time at which the lower end of the interval of S is
     * first at most 1/2, to that at which the upper end is. An end is positive infinity if that never happens, where R
     * prints NA; both may be.
     *
     * @see <a href="https://doi.org/10.2307/2530286">R. Brookmeyer and J. Crowley, A Confidence Interval for the Median
     *     Survival Time, Biometrics 38 (1982)</a>
     */
    public Interval medianInterval(ConfidenceLevel level) {
        var lower = new double[survival.length];
        var upper = new double[survival.length];
        for (int i = 0; i < survival.length; i++) {
            lower[i] = end(i, -1, level);
            upper[i] = end(i, 1, level);
        }
        return new Interval(
                firstAtMostHalf(lower).orElse(Double.POSITIVE_INFINITY),
                firstAtMostHalf(upper).orElse(Double.POSITIVE_INFINITY));
    }

    /**
     * The mean time, counting at most tau: the area under S from 0 to tau, as {@code print(survfit(...), rmean = tau)}.
     *
     * @param tau at least 0; beyond the last time, S goes on as it is there
     * @throws IllegalArgumentException if tau is negative
     */
    public RestrictedMean restrictedMean(int tau) {
        if (tau < 0) {
            throw new IllegalArgumentException("tau must be at least 0, but is " + tau);
        }
        double area = 0;
        double variance = 0;
        int to = tau;
        for (int i = table.indexAt(tau); i >= 0; i--) {
            var row = table.row(i);
            area += survival[i] * (to - row.time());
            to = row.time();
            double left = row.atRisk() - row.events();
            if (left > 0) {
                // The area from this time on is what an event at this time takes away.
                variance += area * area * row.events() / (row.atRisk() * left);
            }
        }
        return new RestrictedMean(area + to, Math.sqrt(variance));
    }

    /** An end of the interval of S. NaN if S is 0. */
    private double end(int i, int sign, ConfidenceLevel level) {
        if (survival[i] == 0) {
            return Double.NaN;
        }
        double logarithm = Math.log(survival[i]) + sign * level.normalQuantile() * Math.sqrt(greenwood[i]);
        return Math.min(1, Math.exp(logarithm));
    }

    private OptionalDouble firstAtMostHalf(double[] curve) {
        for (int i = 0; i < curve.length; i++) {
            if (curve[i] < 0.5 + ROUNDING) {
                int time = table.row(i).time();
                return OptionalDouble.of(Math.abs(curve[i] - 0.5) < ROUNDING ? halfwayToDrop(curve, i, time) : time);
            }
        }
        return OptionalDouble.empty();
    }

    private double halfwayToDrop(double[] curve, int from, int time) {
        for (int i = from + 1; i < curve.length; i++) {
            if (curve[i] < curve[from]) {
                return (time + (double) table.row(i).time()) / 2;
            }
        }
        return time;
    }
}
