package io.gradflow.nn.activation;

import java.io.Serializable;

/**
 * The limit region of an activation: the pre-activations or values at or below a lower bound, or at or above an upper
 * bound. NaN lies in no region.
 *
 * @param variable the variable that is compared with the bounds
 * @param low the lower bound, which belongs to the region
 * @param high the upper bound, which belongs to the region; NaN if there is none
 */
public record LimitRegion(Variable variable, double low, double high) implements Serializable {

    /** The variable that a region bounds: z or phi(z). */
    public enum Variable {
        PRE_ACTIVATION,
        VALUE
    }

    /** {@code z <= bound}. */
    static LimitRegion ofPreActivationsUpTo(double bound) {
        return new LimitRegion(Variable.PRE_ACTIVATION, bound, Double.NaN);
    }

    /** {@code z < bound}. */
    static LimitRegion ofPreActivationsBelow(double bound) {
        return ofPreActivationsUpTo(Math.nextDown(bound));
    }

    /** {@code |phi| > bound}. */
    static LimitRegion ofValuesBeyond(double bound) {
        return ofValuesOutside(-bound, bound);
    }

    /** {@code phi < low} or {@code phi > high}. */
    static LimitRegion ofValuesOutside(double low, double high) {
        return new LimitRegion(Variable.VALUE, Math.nextDown(low), Math.nextUp(high));
    }

    /** Whether the region contains z, with phi(z) = value. */
    public boolean contains(double z, double value) {
        double x = variable == Variable.VALUE ? value : z;
        return x <= low || x >= high;
    }
}
