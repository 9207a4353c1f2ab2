package io.gradflow.engine.kernels;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums over arrays on the Vector API.
 */
final class VectorSumKernels implements SumKernels {
    private static final VectorSpecies<Double> SPECIES = VectorWidth.species(MethodHandles.lookup());
    private static final int LANES = SPECIES.length();

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
    public void addNonFinite(double[] x, int count, double[] sums) {
        var sum = DoubleVector.zero(SPECIES);
        for (int i = 0; i < count * LANES; i += LANES) {
            sum = DoubleVector.fromArray(SPECIES, x, i).mul(0).add(sum);
        }
        DoubleVector.fromArray(SPECIES, sums, 0).add(sum).intoArray(sums, 0);
    }
}
