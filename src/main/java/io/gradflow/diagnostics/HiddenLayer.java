package io.gradflow.diagnostics;

import io.gradflow.nn.activation.Activation;

/**
 * What a training forward pass computed in one hidden layer. A plain holder of references: the arrays belong to the
 * caller, have one entry for each sample and unit, in any order but the same in all three, and are not changed.
 */
public record HiddenLayer(Activation activation, double[] preActivations, double[] values, double[] derivatives) {}
