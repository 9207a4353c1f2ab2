package io.gradflow.data;

import io.gradflow.random.Seeding;
import java.io.Serializable;

/** A recipe for labelled points and their train/test split: the same seed gives the same samples, to the bit. */
public interface Dataset extends Serializable {

    /** Inputs per sample: the width of a network's first layer. */
    int features();

    /** Labels are {@code 0 .. classes() - 1}. */
    int classes();

    /** How many samples a network is trained on. */
    int trainCount();

    /** How many samples a network is tested on. */
    int testCount();

    /**
     * Draws the samples and splits them.
     *
     * @param seed in {@code [0, 2^63 - 1]}
     */
    Split split(Seeding seeding, long seed);
}
