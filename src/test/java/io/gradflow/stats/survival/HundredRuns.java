package io.gradflow.stats.survival;

/** Two groups over 50 seeds, with a time every five epochs, ends at 60 and 100, and runs that diverge. */
public final class HundredRuns {
    public static final int SIZE = 100;

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

    private HundredRuns() {}

    /** The run of group i % 2 and seed i / 2. */
    public static FollowUp run(int i) {
        EventStatus[] statuses = {EventStatus.CENSORED, EventStatus.EVENT, EventStatus.COMPETING};
        return new FollowUp(TIME[i], statuses[STATUS[i]]);
    }
}
