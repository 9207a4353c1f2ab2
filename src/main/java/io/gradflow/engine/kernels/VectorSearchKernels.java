package io.gradflow.engine.kernels;

import static jdk.incubator.vector.VectorOperators.AND_NOT;
import static jdk.incubator.vector.VectorOperators.IS_NEGATIVE;
import static jdk.incubator.vector.VectorOperators.LSHR;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The search for magnitudes on the Vector API.
 */
final class VectorSearchKernels implements SearchKernels {
    private static final VectorSpecies<Double> SPECIES = VectorWidth.species(MethodHandles.lookup());
    private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, SPECIES.vectorShape());
    private static final int LANES = SPECIES.length();

    @Override
    public void find(double[] x, int from, int count, Brackets brackets) {
        double[] bounds = brackets.bounds;
        long[] belowLow = brackets.belowLow;
        double[] found = brackets.found;
        int end = brackets.foundEnd;
        var low0 = DoubleVector.fromArray(SPECIES, bounds, 0);
        var high0 = DoubleVector.fromArray(SPECIES, bounds, LANES);
        var low1 = DoubleVector.fromArray(SPECIES, bounds, 2 * LANES);
        var high1 = DoubleVector.fromArray(SPECIES, bounds, 3 * LANES);
        var belowLow0 = LongVector.zero(LONGS);
        var belowLow1 = LongVector.zero(LONGS);
        for (int i = 0; i < count * LANES; i += LANES) {
            var magnitude = DoubleVector.fromArray(SPECIES, x, from + i).abs();
            var isBelowLow0 = magnitude.sub(low0).reinterpretAsLongs();
            var isBelowLow1 = magnitude.sub(low1).reinterpretAsLongs();
            var isBelowHigh0 = magnitude.sub(high0).reinterpretAsLongs();
            var isBelowHigh1 = magnitude.sub(high1).reinterpretAsLongs();
            belowLow0 = isBelowLow0.lanewise(LSHR, 63).add(belowLow0);
            belowLow1 = isBelowLow1.lanewise(LSHR, 63).add(belowLow1);
            var within0 = isBelowHigh0.lanewise(AND_NOT, isBelowLow0);
            var within1 = isBelowHigh1.lanewise(AND_NOT, isBelowLow1);
            // No branch, since it could not be predicted: a vector that is not kept is overwritten by the next.
            magnitude.intoArray(found, end);
            end += within0.or(within1).test(IS_NEGATIVE).anyTrue() ? LANES : 0;
        }
        LongVector.fromArray(LONGS, belowLow, 0).add(belowLow0).intoArray(belowLow, 0);
        LongVector.fromArray(LONGS, belowLow, LANES).add(belowLow1).intoArray(belowLow, LANES);
        brackets.foundEnd = end;
    }

    @Override
    public void findAndCountBelowHigh(double[] x, int from, int count, Brackets brackets) {
        double[] bounds = brackets.bounds;
        long[] belowLow = brackets.belowLow;
        long[] belowHigh = brackets.belowHigh;
        double[] found = brackets.found;
        int end = brackets.foundEnd;
        var low0 = DoubleVector.fromArray(SPECIES, bounds, 0);
        var high0 = DoubleVector.fromArray(SPECIES, bounds, LANES);
        var low1 = DoubleVector.fromArray(SPECIES, bounds, 2 * LANES);
        var high1 = DoubleVector.fromArray(SPECIES, bounds, 3 * LANES);
        var belowLow0 = LongVector.zero(LONGS);
        var belowLow1 = LongVector.zero(LONGS);
        var belowHigh0 = LongVector.zero(LONGS);
        var belowHigh1 = LongVector.zero(LONGS);
        for (int i = 0; i < count * LANES; i += LANES) {
            var magnitude = DoubleVector.fromArray(SPECIES, x, from + i).abs();
            var isBelowLow0 = magnitude.sub(low0).reinterpretAsLongs();
            var isBelowLow1 = magnitude.sub(low1).reinterpretAsLongs();
            var isBelowHigh0 = magnitude.sub(high0).reinterpretAsLongs();
            var isBelowHigh1 = magnitude.sub(high1).reinterpretAsLongs();
            belowLow0 = isBelowLow0.lanewise(LSHR, 63).add(belowLow0);
            belowLow1 = isBelowLow1.lanewise(LSHR, 63).add(belowLow1);
            belowHigh0 = isBelowHigh0.lanewise(LSHR, 63).add(belowHigh0);
            belowHigh1 = isBelowHigh1.lanewise(LSHR, 63).add(belowHigh1);
            var within0 = isBelowHigh0.lanewise(AND_NOT, isBelowLow0);
            var within1 = isBelowHigh1.lanewise(AND_NOT, isBelowLow1);
            // No branch, since it could not be predicted: a vector that is not kept is overwritten by the next.
            magnitude.intoArray(found, end);
            end += within0.or(within1).test(IS_NEGATIVE).anyTrue() ? LANES : 0;
        }
        LongVector.fromArray(LONGS, belowLow, 0).add(belowLow0).intoArray(belowLow, 0);
        LongVector.fromArray(LONGS, belowLow, LANES).add(belowLow1).intoArray(belowLow, LANES);
        LongVector.fromArray(LONGS, belowHigh, 0).add(belowHigh0).intoArray(belowHigh, 0);
        LongVector.fromArray(LONGS, belowHigh, LANES).add(belowHigh1).intoArray(belowHigh, LANES);
        brackets.foundEnd = end;
    }
}
