package io.gradflow.engine;

import io.gradflow.nn.Activation;
import io.gradflow.nn.ArrayFunctions;

/**
 * The inner loops of the lane trainer. Arrays are lane-interleaved: element i of all networks is the vector
 * {@code [i * lanes, (i + 1) * lanes)}. Counts are in vectors, offsets in doubles. Each lane is computed on its own, in
 * the order of the elements, so its bits depend neither on the number of lanes nor on what the others hold.
 */
interface LaneKernels extends ArrayFunctions {

    /** How many networks one vector holds. */
    int lanes();

    /** How many it would hold if vectors were as wide as this machine has instructions for. */
    int preferredLanes();

    /**
     * A matrix product: {@code c = start + a b}, where a is {@code rows x inner} and b {@code inner x columns}. Each
     * element is one chain of fused multiply-adds over the inner index. {@code start} may be c.
     */
    void multiplyAdd(LaneMatrix start, LaneMatrix a, LaneMatrix b, LaneMatrix c, int rows, int inner, int columns);

    /**
     * Applies an activation.
     *
     * @param z pre-activations, from {@code zFrom} on
     * @param values phi(z), from 0 on
     * @param derivatives phi'(z), from 0 on
     */
    void activate(Activation activation, double[] z, int zFrom, double[] values, double[] derivatives, int count);

    /**
     * Counts the elements in the activation's limit region.
     *
     * @param values phi(z), from 0 on
     * @param atLimit for each lane, increased by the count; of no use in a lane that holds NaN
     */
    void countAtLimit(Activation activation, double[] z, int zFrom, double[] values, int count, long[] atLimit);

    /**
     * Adds up what the diagnostics need.
     *
     * @param derivatives phi'(z), from 0 on
     */
    void addStatistics(double[] z, int zFrom, double[] derivatives, int count, HiddenSums sums);

    /** Looks for |z| in the brackets. */
    void find(double[] z, int zFrom, int count, Brackets brackets);

    /** {@code x * factors}, element by element, into x. */
    void multiply(double[] x, double[] factors, int count);

    /** Adds the rows of a row-major matrix to {@code sums}, a vector for each column. */
    void addRows(double[] matrix, int from, int rows, int columns, double[] sums, int sumsFrom);

    /** {@code x / divisor} in place. */
    void divide(double[] x, int from, int count, double divisor);

    /** Adds the squares of the elements to the lane's sum. */
    void addSquares(double[] x, int from, int count, double[] sums);

    /** Adds 0 to the lane's sum for each element that is finite, and NaN for each that is not. */
    void addNonFinite(double[] x, int count, double[] sums);
}
