package io.gradflow.engine.lanes;

import io.gradflow.diagnostics.Percentiles;
import io.gradflow.engine.kernels.SearchKernels;
import io.gradflow.engine.lanes.RankSearch.RankRange;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.ActivationArrays;
import io.gradflow.nn.activation.ActivationTraits;
import io.gradflow.nn.function.ArrayFunctions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Exact percentiles of |z| and |phi'| over some values of each lane, at every epoch that asks for them. Those of |phi'|
 * follow from those of |z|, or from the number of elements in the limit region, where the activation's derivative has
 * such a shape.
 */
final class LanePercentiles {
    /** How many ranges of ranks are found at once. */
    private static final int RANGES_OF_A_SEARCH = 2;

    private final Activation activation;
    private final ActivationTraits.DerivativeShape shape;
    private final int count;
    /** Find order statistics of |z|. */
    private final List<RankSearch> ranks;
    /** Find order statistics of |phi'|; none if they follow. */
    private final List<RankSearch> derivativeRanks;
    /** Room for one z. */
    private final ActivationArrays one = ActivationArrays.ofSize(1);

    /**
     * Prepares the percentiles.
     *
     * @param count how many values each lane has; if there are none, the percentiles are NaN
     * @param ofZ probabilities of percentiles of |z|
     * @param ofDerivatives probabilities of percentiles of |phi'|
     */
    LanePercentiles(Activation activation, int count, int lanes, double[] ofZ, double[] ofDerivatives) {
        this.activation = activation;
        this.count = count;
        shape = activation.traits().derivativeShape();
        var mirrored = shape == ActivationTraits.DerivativeShape.FALLS_WITH_ABSOLUTE_Z
                ? ranges(ofDerivatives).map(this::mirrored)
                : Stream.<RankRange>empty();
        ranks = searches(Stream.concat(ranges(ofZ), mirrored), lanes);
        derivativeRanks =
                shape == ActivationTraits.DerivativeShape.ANY ? searches(ranges(ofDerivatives), lanes) : List.of();
    }

    private Stream<RankRange> ranges(double[] probabilities) {
        return DoubleStream.of(probabilities)
                .mapToObj(probability -> new RankRange(
                        Percentiles.lowerRank(count, probability), Percentiles.upperRank(count, probability)));
    }

    /** The ranks of |z| at which |phi'| has those ranks if |phi'| falls with |z|. */
    private RankRange mirrored(RankRange range) {
        return new RankRange(mirrored(range.last()), mirrored(range.first()));
    }

    private int mirrored(int rank) {
        return count - 1 - rank;
    }

    private List<RankSearch> searches(Stream<RankRange> ranges, int lanes) {
        var searches = new ArrayList<RankSearch>();
        if (count > 0) {
            var merged = merged(ranges);
            for (int i = 0; i < merged.size(); i += RANGES_OF_A_SEARCH) {
                searches.add(new RankSearch(
                        merged.subList(i, Math.min(i + RANGES_OF_A_SEARCH, merged.size())), count, lanes));
            }
        }
        return List.copyOf(searches);
    }

    /** Sorts ranges and joins those that touch. */
    private static List<RankRange> merged(Stream<RankRange> ranges) {
        var merged = new ArrayDeque<RankRange>();
        for (var next : ranges.sorted(Comparator.comparingInt(RankRange::first)).toList()) {
            var last = merged.peekLast();
            if (last != null && next.first() <= last.last() + 1) {
                merged.removeLast();
                merged.add(new RankRange(last.first(), Math.max(last.last(), next.last())));
            } else {
                merged.add(next);
            }
        }
        return List.copyOf(merged);
    }

    /** Begins a training pass. */
    void begin() {
        for (int i = 0; i < ranks.size(); i++) {
            ranks.get(i).begin();
        }
        for (int i = 0; i < derivativeRanks.size(); i++) {
            derivativeRanks.get(i).begin();
        }
    }

    /**
     * Searches some of the values of a training pass.
     *
     * @param zFrom index of the first z
     * @param derivativesFrom index of the first phi'
     * @param elements how many vectors of each
     */
    void find(SearchKernels kernels, double[] z, int zFrom, double[] derivatives, int derivativesFrom, int elements) {
        for (int i = 0; i < ranks.size(); i++) {
            ranks.get(i).find(kernels, z, zFrom, elements);
        }
        for (int i = 0; i < derivativeRanks.size(); i++) {
            derivativeRanks.get(i).find(kernels, derivatives, derivativesFrom, elements);
        }
    }

    /**
     * Searches a lane after a training pass.
     *
     * @param z gives all z of the lane; none may be NaN
     * @param derivatives gives all phi' of the lane
     */
    void search(RankSearch.LaneValues z, RankSearch.LaneValues derivatives, int lane) {
        for (int i = 0; i < ranks.size(); i++) {
            ranks.get(i).search(z, lane);
        }
        for (int i = 0; i < derivativeRanks.size(); i++) {
            derivativeRanks.get(i).search(derivatives, lane);
        }
    }

    /** A percentile of |z|, after the search. */
    double ofZ(int lane, double probability) {
        return count == 0
                ? Double.NaN
                : Percentiles.interpolate(
                        count,
                        probability,
                        value(ranks, lane, Percentiles.lowerRank(count, probability)),
                        value(ranks, lane, Percentiles.upperRank(count, probability)));
    }

    /**
     * A percentile of |phi'|, after the search.
     *
     * @param atLimit how many of the lane's values are in the limit region; anything if there is none
     */
    double ofDerivatives(int lane, double probability, long atLimit) {
        return count == 0
                ? Double.NaN
                : Percentiles.interpolate(
                        count,
                        probability,
                        derivativeOfRank(lane, Percentiles.lowerRank(count, probability), atLimit),
                        derivativeOfRank(lane, Percentiles.upperRank(count, probability), atLimit));
    }

    /** The order statistic of |phi'| with this rank. */
    private double derivativeOfRank(int lane, int rank, long atLimit) {
        return switch (shape) {
            case FALLS_WITH_ABSOLUTE_Z -> absoluteDerivative(value(ranks, lane, mirrored(rank)));
            case STEP_AT_LIMIT -> stepOfRank(rank, atLimit);
            case ANY -> value(derivativeRanks, lane, rank);
        };
    }

    private double stepOfRank(int rank, long atLimitCount) {
        double atLimit = absoluteDerivative(-1);
        double elsewhere = absoluteDerivative(1);
        long lowCount = atLimit <= elsewhere ? atLimitCount : count - atLimitCount;
        return rank < lowCount ? Math.min(atLimit, elsewhere) : Math.max(atLimit, elsewhere);
    }

    private double absoluteDerivative(double preActivation) {
        one.z()[0] = preActivation;
        activation.apply(one, 1, ArrayFunctions.SCALAR);
        return Math.abs(one.derivatives()[0]);
    }

    private static double value(List<RankSearch> searches, int lane, int rank) {
        for (int i = 0; i < searches.size() - 1; i++) {
            if (searches.get(i).has(rank)) {
                return searches.get(i).value(lane, rank);
            }
        }
        return searches.get(searches.size() - 1).value(lane, rank);
    }
}
