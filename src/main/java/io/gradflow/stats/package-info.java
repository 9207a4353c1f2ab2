/**
 * Statistics for comparing groups of runs over seeds. This package has what all of them need: a sample and its
 * summaries, the score of a run that may have ended badly, confidence levels and intervals. Its subpackages have one
 * subject each:
 *
 * <ul>
 *   <li>{@code paired}: two groups over the same seeds, their differences, tests and effect sizes
 *   <li>{@code proportion}: shares of runs, of one group and of two groups over the same seeds
 *   <li>{@code family}: p-values of many comparisons
 *   <li>{@code bootstrap}: intervals by resampling seeds
 *   <li>{@code crossed}: runs of every data seed with every init seed
 *   <li>{@code survival}: epochs until a run reaches something, with censoring and a competing event
 * </ul>
 *
 * <p>Results do not depend on the order of runs: samples and differences are sorted first. Random numbers come from
 * {@link io.gradflow.random} and a seed of the caller. Infinite and NaN values are refused everywhere with an
 * {@link java.lang.IllegalArgumentException}.
 *
 * <p>Of the project, the package imports only {@code random}. It may not import Spark or Hadoop.
 */
package io.gradflow.stats;
