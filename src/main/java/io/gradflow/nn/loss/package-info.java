/**
 * Losses together with their output functions. A new loss needs a file here and a line in
 * {@link io.gradflow.nn.loss.Losses}.
 */
package io.gradflow.nn.loss;
