package io.gradflow.engine.lanes;

import io.gradflow.nn.activation.ElementwiseActivation;
import io.gradflow.nn.activation.LimitRegion;
import io.gradflow.nn.function.ArrayFunctions;

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
     * Multiplies the samples of a tile by a matrix: {@code c = (a b) o factors}, or {@code c = a b + row} without factors. Each
     * element of the product is one chain of fused multiply-adds over the inner index, from 0. What a has in the place of
     * samples that are not there may be multiplied too.
     *
     * @param a {@code inner} units
     * @param b {@code inner x columns}; without factors one row more, which is added
     * @param c {@code columns} units
     * @param factors like c, may be c; null for none
     */
    void multiply(LaneTile a, LanePanels b, LaneTile c, LaneTile factors, int samples, int inner, int columns);

    /** Lays out a matrix, given by its strides, for {@link #multiply}. */
    void pack(double[] matrix, int from, int rowStride, int columnStride, LanePanels panels, int rows, int columns);

    /**
     * Adds the products of all pairs of units, summed over the samples, to a row-major matrix: {@code sums += a b^T}. Each
     * element of the product is one chain of fused multiply-adds over the samples, from 0.
     *
     * @param a {@code rows} units
     * @param b {@code columns} units
     */
    void addProducts(LaneTile a, LaneTile b, double[] sums, int sumsFrom, int samples, int rows, int columns);

    /**
     * Applies an activation to the first vectors of a tile; see {@link LaneActivation} for the others.
     *
     * @param z pre-activations
     * @param values phi(z)
     * @param derivatives phi'(z)
     */
    void activate(ElementwiseActivation activation, LaneTile z, LaneTile values, LaneTile derivatives, int count);

    /**
     * Counts the elements in a limit region.
     *
     * @param values phi(z)
     * @param atLimit for each lane, increased by the count; of no use in a lane that holds NaN
     */
    void countAtLimit(
            LimitRegion region, double[] z, int zFrom, double[] values, int valuesFrom, int count, long[] atLimit);

    /**
     * Adds up what the diagnostics need: over the samples of each unit, then over the units.
     *
     * @param derivatives phi'(z)
     */
    void addStatistics(LaneTile z, LaneTile derivatives, int samples, HiddenSums sums);

    /** Looks for magnitudes in the brackets. */
    void find(double[] x, int from, int count, Brackets brackets);

    /** {@code x / divisor} in place. */
    void divide(double[] x, int from, int count, double divisor);

    /** Adds the sum of the elements to the lane's sum. */
    void add(double[] x, int count, double[] sums);

    /** Adds the sum of the squares of the elements to the lane's sum. */
    void addSquares(double[] x, int from, int count, double[] sums);

    /** Adds 0 to the lane's sum for each element that is finite, and NaN for each that is not. */
    void addNonFinite(double[] x, int count, double[] sums);
}
