package io.gradflow.comparison;

import io.gradflow.stats.family.Adjustment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pairs of groups whose tests are adjusted together.
 *
 * @param pairs those that share a seed
 * @param adjusted the p-value of each pair, adjusted for the family
 * @param family what the family can show at all
 * @param apart the pairs of groups that share no seed, and are not tested
 */
public record FamilyOfTests<P extends TestedPair>(List<P> pairs, List<Double> adjusted, Family family, List<P> apart) {

    /** What becomes of a pair and its adjusted p-value. */
    public interface Row<P, R> {
        /** The row of a pair. */
        R of(P pair, double adjusted);
    }

    /** A row for each pair, in their order. */
    public <R> List<R> rows(Row<P, R> row) {
        return IntStream.range(0, pairs.size())
                .mapToObj(i -> row.of(pairs.get(i), adjusted.get(i)))
                .toList();
    }

    /**
     * Adjusts the tests of pairs.
     *
     * @param alpha the level of the whole family
     */
    public static <P extends TestedPair> FamilyOfTests<P> of(List<P> all, double alpha, Adjustment adjustment) {
        var pairs = all.stream().filter(pair -> pair.n() > 0).toList();
        double[] adjusted = adjustment.adjusted(
                pairs.stream().mapToDouble(TestedPair::pValue).toArray());
        return new FamilyOfTests<>(
                pairs,
                Arrays.stream(adjusted).boxed().toList(),
                Family.of(pairs, alpha, adjustment),
                all.stream().filter(pair -> pair.n() == 0).toList());
    }
}
