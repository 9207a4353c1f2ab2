package io.gradflow.stats.survival;

/**
 * How long a run was followed.
 *
 * @param time the epoch of the event, of the competing event, or of the end of the run; at least 0. A run that is
 *     censored at a time is still at risk for events at that time.
 * @param status which of these it was
 */
public record FollowUp(int time, EventStatus status) {
    /**
     * The follow-up of a run.
     *
     * @throws IllegalArgumentException if the time is negative or there is no status
     */
    public FollowUp {
        if (time < 0) {
            throw new IllegalArgumentException("time must be at least 0, but is " + time);
        }
        if (status == null) {
            throw new IllegalArgumentException("a follow-up needs a status");
        }
    }
}
