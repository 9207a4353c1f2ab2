/**
 * Activation functions with their derivatives and limit regions. A new one is a file here and a line in
 * {@link io.gradflow.nn.activation.Activations}.
 */
package io.gradflow.nn.activation;
