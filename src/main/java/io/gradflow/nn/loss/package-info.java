/**
 * Losses together with the output functions they belong to. A new one is a file here and a line in
 * {@link io.gradflow.nn.loss.Losses}.
 */
package io.gradflow.nn.loss;
