package io.gradflow.comparison;

import io.gradflow.results.Outcome;
import io.gradflow.stats.Score;
import java.util.List;

/**
 * One run with its score.
 *
 * @param group the values that tell its group from others; may contain null
 * @param seed the independent seed: runs of two groups with the same one are a pair
 * @param within what tells runs of the same group and seed apart, such as the init seed; empty if there is one run
 * @param outcome how the run ended
 * @param score its score; {@link Score#WORST} unless it completed with a finite one
 */
public record ScoredRun(List<Object> group, long seed, String within, Outcome outcome, Score score)
        implements GroupedRun {}
