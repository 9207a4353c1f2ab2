/**
 * The parts of a network. The architecture is in this package, and each kind of component has its own package. Every
 * component is defined once, in plain Java over {@code double[]}, and both engines use these definitions. The package
 * may not import Spark.
 */
package io.gradflow.nn;
