package io.gradflow.engine.kernels;

/**
 * The search for magnitudes |x| in the brackets of each lane. Vectors that have a lane inside a bracket are appended to
 * {@link Brackets#found}, and magnitudes below the brackets are counted.
 */
public interface SearchKernels {

    /** Searches, and counts magnitudes below the lower bounds only. This takes three quarters of the time. */
    void find(double[] x, int from, int count, Brackets brackets);

    /** Searches, and counts magnitudes below the lower bounds and below the upper bounds. */
    void findAndCountBelowHigh(double[] x, int from, int count, Brackets brackets);
}
