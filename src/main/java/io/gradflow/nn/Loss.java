package io.gradflow.nn;

import java.io.Serializable;

/**
 * A loss together with the output function it belongs to. Arrays of logits, outputs and deltas are row-major,
 * {@code samples x outputs}.
 */
public sealed interface Loss extends Serializable permits BinaryCrossEntropy {

    /** How many outputs a network needs to tell that many classes apart. */
    int outputs(int classes);

    /** Applies the output function: logits to probabilities. */
    void outputs(double[] logits, double[] outputs);

    /**
     * The mean loss over the samples.
     *
     * @param logits the last layer's pre-activations
     * @param outputs what {@link #outputs(double[], double[])} made of them
     * @param labels the class of each sample
     * @return NaN if a logit is NaN
     */
    double mean(double[] logits, double[] outputs, int[] labels);

    /** The derivative of each sample's own loss (not of the mean) by its logits, into {@code deltas}. */
    void deltas(double[] outputs, int[] labels, double[] deltas);

    /** How many samples are put into their class. */
    int correct(double[] outputs, int[] labels);
}
