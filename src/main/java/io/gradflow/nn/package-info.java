/**
 * What a network is made of: architecture, activations, initialisers, losses and optimizers, each defined once, in
 * plain Java over {@code double[]}. Both engines use these definitions. May not import Spark.
 */
package io.gradflow.nn;
