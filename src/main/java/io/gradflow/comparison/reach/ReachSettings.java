package io.gradflow.comparison.reach;

import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.family.Adjustment;
import java.util.OptionalInt;

/**
 * How times are estimated and compared.
 *
 * @param risk what runs that diverge or fail say
 * @param level of intervals; its alpha is that of the whole family of tests
 * @param adjustment of the p-values of the family
 * @param until the epoch up to which means are taken; empty for the last one that all groups have data for
 */
public record ReachSettings(Risk risk, ConfidenceLevel level, Adjustment adjustment, OptionalInt until) {}
