package io.gradflow.stats.survival;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Gray's test of whether groups have the same cumulative incidence of the event, given that runs may have the competing
 * event instead; with weight 1 (rho = 0) and without strata. The results are those of {@code Tests} of R's
 * {@code cmprsk::cuminc}, its line of the event.
 *
 * @see <a href="https://doi.org/10.1214/aos/1176350951">R. J. Gray, A Class of K-Sample Tests for Comparing the
 *     Cumulative Incidence of a Competing Risk, Annals of Statistics 16 (1988), sections 2 and 3</a>
 */
public final class GraysTest {
    private final List<RiskTable> groups;
    private final int[] times;

    private GraysTest(List<RiskTable> groups) {
        this.groups = List.copyOf(groups);
        var distinct = new TreeSet<Integer>();
        for (RiskTable group : groups) {
            for (int i = 0; i < group.size(); i++) {
                distinct.add(group.row(i).time());
            }
        }
        times = distinct.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Compares groups. Empty if they cannot be compared: with fewer than two groups, or if the covariance of their
     * scores is singular, as without any event.
     */
    public static Optional<ChiSquared> of(List<RiskTable> groups) {
        return groups.size() < 2 ? Optional.empty() : new GraysTest(groups).test();
    }

    private Optional<ChiSquared> test() {
        int scored = groups.size() - 1;
        var scores = new double[scored];
        // The influence of an event depends on what is still to come, so the first pass adds that up.
        var totals = new double[groups.size()][groups.size()];
        for (var walk = new Walk(); walk.next(); ) {
            walk.addScores(scores);
            walk.addInfluences(totals);
        }
        var covariance = new double[scored][scored];
        var sofar = new double[groups.size()][groups.size()];
        for (var walk = new Walk(); walk.next(); ) {
            walk.addInfluences(sofar);
            walk.addCovariance(covariance, totals, sofar);
        }
        return ChiSquared.of(scores, covariance);
    }

    /**
     * The times with events of either kind, one after the other, and the estimates at each: for every group S, the
     * share without any event, and F, the cumulative incidence; and F of all groups together, under the null
     * hypothesis.
     */
    private final class Walk {
        private final int size = groups.size();
        private final int[] nextRow = new int[size];
        private final int[] atRisk = new int[size];
        private final int[] events = new int[size];
        private final int[] competing = new int[size];
        private final double[] freeBefore = new double[size];
        private final double[] free = new double[size];
        private final double[] incidenceBefore = new double[size];
        private final double[] incidence = new double[size];
        private double pooledBefore;
        private double pooled;
        private double allEvents;
        private double allCompeting;

        /** The sum over groups of {@link #weight}. */
        private double allWeights;

        private int time = -1;

        Walk() {
            for (int g = 0; g < size; g++) {
                free[g] = 1;
            }
        }

        /** Goes to the next time with an event of either kind, and tells whether there is one. */
        boolean next() {
            while (++time < times.length) {
                count(times[time]);
                if (allEvents + allCompeting > 0) {
                    estimate();
                    return true;
                }
            }
            return false;
        }

        private void count(int at) {
            allEvents = 0;
            allCompeting = 0;
            for (int g = 0; g < size; g++) {
                RiskTable group = groups.get(g);
                atRisk[g] = nextRow[g] < group.size() ? group.row(nextRow[g]).atRisk() : 0;
                events[g] = 0;
                competing[g] = 0;
                if (atRisk[g] > 0 && group.row(nextRow[g]).time() == at) {
                    events[g] = group.row(nextRow[g]).events();
                    competing[g] = group.row(nextRow[g]).competing();
                    nextRow[g]++;
                }
                allEvents += events[g];
                allCompeting += competing[g];
            }
        }

        private void estimate() {
            pooledBefore = pooled;
            allWeights = 0;
            for (int g = 0; g < size; g++) {
                freeBefore[g] = free[g];
                incidenceBefore[g] = incidence[g];
                if (atRisk[g] > 0) {
                    free[g] = freeBefore[g] * (atRisk[g] - events[g] - competing[g]) / atRisk[g];
                    incidence[g] = incidenceBefore[g] + freeBefore[g] * events[g] / atRisk[g];
                    allWeights += weight(g);
                }
            }
            pooled = pooledBefore + allEvents / allWeights;
        }

        /** The runs that would be at risk had none of the group been lost: n / S(t-). */
        private double weight(int group) {
            return atRisk[group] == 0 ? 0 : atRisk[group] / freeBefore[group];
        }

        /** Events less those expected, with runs after a competing event still at risk. */
        void addScores(double[] scores) {
            double all = 0;
            for (int g = 0; g < size; g++) {
                all += weight(g) * (1 - incidenceBefore[g]);
            }
            for (int g = 0; g < scores.length; g++) {
                if (atRisk[g] > 0) {
                    scores[g] += events[g] - allEvents * weight(g) * (1 - incidenceBefore[g]) / all;
                }
            }
        }

        /** How the score of a group depends on the incidence of another at this time. */
        private double influence(int group, int other) {
            return weight(group) * ((group == other ? 1 : 0) - weight(other) / allWeights);
        }

        void addInfluences(double[][] sums) {
            double hazard = allEvents / (allWeights * (1 - pooledBefore));
            for (int g = 0; g < size; g++) {
                for (int h = 0; h < size; h++) {
                    double influence = influence(g, h);
                    if (influence != 0) {
                        sums[g][h] += influence * hazard;
                    }
                }
            }
        }

        void addCovariance(double[][] covariance, double[][] totals, double[][] sofar) {
            for (int k = 0; k < size; k++) {
                if (atRisk[k] == 0) {
                    continue;
                }
                double ratio = free[k] > 0 ? (1 - pooled) / free[k] : 0;
                var ofEvent = new double[covariance.length];
                var ofCompeting = new double[covariance.length];
                for (int g = 0; g < covariance.length; g++) {
                    double later = totals[g][k] - sofar[g][k];
                    ofEvent[g] = influence(g, k) + (1 - ratio) * later;
                    ofCompeting[g] = ratio * later;
                }
                addProducts(covariance, ofEvent, eventVariance(k));
                if (free[k] > 0) {
                    addProducts(
                            covariance,
                            ofCompeting,
                            CumulativeIncidence.jumpVariance(freeBefore[k], competing[k], atRisk[k]));
                }
            }
        }

        /** The variance of the growth of F of a group, under the null hypothesis that all grow alike. */
        private double eventVariance(int group) {
            double ties = allEvents > 1 ? 1 - (allEvents - 1) / (allWeights * freeBefore[group] - 1) : 1;
            return ties * freeBefore[group] * allEvents / (allWeights * atRisk[group]);
        }
    }

    private static void addProducts(double[][] covariance, double[] factors, double scale) {
        for (int g = 0; g < factors.length; g++) {
            for (int h = 0; h < factors.length; h++) {
                covariance[g][h] += scale * factors[g] * factors[h];
            }
        }
    }
}
