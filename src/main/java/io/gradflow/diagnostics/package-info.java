/**
 * What is measured of a network at an epoch: every metric's name, definition and computation, in one place. May not
 * import Spark.
 */
package io.gradflow.diagnostics;
