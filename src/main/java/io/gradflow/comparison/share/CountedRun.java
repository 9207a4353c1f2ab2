package io.gradflow.comparison.share;

import io.gradflow.comparison.GroupedRun;
import java.util.List;

/**
 * One run that has a property or has it not.
 *
 * @param group the values that tell its group from others; may contain null
 * @param seed the independent seed: runs of two groups with the same one are a pair
 * @param has whether it has the property
 */
public record CountedRun(List<Object> group, long seed, boolean has) implements GroupedRun {}
