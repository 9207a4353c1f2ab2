/**
 * What is to be trained: the configuration, the grid, and the task with its identity. May not import Spark.
 *
 * <p>{@link io.gradflow.sweep.SweepReader} reads a {@link io.gradflow.sweep.Sweep} from HOCON; its
 * {@link io.gradflow.sweep.Grid} is a pure function from an index to a {@link io.gradflow.sweep.Task}, and
 * {@link io.gradflow.sweep.Packs} one from an index to the tasks that are trained side by side.
 */
package io.gradflow.sweep;
