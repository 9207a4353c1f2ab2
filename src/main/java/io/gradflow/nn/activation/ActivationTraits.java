package io.gradflow.nn.activation;

import java.util.Optional;

/**
 * What the engines and the diagnostics need to know about an activation in addition to its formula.
 *
 * @param limitRegion where the function has almost reached its bound (saturation) or, for the rectifiers, where the
 *     unit is off; {@code limit_rate} is the share of pre-activations in it; empty if the activation has no such region
 * @param derivativeShape how |phi'| depends on z
 * @param transcendentals the approximate cost of the transcendental functions in value and derivative of one
 *     pre-activation, in exponentials; predicted times are based on it
 */
public record ActivationTraits(
        Optional<LimitRegion> limitRegion, DerivativeShape derivativeShape, int transcendentals) {

    /** How |phi'(z)| depends on z, except for rounding. The percentiles of |phi'| are computed accordingly. */
    public enum DerivativeShape {
        /**
         * An even function of z that never rises with |z|. So its low percentiles lie at the high percentiles of |z|.
         */
        FALLS_WITH_ABSOLUTE_Z,
        /**
         * One value in the limit region, for instance at -1, and another one elsewhere, for instance at 1. So its
         * percentiles follow from a count.
         */
        STEP_AT_LIMIT,
        /** Neither of the other shapes. Its percentiles are computed from its own values. */
        ANY
    }

    /** The traits of an activation with a limit region. */
    static ActivationTraits of(LimitRegion limitRegion, DerivativeShape derivativeShape, int transcendentals) {
        return new ActivationTraits(Optional.of(limitRegion), derivativeShape, transcendentals);
    }

    /** The traits of an activation without a limit region. */
    static ActivationTraits withoutLimit(DerivativeShape derivativeShape, int transcendentals) {
        return new ActivationTraits(Optional.empty(), derivativeShape, transcendentals);
    }
}
