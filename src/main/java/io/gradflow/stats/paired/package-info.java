/**
 * Two groups of runs over the same seeds.
 *
 * <p>{@link io.gradflow.stats.paired.PairedScores} pairs the scores, those of runs that did not end well included. What
 * only ranks works on them: {@link io.gradflow.stats.paired.SignTest}, {@link
 * io.gradflow.stats.paired.WilcoxonSignedRank} and the superiority. If all are finite they have {@link
 * io.gradflow.stats.paired.PairedDifferences}, for {@link io.gradflow.stats.paired.SignFlipTest} and d_z. {@link
 * io.gradflow.stats.paired.PValueFloor} says what p-value a number of pairs can reach at all.
 *
 * <p>Of the project, the package imports {@code stats} and {@code random}.
 */
package io.gradflow.stats.paired;
