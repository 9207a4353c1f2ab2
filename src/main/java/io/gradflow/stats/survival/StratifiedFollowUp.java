package io.gradflow.stats.survival;

/**
 * The follow-up of a run of a group within a stratum.
 *
 * @param stratum runs are compared only with those of the same stratum, for instance of the same seed
 * @param group the group, from 0
 * @param followUp the run
 */
public record StratifiedFollowUp(long stratum, int group, FollowUp followUp) {
    /**
     * A run with its place.
     *
     * @throws IllegalArgumentException if the group is negative
     */
    public StratifiedFollowUp {
        if (group < 0) {
            throw new IllegalArgumentException("group must be at least 0, but is " + group);
        }
    }

    boolean isEvent() {
        return followUp.status() == EventStatus.EVENT;
    }
}
