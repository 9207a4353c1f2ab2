package io.gradflow.nn.activation;

import java.io.Serializable;

/**
 * The limit region of an activation: where a variable has a lower bound's value or less, or an upper bound's value or
 * more. NaN lies in no region.
 *
 * @param variable what is compared
 * @param low lower bound, itself in the region
 * @param high upper bound, itself in the region; NaN for none
 */
public record LimitRegion(Variable variable, double low, double high) implements Serializable {

    /** What a region is a region of. */
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
