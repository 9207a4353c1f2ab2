package io.gradflow.nn.activation;

import java.util.Optional;

/**
 * What the engines and the diagnostics must know of an activation beside its formula.
 *
 * @param limitRegion where the function has all but reached its bound (saturation), or, for the rectifiers, where the
 *     unit is off: the event whose probability is {@code limit_rate}; empty where that has no meaning
 * @param derivativeShape how |phi'| varies with z
 * @param transcendentals what the transcendental functions in value and derivative of one pre-activation cost together,
 *     in exponentials, about; predictions of time go by it
 */
public record ActivationTraits(
        Optional<LimitRegion> limitRegion, DerivativeShape derivativeShape, int transcendentals) {

    /**
     * How |phi'(z)| varies with z, except for rounding. It tells where the percentiles of |phi'| are found.
     */
    public enum DerivativeShape {
        /** It is an even function of z and never rises with |z|: its low percentiles are at the high ones of |z|. */
        FALLS_WITH_ABSOLUTE_Z,
        /**
         * It takes one value in the limit region, for instance at -1, and another elsewhere, for instance at 1: its
         * percentiles follow from a count.
         */
        STEP_AT_LIMIT,
        /** Neither: its percentiles are found among its own values. */
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
