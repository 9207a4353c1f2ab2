/**
 * Runs of every data seed with every init seed. Two runs that share a seed are not independent, so the number of runs
 * says little; these statistics treat both kinds of seeds as random. Of the project, the package imports {@code stats}
 * and {@code random}.
 */
package io.gradflow.stats.crossed;
