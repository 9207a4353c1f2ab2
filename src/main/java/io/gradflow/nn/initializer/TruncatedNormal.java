package io.gradflow.nn.initializer;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import io.gradflow.random.RandomSource;
import org.apache.commons.math3.special.Erf;

/**
 * Draws normal weights that are cut off at two standard deviations. Their distribution is that of a normal weight given
 * that it is in {@code [-2 std, 2 std]}. {@code std} is the standard deviation before the cut, as in Keras's
 * {@code TruncatedNormal} and in PyTorch's {@code trunc_normal_} with bounds of two standard deviations. That of the
 * weights themselves is 0.8796 times {@code std}.
 *
 * <p>The weights are drawn by the inverse of the distribution function, not by rejection. Each standard normal z that
 * {@link NormalInitializer} would draw becomes one weight, {@code x = Phi^-1(Phi(-2) + (Phi(2) - Phi(-2)) Phi(z))},
 * which rises with z. So the networks are paired by seed with those of the other normal initialisers, in all layers.
 *
 * @param std the standard deviation before the cut, at scale 1
 * @param generator the name of NumPy's generator
 */
public record TruncatedNormal(double std, String generator) implements RandomInitializer {

    static final Kind<TruncatedNormal> KIND = Kind.of(
                    "truncated_normal",
                    TruncatedNormal.class,
                    "normal with standard deviation std before it is cut off at 2 std, the same in every layer",
                    Parameter.number("std", 0.1, Rule.greaterThan(0), "standard deviation before the cut, at scale 1"),
                    GENERATOR)
            .withSource("Keras's TruncatedNormal");

    /** The absolute value at which a standard normal is cut off. */
    private static final double CUT = 2;

    private static final double SQRT_2 = 0x1.6a09e667f3bcdp0;

    /** The share of a normal within the cut: Phi(2) - Phi(-2) = erf(sqrt(2)), 0.9545. */
    private static final double SHARE = 0x1.e8b4307d3627ap-1;

    public TruncatedNormal {
        generator = RandomInitializer.generatorNamed(generator);
    }

    @Override
    public void draw(double[] weights, int offset, int fanIn, int fanOut, double scale, RandomSource source) {
        double standardDeviation = std * scale;
        for (int i = 0; i < fanIn * fanOut; i++) {
            weights[offset + i] = 0 + standardDeviation * truncated(source.standardNormal());
        }
    }

    /**
     * Maps a standard normal to the number of the same rank in the standard normal cut off at +-2. The function is odd
     * and rises from -2 to 2. With {@code Phi(z) = (1 + erf(z / sqrt(2))) / 2} the halves cancel, so small numbers keep
     * all their digits.
     */
    static double truncated(double z) {
        double x = SQRT_2 * Erf.erfInv(SHARE * Erf.erf(z / SQRT_2));
        return Math.max(-CUT, Math.min(CUT, x));
    }
}
