package io.gradflow.stats.survival;

import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The Aalen-Johansen estimate of the share of runs that have had the event, F(t), where runs with the competing event
 * never will. Estimate and variance are those of R's {@code cmprsk::cuminc}.
 *
 * <p>With S the share of runs without any event, and at each time n runs at risk of which d have an event of one kind,
 * F grows by S(t-) d / n. Its variance is the sum over the times u &lt;= t and both kinds of g(u) w(u)^2, with
 *
 * <pre>
 * g = S(u-)^2 d (n - d) / (n^2 (n - 1)),        S(u-)^2 / n^2 if d = n = 1
 * w = (F(t) - F(u)) / S(u) - 1                  for the event,
 *     (F(t) - F(u)) / S(u)                      for the competing event; the quotient is 0 if S(u) is
 * </pre>
 *
 * @see <a href="https://doi.org/10.1214/aos/1176350951">R. J. Gray, A Class of K-Sample Tests for Comparing the
 *     Cumulative Incidence of a Competing Risk, Annals of Statistics 16 (1988)</a>
 */
public final class CumulativeIncidence {
    /** Below this, a difference of F from 1/2 is rounding. */
    private static final double ROUNDING = Math.sqrt(Math.ulp(1.0));

    private final RiskTable table;
    private final double[] incidence;
    private final double[] variance;

    /** S before each time, and after the last. */
    private final double[] free;

    private CumulativeIncidence(RiskTable table) {
        this.table = table;
        incidence = new double[table.size()];
        variance = new double[table.size()];
        free = new double[table.size() + 1];
        estimate();
    }

    /** The estimate for a group. */
    public static CumulativeIncidence of(RiskTable table) {
        return new CumulativeIncidence(table);
    }

    private void estimate() {
        free[0] = 1;
        double reached = 0;
        // The sum of g (a + b F(t))^2 over the times so far, with its three coefficients.
        double constant = 0;
        double linear = 0;
        double quadratic = 0;
        for (int i = 0; i < incidence.length; i++) {
            var row = table.row(i);
            int n = row.atRisk();
            reached += free[i] * row.events() / n;
            free[i + 1] = free[i] * (n - row.events() - row.competing()) / n;
            double slope = slopeAfter(i);
            double event = eventVariance(i);
            double competing = competingVariance(i);
            double ofEvent = -slope * reached - 1;
            double ofCompeting = -slope * reached;
            constant += event * ofEvent * ofEvent + competing * ofCompeting * ofCompeting;
            linear += slope * (event * ofEvent + competing * ofCompeting);
            quadratic += slope * slope * (event + competing);
            incidence[i] = reached;
            variance[i] = Math.max(0, constant + 2 * reached * linear + reached * reached * quadratic);
        }
    }

    /** How fast w grows with F after a time: 1 / S. */
    private double slopeAfter(int i) {
        return free[i + 1] > 0 ? 1 / free[i + 1] : 0;
    }

    /** The factor g of the event at a time. */
    private double eventVariance(int i) {
        return jumpVariance(free[i], table.row(i).events(), table.row(i).atRisk());
    }

    /** The factor g of the competing event at a time, which is of no consequence once no run is left. */
    private double competingVariance(int i) {
        return free[i + 1] > 0
                ? jumpVariance(free[i], table.row(i).competing(), table.row(i).atRisk())
                : 0;
    }

    /** The variance of the growth of F at a time. */
    static double jumpVariance(double freeBefore, double events, double atRisk) {
        if (events == 0) {
            return 0;
        }
        double ties = events > 1 ? (atRisk - events) / (atRisk - 1) : 1;
        return freeBefore * freeBefore * events * ties / (atRisk * atRisk);
    }

    /** F(t): the probability of the event at this time or before. The last value holds for all later times. */
    public double incidence(int time) {
        int i = table.indexAt(time);
        return i < 0 ? 0 : incidence[i];
    }

    /** The standard error of F(t). */
    public double standardError(int time) {
        int i = table.indexAt(time);
        return i < 0 ? 0 : Math.sqrt(variance[i]);
    }

