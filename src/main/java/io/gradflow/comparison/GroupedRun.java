package io.gradflow.comparison;

import java.util.List;

/** A run of a group. */
public interface GroupedRun {
    /** The values that tell its group from others; may contain null. */
    List<Object> group();

    /** The independent seed: runs of two groups with the same one are a pair. */
    long seed();
}
