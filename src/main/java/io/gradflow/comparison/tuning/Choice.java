package io.gradflow.comparison.tuning;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A setting of a group, and whether it is the group's choice.
 *
 * @param group the values that tell the group from others
 * @param setting the values of the tuned keys
 * @param isChosen whether it is the best of its group on the seeds that choose
 * @param chosenShare the share of random halves of the seeds on which it is the best of its group
 * @param choosingMean its mean over the seeds that choose; empty unless all are finite
 * @param judgingMean its mean over the seeds that judge; empty unless all are finite
 */
public record Choice(
        List<Object> group,
        List<Object> setting,
        boolean isChosen,
        double chosenShare,
        OptionalDouble choosingMean,
        OptionalDouble judgingMean) {}
