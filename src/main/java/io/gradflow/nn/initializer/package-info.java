/**
 * Initialisers of weights and biases. A new initialiser needs a file here and a line in
 * {@link io.gradflow.nn.initializer.Initializers}.
 */
package io.gradflow.nn.initializer;
