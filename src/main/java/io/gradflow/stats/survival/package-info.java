/**
 * How many epochs it takes to reach something, over runs that are censored at their end and runs that diverge and never
 * reach it.
 *
 * <p>A run is a {@link io.gradflow.stats.survival.FollowUp}, a group a {@link io.gradflow.stats.survival.RiskTable}.
 * {@link io.gradflow.stats.survival.CumulativeIncidence} and {@link io.gradflow.stats.survival.GraysTest} keep in mind
 * that runs with a competing event can no longer reach it. {@link io.gradflow.stats.survival.KaplanMeier} and the
 * log-rank tests are cause-specific: they take the competing event as censoring.
 *
 * <p>Of the project, the package imports {@code stats} and {@code stats.paired}.
 */
package io.gradflow.stats.survival;
