package io.gradflow.nn.initializer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.random.NumpyGenerator;
import io.gradflow.random.Purpose;
import io.gradflow.random.Seeding;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests the moments of a layer of 300 x 400 weights. Mean and variance must be within 5 standard errors of the expected
 * values. With other seeds, each would fail in one of 1.7 million cases. A variance that is off by 2.1 percent would be
 * detected.
 */
class InitializerMomentsTest {
    private static final int FAN_IN = 300;
    private static final int FAN_OUT = 400;
    private static final double SCALE = 1.5;
    private static final double STANDARD_ERRORS = 5;

    private static final double NORMAL_KURTOSIS = 3;
    private static final double UNIFORM_KURTOSIS = 1.8;

    /** 1 - 4 phi(2) / (Phi(2) - Phi(-2)); below, the fourth moment divided by the square of this. */
    private static final double TRUNCATED_VARIANCE = 0.7737413035499232;

    private static final double TRUNCATED_KURTOSIS = 1.4161891248494627 / (TRUNCATED_VARIANCE * TRUNCATED_VARIANCE);

    /**
     * Initialisers, their variance at scale 1, and their fourth central moment divided by the square of the variance.
     */
    static Stream<Arguments> distributions() {
        return Arrays.stream(NumpyGenerator.values())
                .map(NumpyGenerator::toString)
                .flatMap(generator -> Stream.of(
                        Arguments.of(new Xavier(generator), 2.0 / 700, NORMAL_KURTOSIS),
                        Arguments.of(new XavierUniform(generator), 2.0 / 700, UNIFORM_KURTOSIS),
                        Arguments.of(new XavierFanIn(generator), 1.0 / 300, NORMAL_KURTOSIS),
                        Arguments.of(new He("fan_in", generator), 2.0 / 300, NORMAL_KURTOSIS),
                        Arguments.of(new He("fan_out", generator), 2.0 / 400, NORMAL_KURTOSIS),
                        Arguments.of(new HeUniform("fan_in", generator), 2.0 / 300, UNIFORM_KURTOSIS),
                        Arguments.of(new HeUniform("fan_out", generator), 2.0 / 400, UNIFORM_KURTOSIS),
                        Arguments.of(new Lecun(generator), 1.0 / 300, NORMAL_KURTOSIS),
                        Arguments.of(new LecunUniform(generator), 1.0 / 300, UNIFORM_KURTOSIS),
                        Arguments.of(new Gaussian(0.3, generator), 0.09, NORMAL_KURTOSIS),
                        Arguments.of(new StandardNormal(generator), 1, NORMAL_KURTOSIS),
                        Arguments.of(
                                new TruncatedNormal(0.3, generator), 0.09 * TRUNCATED_VARIANCE, TRUNCATED_KURTOSIS),
                        Arguments.of(new Uniform(0.3, generator), 0.03, UNIFORM_KURTOSIS)));
    }

    @ParameterizedTest
    @MethodSource("distributions")
    void meanAndVarianceAreAsStated(RandomInitializer init, double varianceAtScaleOne, double kurtosis) {
        var weights = new double[FAN_IN * FAN_OUT];
        var source = NumpyGenerator.named(init.generator()).source(Seeding.INDEPENDENT, 3, Purpose.WEIGHTS);
        init.draw(weights, 0, FAN_IN, FAN_OUT, SCALE, source);
        double variance = varianceAtScaleOne * SCALE * SCALE;
        double mean = Arrays.stream(weights).average().orElseThrow();
        double square = Arrays.stream(weights).map(w -> w * w).average().orElseThrow();
        assertEquals(0, mean, STANDARD_ERRORS * Math.sqrt(variance / weights.length));
        assertEquals(variance, square, STANDARD_ERRORS * variance * Math.sqrt((kurtosis - 1) / weights.length));
        if (kurtosis == UNIFORM_KURTOSIS) {
            double bound = Math.sqrt(3 * variance);
            assertTrue(Arrays.stream(weights).allMatch(w -> Math.abs(w) <= bound * (1 + 1e-15)));
            // One of 10,000 weights is so close to a bound. With other seeds, none would be in one of e^12 cases.
            assertTrue(Arrays.stream(weights).anyMatch(w -> w > bound * (1 - 2e-4)));
            assertTrue(Arrays.stream(weights).anyMatch(w -> w < -bound * (1 - 2e-4)));
        }
    }
}
