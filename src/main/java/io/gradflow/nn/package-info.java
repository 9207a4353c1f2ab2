/**
 * What a network is made of: its architecture here, and each kind of component in a package of its own, defined once in
 * plain Java over {@code double[]}. Both engines use these definitions. May not import Spark.
 */
package io.gradflow.nn;
