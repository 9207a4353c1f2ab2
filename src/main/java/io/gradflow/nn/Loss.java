package io.gradflow.nn;

import java.io.Serializable;

/**
 * A loss together with the output function it belongs to. It works on stretches {@code [from, to)} of arrays that hold
 * one element for each sample, or for each sample of several networks side by side: a logit, the output that was made
 * of it, and a target, the sample's class.
 */
public sealed interface Loss extends Serializable permits BinaryCrossEntropy {

    /** How many outputs a network needs to tell that many classes apart. */
    int outputs(int classes);

    /** Applies the output function: logits to probabilities. NaN gives NaN. */
    void outputs(double[] logits, double[] outputs, int from, int to, ArrayFunctions functions);

    /**
     * The loss of each sample, NaN if its logit is NaN.
     *
     * @param logits the last layer's pre-activations
     * @param outputs what {@link #outputs(double[], double[], int, int, ArrayFunctions)} made of them
     */
    void losses(
            double[] logits,
            double[] outputs,
            double[] targets,
            double[] losses,
            int from,
            int to,
            ArrayFunctions functions);

    /** The derivative of each sample's own loss (not of the mean) by its logit. */
    void deltas(double[] outputs, double[] targets, double[] deltas, int from, int to);

    /** Whether a sample is put into its class. */
    boolean isCorrect(double output, double target);
}
