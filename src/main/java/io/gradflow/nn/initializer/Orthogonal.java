package io.gradflow.nn.initializer;

import io.gradflow.catalog.Kind;
import io.gradflow.random.RandomSource;

/**
 * A random matrix with orthonormal columns, or rows if the layer is wider than its inputs, times the scale. Every such
 * matrix is equally likely. At scale 1 a square layer keeps all lengths, so gradients through linear layers neither
 * vanish nor explode.
 *
 * <p>It is Q of the QR decomposition of a matrix of standard normals, the same numbers as in {@link NormalInitializer}.
 * The signs of its columns make the diagonal of R positive; without that, the distribution would not be uniform. If
 * there are fewer inputs than outputs, the transposed matrix is decomposed. PyTorch's {@code orthogonal_} is the same
 * with {@code gain = scale}.
 *
 * @param generator the name of NumPy's generator
 * @see <a href="https://arxiv.org/abs/1312.6120">A. M. Saxe, J. L. McClelland and S. Ganguli, Exact solutions to the
 *     nonlinear dynamics of learning in deep linear neural networks, 2013</a>
 * @see <a href="https://arxiv.org/abs/math-ph/0609050">F. Mezzadri, How to generate random matrices from the classical
 *     compact groups, 2007</a>, section 5, on the signs
 */
public record Orthogonal(String generator) implements RandomInitializer {

    static final Kind<Orthogonal> KIND = Kind.of(
                    "orthogonal",
                    Orthogonal.class,
                    "orthonormal columns, or rows if fan_in < fan_out: Q of a standard normal matrix = QR with positive"
                            + " diagonal of R",
                    GENERATOR)
            .withSource("A. M. Saxe, J. L. McClelland and S. Ganguli, Exact solutions to the nonlinear dynamics of"
                    + " learning in deep linear neural networks, 2013, arXiv:1312.6120");

    public Orthogonal {
        generator = RandomInitializer.generatorNamed(generator);
    }

    @Override
    public void draw(double[] weights, int offset, int fanIn, int fanOut, double scale, RandomSource source) {
        boolean tall = fanIn >= fanOut;
        int columns = Math.min(fanIn, fanOut);
        var normals = new double[fanIn * fanOut];
        for (int in = 0; in < fanIn; in++) {
            for (int out = 0; out < fanOut; out++) {
                normals[tall ? in * columns + out : out * columns + in] = source.standardNormal();
            }
        }
        double[] orthonormal = HouseholderQr.orthonormalColumns(normals, Math.max(fanIn, fanOut), columns);
        for (int in = 0; in < fanIn; in++) {
            for (int out = 0; out < fanOut; out++) {
                weights[offset + in * fanOut + out] =
                        scale * orthonormal[tall ? in * columns + out : out * columns + in];
            }
        }
    }
}
