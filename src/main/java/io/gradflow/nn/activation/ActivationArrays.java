package io.gradflow.nn.activation;

/**
 * The arrays that an activation reads and writes. They are different arrays that share one index, because compilers
 * vectorise a loop over them only then.
 *
 * @param z pre-activations, set by the caller
 * @param values phi(z)
 * @param derivatives phi'(z)
 * @param scratch for the activation's own use
 * @param mask for the activation's own use
 */
public record ActivationArrays(double[] z, double[] values, double[] derivatives, double[] scratch, double[] mask) {

    /** New arrays of {@code size} elements each. */
    public static ActivationArrays ofSize(int size) {
        return new ActivationArrays(
                new double[size], new double[size], new double[size], new double[size], new double[size]);
    }
}
