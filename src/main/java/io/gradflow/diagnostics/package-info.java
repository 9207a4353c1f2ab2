/**
 * The measurements of a network at an epoch: the name, definition and computation of every metric in one place. The
 * package may not import Spark.
 */
package io.gradflow.diagnostics;