    /**
     * The interval of F(t) on the scale of log(-log F): F^exp(+-z se / (F log F)). Empty if F is 0 or 1 or has no
     * standard error, because the formula says nothing there.
     *
     * @see <a href="https://doi.org/10.1002/9781118032985">J. D. Kalbfleisch and R. L. Prentice, The Statistical
     *     Analysis of Failure Time Data (2002), equation 1.13, of a survival function</a>
     */
    public Optional<Interval> interval(int time, ConfidenceLevel level) {
        int i = table.indexAt(time);
        return i < 0 ? Optional.empty() : interval(incidence[i], Math.sqrt(variance[i]), level);
    }

    /**
     * The median time: the first at which F is at least 1/2. Empty if F stays below, as it must if half of the runs
     * have the competing event.
     */
    public OptionalDouble median() {
        for (int i = 0; i < incidence.length; i++) {
            if (incidence[i] > 0.5 - ROUNDING) {
                return OptionalDouble.of(table.row(i).time());
            }
        }
        return OptionalDouble.empty();
    }

    /**
     * The interval of the median: from the time at which the upper end of the interval of F is first at least 1/2, to
     * that at which the lower end is. An end is positive infinity if that never happens. Where F has no interval, F
     * itself counts as both ends.
     */
    public Interval medianInterval(ConfidenceLevel level) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        for (int i = incidence.length - 1; i >= 0; i--) {
            double estimate = incidence[i];
            Interval interval =
                    interval(estimate, Math.sqrt(variance[i]), level).orElse(new Interval(estimate, estimate));
            int time = table.row(i).time();
            low = interval.high() > 0.5 - ROUNDING ? time : low;
            high = interval.low() > 0.5 - ROUNDING ? time : high;
        }
        return new Interval(low, high);
    }

    /**
     * The mean time, counting at most tau, where runs with the competing event count tau as well: tau less the area
     * under F from 0 to tau, as R's {@code survival} has it for the states of {@code survfit(Surv(time, factor(status))
     * ~ 1)}. The variance is that of this area. With w integrated from u to tau, it is the sum over the times u of
     *
     * <pre>
     * S(u-)^2 / n^3 (d (n - d) w^2 + d' (n - d') w'^2 - 2 d d' w w')
     * </pre>
     *
     * where the dash is of the competing event. If all runs are followed to tau, that is the variance of their mean.
     *
     * @param tau at least 0; beyond the last time, F goes on as it is there
     * @throws IllegalArgumentException if tau is negative
     */
    public RestrictedMean restrictedMean(int tau) {
        if (tau < 0) {
            throw new IllegalArgumentException("tau must be at least 0, but is " + tau);
        }
        double area = 0;
        double ofMean = 0;
        int to = tau;
        for (int i = table.indexAt(tau); i >= 0; i--) {
            int time = table.row(i).time();
            area += incidence[i] * (to - time);
            to = time;
            double rest = (double) tau - time;
            double ofCompeting = slopeAfter(i) * (area - incidence[i] * rest);
            double ofEvent = ofCompeting - rest;
            ofMean += free[i] * free[i] * multinomialVariance(table.row(i), ofEvent, ofCompeting);
        }
        return new RestrictedMean(tau - area, Math.sqrt(ofMean));
    }

    /** The variance of the weighted shares of both events among the runs at risk. */
    private static double multinomialVariance(RiskTable.Row row, double ofEvent, double ofCompeting) {
        double n = row.atRisk();
        double d = row.events();
        double other = row.competing();
        double sum = d * (n - d) * ofEvent * ofEvent
                + other * (n - other) * ofCompeting * ofCompeting
                - 2 * d * other * ofEvent * ofCompeting;
        return Math.max(0, sum) / (n * n * n);
    }

    private static Optional<Interval> interval(double estimate, double standardError, ConfidenceLevel level) {
        if (!(estimate > 0 && estimate < 1 - ROUNDING && standardError > 0)) {
            return Optional.empty();
        }
        double shift = level.normalQuantile() * standardError / (estimate * Math.abs(Math.log(estimate)));
        return Optional.of(new Interval(Math.pow(estimate, Math.exp(shift)), Math.pow(estimate, Math.exp(-shift))));
    }
}
