package io.gradflow.nn.activation;

/**
 * What an activation over arrays reads and writes. Different arrays with one index in common: without that, compilers
 * make no SIMD instructions of a loop over them.
 *
 * @param z pre-activations, set by the caller
 * @param values phi(z)
 * @param derivatives phi'(z)
 * @param scratch for the activation's own use
 * @param mask for the activation's own use
 */
public record ActivationArrays(double[] z, double[] values, double[] derivatives, double[] scratch, double[] mask) {

    /** Arrays of so many elements. */
    public static ActivationArrays ofSize(int size) {
        return new ActivationArrays(
                new double[size], new double[size], new double[size], new double[size], new double[size]);
    }
}
