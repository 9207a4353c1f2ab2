package io.gradflow.engine.kernels;

import static jdk.incubator.vector.VectorOperators.LSHR;

import io.gradflow.diagnostics.ParameterNoise;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums over arrays on the Vector API.
 */
final class VectorSumKernels implements SumKernels {
    private static final VectorSpecies<Double> SPECIES = VectorWidth.species(MethodHandles.lookup());
    private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, SPECIES.vectorShape());
    private static final int LANES = SPECIES.length();
    /** Doubles from one unit of a tile to the next. */
    private static final int UNIT = LaneTile.SAMPLES * LANES;

    @Override
    public void add(double[] x, int count, double[] sums) {
        var sum = DoubleVector.zero(SPECIES);
        for (int i = 0; i < count * LANES; i += LANES) {
            sum = DoubleVector.fromArray(SPECIES, x, i).add(sum);
        }
        DoubleVector.fromArray(SPECIES, sums, 0).add(sum).intoArray(sums, 0);
    }

    @Override
    public void addSquares(double[] x, int from, int count, double[] sums) {
        var sum = DoubleVector.zero(SPECIES);
        for (int i = from; i < from + count * LANES; i += LANES) {
            var element = DoubleVector.fromArray(SPECIES, x, i);
            sum = element.fma(element, sum);
        }
        DoubleVector.fromArray(SPECIES, sums, 0).add(sum).intoArray(sums, 0);
    }

    @Override
    public void addProducts(double[] x, double[] y, int from, int count, double[] sums) {
        var sum = DoubleVector.zero(SPECIES);
        for (int i = from; i < from + count * LANES; i += LANES) {
            sum = DoubleVector.fromArray(SPECIES, x, i).fma(DoubleVector.fromArray(SPECIES, y, i), sum);
        }
        DoubleVector.fromArray(SPECIES, sums, 0).add(sum).intoArray(sums, 0);
    }

    @Override
    public void addSquaresOfDifferencesAndSums(
            double[] x, double[] a, double[] y, double[] b, int from, int count, double[] minus, double[] plus) {
        var factorOfX = DoubleVector.fromArray(SPECIES, a, 0);
        var factorOfY = DoubleVector.fromArray(SPECIES, b, 0);
        var squaresOfDifferences = DoubleVector.zero(SPECIES);
        var squaresOfSums = DoubleVector.zero(SPECIES);
        for (int i = from; i < from + count * LANES; i += LANES) {
            var one = DoubleVector.fromArray(SPECIES, x, i).mul(factorOfX);
            var other = DoubleVector.fromArray(SPECIES, y, i).mul(factorOfY);
            var difference = one.sub(other);
            var sum = one.add(other);
            squaresOfDifferences = difference.fma(difference, squaresOfDifferences);
            squaresOfSums = sum.fma(sum, squaresOfSums);
        }
        DoubleVector.fromArray(SPECIES, minus, 0).add(squaresOfDifferences).intoArray(minus, 0);
        DoubleVector.fromArray(SPECIES, plus, 0).add(squaresOfSums).intoArray(plus, 0);
    }

    @Override
    public void addSquaresOfDifferences(double[] x, int count, double[] origins, double[] sums) {
        var origin = DoubleVector.fromArray(SPECIES, origins, 0);
        var sum = DoubleVector.zero(SPECIES);
        for (int i = 0; i < count * LANES; i += LANES) {
            var difference = DoubleVector.fromArray(SPECIES, x, i).sub(origin);
            sum = difference.fma(difference, sum);
        }
        DoubleVector.fromArray(SPECIES, sums, 0).add(sum).intoArray(sums, 0);
    }

    @Override
    public void addRootsOfProducts(double[] x, double[] y, int count, double[] roots, double[] sums) {
        var sumX = DoubleVector.zero(SPECIES);
        var sumY = DoubleVector.zero(SPECIES);
        var sumRoots = DoubleVector.zero(SPECIES);
        for (int i = 0; i < count * LANES; i += LANES) {
            var one = DoubleVector.fromArray(SPECIES, x, i);
            var other = DoubleVector.fromArray(SPECIES, y, i);
            var root = one.mul(other).sqrt();
            root.intoArray(roots, i);
            sumX = one.add(sumX);
            sumY = other.add(sumY);
            sumRoots = root.add(sumRoots);
        }
        DoubleVector.fromArray(SPECIES, sums, 0).add(sumX).intoArray(sums, 0);
        DoubleVector.fromArray(SPECIES, sums, LANES).add(sumY).intoArray(sums, LANES);
        DoubleVector.fromArray(SPECIES, sums, 2 * LANES).add(sumRoots).intoArray(sums, 2 * LANES);
    }

    @Override
    public void squareUnits(LaneTile x, int units, LaneTile squares, double[] sums, int sumsFrom) {
        var sum0 = DoubleVector.zero(SPECIES);
        var sum1 = sum0;
        var sum2 = sum0;
        var sum3 = sum0;
        var sum4 = sum0;
        var sum5 = sum0;
        var sum6 = sum0;
        var sum7 = sum0;
        var sum8 = sum0;
        var sum9 = sum0;
        var sum10 = sum0;
        var sum11 = sum0;
        var sum12 = sum0;
        var sum13 = sum0;
        var sum14 = sum0;
        var sum15 = sum0;
        double[] xs = x.data();
        double[] to = squares.data();
        for (int i = 0; i < units * UNIT; i += UNIT) {
            int xi = x.offset() + i;
            int toi = squares.offset() + i;
            var x0 = DoubleVector.fromArray(SPECIES, xs, xi);
            var square0 = x0.mul(x0);
            square0.intoArray(to, toi);
            sum0 = square0.add(sum0);
            var x1 = DoubleVector.fromArray(SPECIES, xs, xi + LANES);
            var square1 = x1.mul(x1);
            square1.intoArray(to, toi + LANES);
            sum1 = square1.add(sum1);
            var x2 = DoubleVector.fromArray(SPECIES, xs, xi + 2 * LANES);
            var square2 = x2.mul(x2);
            square2.intoArray(to, toi + 2 * LANES);
            sum2 = square2.add(sum2);
            var x3 = DoubleVector.fromArray(SPECIES, xs, xi + 3 * LANES);
            var square3 = x3.mul(x3);
            square3.intoArray(to, toi + 3 * LANES);
            sum3 = square3.add(sum3);
            var x4 = DoubleVector.fromArray(SPECIES, xs, xi + 4 * LANES);
            var square4 = x4.mul(x4);
            square4.intoArray(to, toi + 4 * LANES);
            sum4 = square4.add(sum4);
            var x5 = DoubleVector.fromArray(SPECIES, xs, xi + 5 * LANES);
            var square5 = x5.mul(x5);
            square5.intoArray(to, toi + 5 * LANES);
            sum5 = square5.add(sum5);
            var x6 = DoubleVector.fromArray(SPECIES, xs, xi + 6 * LANES);
            var square6 = x6.mul(x6);
            square6.intoArray(to, toi + 6 * LANES);
            sum6 = square6.add(sum6);
            var x7 = DoubleVector.fromArray(SPECIES, xs, xi + 7 * LANES);
            var square7 = x7.mul(x7);
            square7.intoArray(to, toi + 7 * LANES);
            sum7 = square7.add(sum7);
            var x8 = DoubleVector.fromArray(SPECIES, xs, xi + 8 * LANES);
            var square8 = x8.mul(x8);
            square8.intoArray(to, toi + 8 * LANES);
            sum8 = square8.add(sum8);
            var x9 = DoubleVector.fromArray(SPECIES, xs, xi + 9 * LANES);
            var square9 = x9.mul(x9);
            square9.intoArray(to, toi + 9 * LANES);
            sum9 = square9.add(sum9);
            var x10 = DoubleVector.fromArray(SPECIES, xs, xi + 10 * LANES);
            var square10 = x10.mul(x10);
            square10.intoArray(to, toi + 10 * LANES);
            sum10 = square10.add(sum10);
            var x11 = DoubleVector.fromArray(SPECIES, xs, xi + 11 * LANES);
            var square11 = x11.mul(x11);
            square11.intoArray(to, toi + 11 * LANES);
            sum11 = square11.add(sum11);
            var x12 = DoubleVector.fromArray(SPECIES, xs, xi + 12 * LANES);
            var square12 = x12.mul(x12);
            square12.intoArray(to, toi + 12 * LANES);
            sum12 = square12.add(sum12);
            var x13 = DoubleVector.fromArray(SPECIES, xs, xi + 13 * LANES);
            var square13 = x13.mul(x13);
            square13.intoArray(to, toi + 13 * LANES);
            sum13 = square13.add(sum13);
            var x14 = DoubleVector.fromArray(SPECIES, xs, xi + 14 * LANES);
            var square14 = x14.mul(x14);
            square14.intoArray(to, toi + 14 * LANES);
            sum14 = square14.add(sum14);
            var x15 = DoubleVector.fromArray(SPECIES, xs, xi + 15 * LANES);
            var square15 = x15.mul(x15);
            square15.intoArray(to, toi + 15 * LANES);
            sum15 = square15.add(sum15);
        }
        sum0.intoArray(sums, sumsFrom);
        sum1.intoArray(sums, sumsFrom + LANES);
        sum2.intoArray(sums, sumsFrom + 2 * LANES);
        sum3.intoArray(sums, sumsFrom + 3 * LANES);
        sum4.intoArray(sums, sumsFrom + 4 * LANES);
        sum5.intoArray(sums, sumsFrom + 5 * LANES);
        sum6.intoArray(sums, sumsFrom + 6 * LANES);
        sum7.intoArray(sums, sumsFrom + 7 * LANES);
        sum8.intoArray(sums, sumsFrom + 8 * LANES);
        sum9.intoArray(sums, sumsFrom + 9 * LANES);
        sum10.intoArray(sums, sumsFrom + 10 * LANES);
        sum11.intoArray(sums, sumsFrom + 11 * LANES);
        sum12.intoArray(sums, sumsFrom + 12 * LANES);
        sum13.intoArray(sums, sumsFrom + 13 * LANES);
        sum14.intoArray(sums, sumsFrom + 14 * LANES);
        sum15.intoArray(sums, sumsFrom + 15 * LANES);
    }

    @Override
    public void addSignalsAndNoises(
            double[] means, double[] squares, int from, int count, double samples, double[] sums, long[] counts) {
        var ratios = DoubleVector.zero(SPECIES);
        var noises = DoubleVector.zero(SPECIES);
        var inexact = LongVector.zero(LONGS);
        var zeros = LongVector.zero(LONGS);
        for (int i = from; i < from + count * LANES; i += LANES) {
            var mean = DoubleVector.fromArray(SPECIES, means, i);
            var square = DoubleVector.fromArray(SPECIES, squares, i);
            var signal = mean.mul(mean).mul(samples);
            var noise = square.sub(signal);
            // What is added makes a difference to 0 alone.
            ratios = signal.div(noise.add(Double.MIN_NORMAL)).add(ratios);
            noises = noise.add(noises);
            // The sign bit of a difference tells which number is less.
            var isSmall = noise.sub(ParameterNoise.LEAST_NOISE).reinterpretAsLongs();
            var isSmallShare = noise.sub(square.mul(ParameterNoise.LEAST_SHARE)).reinterpretAsLongs();
            inexact = isSmall.or(isSmallShare).lanewise(LSHR, 63).add(inexact);
            zeros = mean.abs()
                    .add(square)
                    .sub(Double.MIN_VALUE)
                    .reinterpretAsLongs()
                    .lanewise(LSHR, 63)
                    .add(zeros);
        }
        DoubleVector.fromArray(SPECIES, sums, 0).add(ratios).intoArray(sums, 0);
        DoubleVector.fromArray(SPECIES, sums, LANES).add(noises).intoArray(sums, LANES);
        LongVector.fromArray(LONGS, counts, 0).add(inexact).intoArray(counts, 0);
        LongVector.fromArray(LONGS, counts, LANES).add(zeros).intoArray(counts, LANES);
    }

    @Override
    public void addNonFinite(double[] x, int count, double[] sums) {
        var sum = DoubleVector.zero(SPECIES);
        for (int i = 0; i < count * LANES; i += LANES) {
            sum = DoubleVector.fromArray(SPECIES, x, i).mul(0).add(sum);
        }
        DoubleVector.fromArray(SPECIES, sums, 0).add(sum).intoArray(sums, 0);
    }
}
