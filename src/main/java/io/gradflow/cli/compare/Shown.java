package io.gradflow.cli.compare;

/** A table of a report. */
public enum Shown {
    /** One row a group. */
    GROUPS,
    /** One row a pair of groups. */
    PAIRS,
    /** One row an epoch of a group. */
    CURVE,
    /** One row a setting of a group that is tuned. */
    CHOICES
}
