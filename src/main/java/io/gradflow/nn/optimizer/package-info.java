/**
 * Optimizers: rules that update parameters from gradients. A new optimizer needs a file here and a line in
 * {@link io.gradflow.nn.optimizer.Optimizers}.
 */
package io.gradflow.nn.optimizer;
