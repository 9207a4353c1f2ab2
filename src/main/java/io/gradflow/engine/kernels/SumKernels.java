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
     * Tells lanes with finite elements from all others: adds 0 for each of the first elements that is finite, and NaN
     * for each that is not.
     *
     * @param sums one sum for each lane
     */
    void addNonFinite(double[] x, int count, double[] sums);
}
