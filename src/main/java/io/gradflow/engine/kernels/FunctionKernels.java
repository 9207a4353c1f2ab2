package io.gradflow.engine.kernels;

import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.nn.function.Elementary;

/** Elementary functions over arrays. Indices must be multiples of the number of lanes. */
public interface FunctionKernels extends ArrayFunctions {

    /** Computes {@link Elementary#sigmoid} of so many vectors, whose results may have other indices than they have. */
    void sigmoid(double[] x, int xFrom, double[] y, int yFrom, int count);
}
