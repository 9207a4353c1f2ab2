package io.gradflow.nn;

import java.io.Serializable;

/** How the learning rate changes in the course of a training. */
public sealed interface Schedule extends Serializable permits ConstantSchedule {

    /**
     * The factor on the optimizer's learning rate in an epoch.
     *
     * @param epoch from 0, that of the first update
     * @param epochs of the whole training
     */
    double factor(int epoch, int epochs);
}
