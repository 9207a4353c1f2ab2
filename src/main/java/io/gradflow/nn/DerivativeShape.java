package io.gradflow.nn;

/** How |phi'(z)| varies with z, but for rounding: it tells where the percentiles of |phi'| are to be found. */
public enum DerivativeShape {
    /** It is an even function of z and never rises with |z|, so its low percentiles are at the high ones of |z|. */
    FALLS_WITH_ABSOLUTE_Z,
    /** It takes one value where z is positive and one elsewhere, so its percentiles follow from a count. */
    STEP_AT_ZERO
}
