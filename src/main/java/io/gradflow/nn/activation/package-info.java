/**
 * Activation functions with their derivatives and limit regions. A new activation needs a file here and a line in
 * {@link io.gradflow.nn.activation.Activations}.
 */
package io.gradflow.nn.activation;
