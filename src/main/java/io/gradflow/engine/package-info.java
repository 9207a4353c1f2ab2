/**
 * Training: the {@link io.gradflow.engine.Trainer} interface and its engines. May not import Spark.
 */
package io.gradflow.engine;
