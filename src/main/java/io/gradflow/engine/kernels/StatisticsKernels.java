package io.gradflow.engine.kernels;

import io.gradflow.diagnostics.HiddenStatistics;
import io.gradflow.nn.activation.LimitRegion;

/** Counts and sums for the diagnostics of hidden layers. */
public interface StatisticsKernels {

    /**
     * Adds a tile of a layer to the layer's sums: first over the samples of each unit, then over the units.
     *
     * @param z pre-activations of all units of the layer
     * @param derivatives phi'(z)
     * @param samples how many samples the tiles hold
     */
    void addStatistics(LaneTile z, LaneTile derivatives, int samples, HiddenLayerSums sums);

    /**
     * Adds a tile of a layer to the layer's moments. The first tile sets the shifts of the sums to its first element.
     *
     * @param z pre-activations of all units of the layer
     * @param values phi(z)
     * @param samples how many samples the tiles hold
     */
    void addMoments(LaneTile z, LaneTile values, int samples, MomentSums sums);

    /**
     * Marks each lane in which an element of phi' is not zero, and each in which |phi'| is not small. A mark is the
     * sign of a number, and is never taken back.
     *
     * @param marks a number for each lane, which gets bits set if an element is not zero; then one for each lane, whose
     *     sign is set if |phi'| is at least {@link HiddenStatistics#SMALL_DERIVATIVE}; meaningless in a lane that holds
     *     NaN
     */
    void markDerivatives(double[] derivatives, int from, int count, long[] marks, int marksFrom);

    /**
     * Marks each lane in which an element is not in an activation's limit region.
     *
     * @param z pre-activations, from index {@code zFrom} on
     * @param values phi(z), from index {@code valuesFrom} on
     * @param marks a number for each lane, whose sign is set if an element is outside; meaningless in a lane that holds
     *     NaN
     */
    default void markOffLimit(
            LimitRegion region,
            double[] z,
            int zFrom,
            double[] values,
            int valuesFrom,
            int count,
            long[] marks,
            int marksFrom) {
        boolean isOfValues = region.variable() == LimitRegion.Variable.VALUE;
        double[] x = isOfValues ? values : z;
        int from = isOfValues ? valuesFrom : zFrom;
        if (Double.isNaN(region.high())) {
            markAbove(region.low(), x, from, count, marks, marksFrom);
        } else {
            markBetween(region.low(), region.high(), x, from, count, marks, marksFrom);
        }
    }

    /** Marks each lane in which {@code x > bound} for an element. */
    void markAbove(double bound, double[] x, int from, int count, long[] marks, int marksFrom);

    /** Marks each lane in which {@code low < x < high} for an element. */
    void markBetween(double low, double high, double[] x, int from, int count, long[] marks, int marksFrom);

    /**
     * Counts elements with {@code x <= bound}.
     *
     * @param counts one count for each lane, which is increased; meaningless in a lane that holds NaN
     */
    void countUpTo(double bound, double[] x, int from, int count, long[] counts);

    /**
     * Counts elements with {@code x <= low} or {@code x >= high}.
     *
     * @param counts one count for each lane, which is increased; meaningless in a lane that holds NaN
     */
    void countOutside(double low, double high, double[] x, int from, int count, long[] counts);

    /**
     * Counts the elements in an activation's limit region.
     *
     * @param z pre-activations, from index {@code zFrom} on
     * @param values phi(z), from index {@code valuesFrom} on
     * @param counts one count for each lane, which is increased; meaningless in a lane that holds NaN
     */
    default void countAtLimit(
            LimitRegion region, double[] z, int zFrom, double[] values, int valuesFrom, int count, long[] counts) {
        boolean isOfValues = region.variable() == LimitRegion.Variable.VALUE;
        double[] x = isOfValues ? values : z;
        int from = isOfValues ? valuesFrom : zFrom;
        if (Double.isNaN(region.high())) {
            countUpTo(region.low(), x, from, count, counts);
        } else {
            countOutside(region.low(), region.high(), x, from, count, counts);
        }
    }
}
