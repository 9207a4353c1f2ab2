package io.gradflow.comparison;

import io.gradflow.stats.paired.PValueFloor;
import java.util.List;

/** Two groups that are compared over the seeds that both have. */
public interface TestedPair {
    /** How many pairs of runs, or of means over the runs of a seed, there are. */
    int n();

    /** Two-sided, before any adjustment; 1 if the groups share no seed. */
    double pValue();

    /** The smallest p-values that so many pairs, and these, could have. */
    PValueFloor floor();

    /** The groups' labels. */
    List<String> labels();
}
