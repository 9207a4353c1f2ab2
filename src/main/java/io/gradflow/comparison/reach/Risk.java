package io.gradflow.comparison.reach;

import io.gradflow.stats.survival.EventStatus;
import io.gradflow.stats.survival.FollowUp;
import io.gradflow.stats.survival.RiskTable;

/** What runs that diverge or fail say about how long it takes to reach something. */
public enum Risk {
    /** They never reach it, and count among those that have not (Aalen and Johansen; Gray). */
    COMPETING {
        @Override
        FollowUp seen(FollowUp run) {
            return run.status() == EventStatus.COMPETING ? NEVER : run;
        }

        @Override
        public ReachCurve curve(RiskTable runs) {
            return new ReachCurve.OfIncidence(runs);
        }
    },
    /** They are lost to follow-up: what would be if none did so (Kaplan and Meier; log-rank). */
    CAUSE_SPECIFIC {
        @Override
        FollowUp seen(FollowUp run) {
            return run.status() == EventStatus.COMPETING ? new FollowUp(run.time(), EventStatus.CENSORED) : run;
        }

        @Override
        public ReachCurve curve(RiskTable runs) {
            return new ReachCurve.OfSurvival(runs);
        }
    };

    /** Later than every epoch. */
    private static final FollowUp NEVER = new FollowUp(Integer.MAX_VALUE, EventStatus.CENSORED);

    /** The run for a test that knows no competing events. */
    abstract FollowUp seen(FollowUp run);

    /** The share of runs that have reached it, over epochs. */
    public abstract ReachCurve curve(RiskTable runs);
}
