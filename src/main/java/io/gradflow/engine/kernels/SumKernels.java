package io.gradflow.engine.kernels;

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
     * Tells lanes with finite elements from all others: adds 0 for each of the first elements that is finite, and NaN
     * for each that is not.
     *
     * @param sums one sum for each lane
     */
    void addNonFinite(double[] x, int count, double[] sums);
}
