package io.gradflow.comparison.reach;

import io.gradflow.comparison.GroupedRun;
import io.gradflow.results.Outcome;
import io.gradflow.stats.survival.FollowUp;
import java.util.List;

/**
 * One run, followed until it reached what is waited for or until its end.
 *
 * @param group the values that tell its group from others; may contain null
 * @param seed the independent seed: runs of two groups with the same one are a pair
 * @param outcome how the run ended
 * @param followUp the first epoch at which it reached it; else its last epoch, as a competing event if the run diverged
 *     or failed
 */
public record FollowedRun(List<Object> group, long seed, Outcome outcome, FollowUp followUp) implements GroupedRun {}
