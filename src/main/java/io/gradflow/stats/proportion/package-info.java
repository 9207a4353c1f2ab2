/**
 * Shares of runs: how many of a group converged, and how two groups differ in that over the same seeds. Of the project,
 * the package imports {@code stats} and {@code stats.paired}.
 */
package io.gradflow.stats.proportion;
