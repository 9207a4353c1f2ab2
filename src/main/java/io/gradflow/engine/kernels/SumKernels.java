package io.gradflow.engine.kernels;

import io.gradflow.diagnostics.ParameterNoise;

/**
 * Sums over arrays. Each kernel adds up its elements in their order, from 0, and then adds the result to a lane's sum.
 */
public interface SumKernels {

    /**
     * Adds the sum of the first elements.
     *
     * @param sums one sum for each lane, which is increased
     */
    void add(double[] x, int count, double[] sums);

    /**
     * Adds the sum of the squares of elements, as a chain of fused multiply-adds.
     *
     * @param sums one sum for each lane, which is increased
     */
    void addSquares(double[] x, int from, int count, double[] sums);

    /**
     * Adds the sum of the products of elements, as a chain of fused multiply-adds.
     *
     * @param sums one sum for each lane, which is increased
     */
    void addProducts(double[] x, double[] y, int from, int count, double[] sums);

    /**
     * Adds the sums of (x a - y b)^2 and of (x a + y b)^2, each as a chain of fused multiply-adds.
     *
     * @param a the factor of x in each lane
     * @param b the factor of y in each lane
     * @param minus one sum for each lane, which is increased
     * @param plus one sum for each lane, which is increased
     */
    void addSquaresOfDifferencesAndSums(
            double[] x, double[] a, double[] y, double[] b, int from, int count, double[] minus, double[] plus);

    /**
     * Adds the sum of the squared differences of the first elements from a number, as a chain of fused multiply-adds.
     *
     * @param origins the number in each lane
     * @param sums one sum for each lane, which is increased
     */
    void addSquaresOfDifferences(double[] x, int count, double[] origins, double[] sums);

    /**
     * Takes the square roots of the products of the first elements, and adds up factors and roots.
     *
     * @param roots become the roots
     * @param sums of x, of y and of the roots, one after the other, with one sum of each for each lane, which is
     *     increased
     */
    void addRootsOfProducts(double[] x, double[] y, int count, double[] roots, double[] sums);

    /**
     * Squares the elements of a tile, and adds up the squares of each sample from 0, unit by unit. The places of
     * missing samples are computed too.
     *
     * @param squares become the squares
     * @param sums become the sums, one vector for each place of a sample from index {@code sumsFrom} on
     */
    void squareUnits(LaneTile x, int units, LaneTile squares, double[] sums, int sumsFrom);

    /**
     * Adds up signals and noises of parameters. With g the mean of a parameter's gradients at n samples, and s the sum
     * of their squares, n g^2 is the signal, and s - n g^2 the noise.
     *
     * @param means have g of each parameter
     * @param squares have s of each parameter, at the same index
     * @param sums the sums of signal over noise, then those of the noises, with one sum of each for each lane, which is
     *     increased; of no use in a lane with noises that are not exact
     * @param counts how many parameters have noises that {@link ParameterNoise#isExact} denies, then how many
     *     of these have 0 for both g and s and so add 0 to the sums, with one count of each for each lane, which is
     *     increased
     */
    void addSignalsAndNoises(
            double[] means, double[] squares, int from, int count, double samples, double[] sums, long[] counts);

    /**
     * Tells lanes with finite elements from all others: adds 0 for each of the first elements that is finite, and NaN
     * for each that is not.
     *
     * @param sums one sum for each lane
     */
    void addNonFinite(double[] x, int count, double[] sums);
}
