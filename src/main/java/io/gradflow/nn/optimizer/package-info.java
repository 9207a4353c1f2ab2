/**
 * Optimizers: rules that update parameters from gradients. A new one is a file here and a line in
 * {@link io.gradflow.nn.optimizer.Optimizers}.
 */
package io.gradflow.nn.optimizer;
