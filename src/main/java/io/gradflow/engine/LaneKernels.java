package io.gradflow.engine;

import io.gradflow.diagnostics.HiddenStatistics;
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
     * @param atLimit for each lane, increased by the number of elements in the activation's limit region; of no use in a
     *     lane that holds NaN
     */
    void activate(
            Activation activation,
            double[] z,
            int zFrom,
            double[] values,
            double[] derivatives,
            int count,
            long[] atLimit);

    /**
     * Adds up what the diagnostics need.
     *
     * @param derivatives phi'(z), from 0 on
     * @param sums |z| of each lane, then |phi'| of each lane
     * @param counts how often |phi'| is small, for each lane, then how often |z| is not near zero; of no use in a lane
     *     that holds NaN
     * @param products written from {@code productsFrom} on: for each group of {@link HiddenStatistics#FACTORS_PER_LOG}
     *     elements, the last may be smaller, the product of |phi'| + {@link HiddenStatistics#LOG_OFFSET}
     */
    void addStatistics(
            double[] z,
            int zFrom,
            double[] derivatives,
            int count,
            double[] sums,
            long[] counts,
            double[] products,
            int productsFrom);

    /**
     * Looks for |z| in two brackets.
     *
     * @param bounds for each lane: lower and upper bound of the first bracket, then of the second; the upper bound lies
     *     outside
     * @param below for each lane, increased by how many lie below the first bracket, then the second
     * @param found all vectors that have a lane within a bracket are appended from {@code foundFrom} on
     * @return where {@code found} ends now
     */
    int findWithin(double[] z, int count, double[] bounds, long[] below, double[] found, int foundFrom);

    /** {@code x / divisor} in place. */
    void divide(double[] x, int from, int count, double divisor);

    /** Adds the squares of the elements to the lane's sum. */
    void addSquares(double[] x, int from, int count, double[] sums);

    /** Adds 0 to the lane's sum for each element that is finite, and NaN for each that is not. */
    void addNonFinite(double[] x, int count, double[] sums);
}
