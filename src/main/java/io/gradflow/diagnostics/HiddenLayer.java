package io.gradflow.diagnostics;

import io.gradflow.nn.activation.Activation;

/**
 * The results of a training forward pass in one hidden layer. The record only holds references: the arrays belong to
 * the caller and are not changed. They have one entry for each sample and unit, in any order, which is the same in all
 * three.
 */
public record HiddenLayer(Activation activation, double[] preActivations, double[] values, double[] derivatives) {}
