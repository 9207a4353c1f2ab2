package io.gradflow.engine.kernels;

import static jdk.incubator.vector.VectorOperators.LSHR;

import io.gradflow.diagnostics.HiddenStatistics;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Counts and sums of the diagnostics on the Vector API.
 */
final class VectorStatisticsKernels implements StatisticsKernels {
    private static final VectorSpecies<Double> SPECIES = VectorWidth.species(MethodHandles.lookup());
    private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, SPECIES.vectorShape());
    private static final int LANES = SPECIES.length();
    /** The largest |phi'| that is small. */
    private static final double MOST_SMALL = Math.nextDown(HiddenStatistics.SMALL_DERIVATIVE);
    /** Doubles from one unit of a tile to the next. */
    private static final int UNIT = LaneTile.SAMPLES * LANES;

    @Override
    public void addStatistics(LaneTile z, LaneTile derivatives, int samples, HiddenLayerSums sums) {
        for (int unit = 0; unit < sums.units; unit++) {
            addUnit(
                    z.data(),
                    z.offset() + unit * UNIT,
                    derivatives.data(),
                    derivatives.offset() + unit * UNIT,
                    samples,
                    sums);
        }
    }

    /** Adds one unit. Its sums begin at zero, so that no unit waits for the sums of the one before. */
    private static void addUnit(
            double[] z, int zFrom, double[] derivatives, int derivativesFrom, int count, HiddenLayerSums layer) {
        double[] sums = layer.sums;
        long[] counts = layer.counts;
        var absoluteSum = DoubleVector.zero(SPECIES);
        var derivativeSum = DoubleVector.zero(SPECIES);
        var small = LongVector.zero(LONGS);
        var notNearZero = LongVector.zero(LONGS);
        var product = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < count * LANES; i += LANES) {
            var absolute = DoubleVector.fromArray(SPECIES, z, zFrom + i).abs();
            var derivative = DoubleVector.fromArray(SPECIES, derivatives, derivativesFrom + i)
                    .abs();
            absoluteSum = absolute.add(absoluteSum);
            derivativeSum = derivative.add(derivativeSum);
            // The sign of a difference is 1 where the difference is negative.
            small = derivative
                    .sub(HiddenStatistics.SMALL_DERIVATIVE)
                    .reinterpretAsLongs()
                    .lanewise(LSHR, 63)
                    .add(small);
            notNearZero = DoubleVector.broadcast(SPECIES, HiddenStatistics.NEAR_ZERO)
                    .sub(absolute)
                    .reinterpretAsLongs()
                    .lanewise(LSHR, 63)
                    .add(notNearZero);
            product = derivative.add(HiddenStatistics.LOG_OFFSET).mul(product);
        }
        DoubleVector.fromArray(SPECIES, sums, 0).add(absoluteSum).intoArray(sums, 0);
        DoubleVector.fromArray(SPECIES, sums, LANES).add(derivativeSum).intoArray(sums, LANES);
        LongVector.fromArray(LONGS, counts, 0).add(small).intoArray(counts, 0);
        LongVector.fromArray(LONGS, counts, LANES).add(notNearZero).intoArray(counts, LANES);
        DoubleVector.broadcast(SPECIES, 1).mul(product).intoArray(layer.products, layer.productsEnd);
        layer.productsEnd += LANES;
    }

    @Override
    public void addMoments(LaneTile z, LaneTile values, int samples, MomentSums sums) {
        sums.begin(z, values);
        for (int unit = 0; unit < sums.units; unit++) {
            addUnitMoments(
                    z.data(), z.offset() + unit * UNIT, values.data(), values.offset() + unit * UNIT, samples, sums);
        }
        finishSamples(samples, sums);
        for (int unit = 0; unit < sums.units; unit++) {
            addDirections(z.data(), z.offset() + unit * UNIT, samples, sums.inverses, sums.directions, unit * LANES);
        }
    }

    /** Adds one unit: to the sums of all units, and to those of each sample. */
    private static void addUnitMoments(
            double[] z, int zFrom, double[] values, int valuesFrom, int count, MomentSums moments) {
        double[] sums = moments.sums;
        double[] squares = moments.squares;
        double[] magnitudes = moments.magnitudes;
        var zShift = DoubleVector.fromArray(SPECIES, moments.shifts, 0);
        var valueShift = DoubleVector.fromArray(SPECIES, moments.shifts, LANES);
        var zSum = DoubleVector.zero(SPECIES);
        var zSquares = DoubleVector.zero(SPECIES);
        var valueSum = DoubleVector.zero(SPECIES);
        var valueSquares = DoubleVector.zero(SPECIES);
        for (int i = 0; i < count * LANES; i += LANES) {
            var element = DoubleVector.fromArray(SPECIES, z, zFrom + i);
            element.fma(element, DoubleVector.fromArray(SPECIES, squares, i)).intoArray(squares, i);
            element.abs().add(DoubleVector.fromArray(SPECIES, magnitudes, i)).intoArray(magnitudes, i);
            var shifted = element.sub(zShift);
            zSum = shifted.add(zSum);
            zSquares = shifted.fma(shifted, zSquares);
            var shiftedValue =
                    DoubleVector.fromArray(SPECIES, values, valuesFrom + i).sub(valueShift);
            valueSum = shiftedValue.add(valueSum);
            valueSquares = shiftedValue.fma(shiftedValue, valueSquares);
        }
        DoubleVector.fromArray(SPECIES, sums, 0).add(zSum).intoArray(sums, 0);
        DoubleVector.fromArray(SPECIES, sums, LANES).add(zSquares).intoArray(sums, LANES);
        DoubleVector.fromArray(SPECIES, sums, 2 * LANES).add(valueSum).intoArray(sums, 2 * LANES);
        DoubleVector.fromArray(SPECIES, sums, 3 * LANES).add(valueSquares).intoArray(sums, 3 * LANES);
    }

    /** Adds up the samples' squares, counts what is out of range, and takes what makes each sample's length 1. */
    private static void finishSamples(int count, MomentSums sums) {
        double[] squares = sums.squares;
        double[] magnitudes = sums.magnitudes;
        double[] inverses = sums.inverses;
        double[] total = sums.totalSquares;
        long[] counts = sums.counts;
        var sum = DoubleVector.zero(SPECIES);
        var small = LongVector.zero(LONGS);
        var zero = LongVector.zero(LONGS);
        var large = LongVector.zero(LONGS);
        for (int i = 0; i < count * LANES; i += LANES) {
            var square = DoubleVector.fromArray(SPECIES, squares, i);
            sum = square.add(sum);
            // The sign of a difference is 1 where the difference is negative.
            small = square.sub(MomentSums.LEAST_SQUARES)
                    .reinterpretAsLongs()
                    .lanewise(LSHR, 63)
                    .add(small);
            zero = DoubleVector.fromArray(SPECIES, magnitudes, i)
                    .sub(Double.MIN_VALUE)
                    .reinterpretAsLongs()
                    .lanewise(LSHR, 63)
                    .add(zero);
            large = DoubleVector.broadcast(SPECIES, MomentSums.MOST_SQUARES)
                    .sub(square)
                    .reinterpretAsLongs()
                    .lanewise(LSHR, 63)
                    .add(large);
            DoubleVector.broadcast(SPECIES, 1)
                    .div(square.max(MomentSums.LEAST_SQUARES).sqrt())
                    .intoArray(inverses, i);
        }
        DoubleVector.fromArray(SPECIES, total, 0).add(sum).intoArray(total, 0);
        LongVector.fromArray(LONGS, counts, 0).add(small).intoArray(counts, 0);
        LongVector.fromArray(LONGS, counts, LANES).add(zero).intoArray(counts, LANES);
        LongVector.fromArray(LONGS, counts, 2 * LANES).add(large).intoArray(counts, 2 * LANES);
    }

    /** Adds up a unit's part of the directions of all samples. */
    private static void addDirections(
            double[] z, int from, int count, double[] inverses, double[] directions, int directionsFrom) {
        var sum = DoubleVector.zero(SPECIES);
        for (int i = 0; i < count * LANES; i += LANES) {
            sum = DoubleVector.fromArray(SPECIES, z, from + i).fma(DoubleVector.fromArray(SPECIES, inverses, i), sum);
        }
        DoubleVector.fromArray(SPECIES, directions, directionsFrom).add(sum).intoArray(directions, directionsFrom);
    }

    @Override
    public void markDerivatives(double[] derivatives, int from, int count, long[] marks, int marksFrom) {
        var notZero = LongVector.zero(LONGS);
        var notSmall = LongVector.zero(LONGS);
        for (int i = 0; i < count * LANES; i += LANES) {
            var derivative =
                    DoubleVector.fromArray(SPECIES, derivatives, from + i).abs();
            notZero = derivative.reinterpretAsLongs().or(notZero);
            // The sign of a difference is 1 where the difference is negative.
            notSmall = DoubleVector.broadcast(SPECIES, MOST_SMALL)
                    .sub(derivative)
                    .reinterpretAsLongs()
                    .or(notSmall);
        }
        LongVector.fromArray(LONGS, marks, marksFrom).or(notZero).intoArray(marks, marksFrom);
        LongVector.fromArray(LONGS, marks, marksFrom + LANES).or(notSmall).intoArray(marks, marksFrom + LANES);
    }

    @Override
    public void markAbove(double bound, double[] x, int from, int count, long[] marks, int marksFrom) {
        var above = LongVector.zero(LONGS);
        for (int i = 0; i < count * LANES; i += LANES) {
            above = DoubleVector.broadcast(SPECIES, bound)
                    .sub(DoubleVector.fromArray(SPECIES, x, from + i))
                    .reinterpretAsLongs()
                    .or(above);
        }
        LongVector.fromArray(LONGS, marks, marksFrom).or(above).intoArray(marks, marksFrom);
    }

    @Override
    public void markBetween(double low, double high, double[] x, int from, int count, long[] marks, int marksFrom) {
        var between = LongVector.zero(LONGS);
        for (int i = 0; i < count * LANES; i += LANES) {
            var value = DoubleVector.fromArray(SPECIES, x, from + i);
            var isAbove = DoubleVector.broadcast(SPECIES, low).sub(value).reinterpretAsLongs();
            var isBelow = value.sub(high).reinterpretAsLongs();
            between = isAbove.and(isBelow).or(between);
        }
        LongVector.fromArray(LONGS, marks, marksFrom).or(between).intoArray(marks, marksFrom);
    }

    @Override
    public void countUpTo(double bound, double[] x, int from, int count, long[] counts) {
        var above = LongVector.zero(LONGS);
        for (int i = 0; i < count * LANES; i += LANES) {
            // The sign of a difference is 1 where the difference is negative.
            var isAbove = DoubleVector.broadcast(SPECIES, bound).sub(DoubleVector.fromArray(SPECIES, x, from + i));
            above = isAbove.reinterpretAsLongs().lanewise(LSHR, 63).add(above);
        }
        LongVector.fromArray(LONGS, counts, 0).add(count).sub(above).intoArray(counts, 0);
    }

    @Override
    public void countOutside(double low, double high, double[] x, int from, int count, long[] counts) {
        var inside = LongVector.zero(LONGS);
        for (int i = 0; i < count * LANES; i += LANES) {
            var value = DoubleVector.fromArray(SPECIES, x, from + i);
            var isAbove = DoubleVector.broadcast(SPECIES, low).sub(value).reinterpretAsLongs();
            var isBelow = value.sub(high).reinterpretAsLongs();
            inside = isAbove.and(isBelow).lanewise(LSHR, 63).add(inside);
        }
        LongVector.fromArray(LONGS, counts, 0).add(count).sub(inside).intoArray(counts, 0);
    }
}
