package io.gradflow.nn.activation;

/** How |phi'(z)| varies with z, but for rounding: it tells where the percentiles of |phi'| are to be found. */
public enum DerivativeShape {
    /** It is an even function of z and never rises with |z|, so its low percentiles are at the high ones of |z|. */
    FALLS_WITH_ABSOLUTE_Z,
    /**
     * It takes one value in the limit region, at -1 for one, and another elsewhere, at 1 for one: so its percentiles follow
     * from a count.
     */
    STEP_AT_LIMIT,
    /** None of these: its percentiles are found among its own values. */
    ANY
}
