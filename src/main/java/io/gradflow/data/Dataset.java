package io.gradflow.data;

import io.gradflow.random.Seeding;
import java.io.Serializable;

/** A recipe for labelled points and their train/test split. The same seed gives the same samples, bit for bit. */
public interface Dataset extends Serializable {

    /** The number of inputs per sample, which is the width of a network's first layer. */
    int features();

    /** The number of classes; labels are {@code 0 .. classes() - 1}. */
    int classes();

    /** The number of samples a network is trained on. */
    int trainCount();

    /** The number of samples a network is tested on. */
    int testCount();

    /**
     * Draws the samples and splits them.
     *
     * @param seed the seed, in {@code [0, 2^63 - 1]}
     */
    Split split(Seeding seeding, long seed);
}
