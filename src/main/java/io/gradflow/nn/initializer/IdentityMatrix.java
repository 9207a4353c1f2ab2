package io.gradflow.nn.initializer;

import io.gradflow.catalog.Kind;
import io.gradflow.random.RandomSource;
import java.util.Arrays;

/**
 * The identity matrix times the scale: ones on the diagonal of {@code (fanIn, fanOut)} and zeros elsewhere, also if the
 * widths differ. At scale 1 the layer passes its inputs on unchanged.
 *
 * @see <a href="https://arxiv.org/abs/1504.00941">Q. V. Le, N. Jaitly and G. E. Hinton, A Simple Way to Initialize
 *     Recurrent Networks of Rectified Linear Units, 2015</a>
 */
public record IdentityMatrix() implements Initializer {

    static final Kind<IdentityMatrix> KIND = Kind.of(
                    "identity", IdentityMatrix.class, "one from the i-th input to the i-th output, zero elsewhere")
            .withSource("Q. V. Le, N. Jaitly and G. E. Hinton, A Simple Way to Initialize Recurrent Networks of"
                    + " Rectified Linear Units, 2015, arXiv:1504.00941");

    @Override
    public void draw(double[] weights, int offset, int fanIn, int fanOut, double scale, RandomSource source) {
        Arrays.fill(weights, offset, offset + fanIn * fanOut, 0);
        for (int i = 0; i < Math.min(fanIn, fanOut); i++) {
            weights[offset + i * fanOut + i] = scale;
        }
    }
}
