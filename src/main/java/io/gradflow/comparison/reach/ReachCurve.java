package io.gradflow.comparison.reach;

import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;
import io.gradflow.stats.survival.CumulativeIncidence;
import io.gradflow.stats.survival.KaplanMeier;
import io.gradflow.stats.survival.RestrictedMean;
import io.gradflow.stats.survival.RiskTable;
import java.util.Optional;
import java.util.OptionalDouble;

/** The share of runs that have reached it, over epochs. */
public sealed interface ReachCurve {
    /** The share by an epoch. */
    double share(int epoch);

    /** Its interval; empty where the formula says nothing. */
    Optional<Interval> interval(int epoch, ConfidenceLevel level);

    /** The epoch at which half of the runs have; empty if fewer ever do. */
    OptionalDouble median();

    /** Its interval; an end is positive infinity where the data set no bound. */
    Interval medianInterval(ConfidenceLevel level);

    /** The mean epoch, where runs that have not reached it count with the last. */
    RestrictedMean restrictedMean(int last);

    /**
     * Of Aalen and Johansen: runs that diverged never reach it.
     *
     * @param curve the estimate
     */
    record OfIncidence(CumulativeIncidence curve) implements ReachCurve {
        OfIncidence(RiskTable table) {
            this(CumulativeIncidence.of(table));
        }

        @Override
        public double share(int epoch) {
            return curve.incidence(epoch);
        }

        @Override
        public Optional<Interval> interval(int epoch, ConfidenceLevel level) {
            return curve.interval(epoch, level);
        }

        @Override
        public OptionalDouble median() {
            return curve.median();
        }

        @Override
        public Interval medianInterval(ConfidenceLevel level) {
            return curve.medianInterval(level);
        }

        @Override
        public RestrictedMean restrictedMean(int last) {
            return curve.restrictedMean(last);
        }
    }

    /**
     * Of Kaplan and Meier: runs that diverged are lost to follow-up.
     *
     * @param curve the estimate
     */
    record OfSurvival(KaplanMeier curve) implements ReachCurve {
        OfSurvival(RiskTable table) {
            this(KaplanMeier.of(table));
        }

        @Override
        public double share(int epoch) {
            return 1 - curve.survival(epoch);
        }

        @Override
        public Optional<Interval> interval(int epoch, ConfidenceLevel level) {
            double survival = curve.survival(epoch);
            if (survival == 0 || survival == 1) {
                return Optional.empty();
            }
            var without = curve.interval(epoch, level);
            return Optional.of(new Interval(1 - without.high(), 1 - without.low()));
        }

        @Override
        public OptionalDouble median() {
            return curve.median();
        }

        @Override
        public Interval medianInterval(ConfidenceLevel level) {
            return curve.medianInterval(level);
        }

        @Override
        public RestrictedMean restrictedMean(int last) {
            return curve.restrictedMean(last);
        }
    }
}
