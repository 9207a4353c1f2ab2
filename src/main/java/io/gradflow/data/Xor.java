package io.gradflow.data;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import io.gradflow.random.Generator;
import io.gradflow.random.Purpose;
import io.gradflow.random.Seeding;

/**
 * Noisy XOR: points uniform in the square {@code (-1, 1)^2}, class 1 where the coordinates' signs differ
 * ({@code x1 * x2 < 0}), then moved by normal noise.
 *
 * @param n samples in all
 * @param noise standard deviation of the noise added to each coordinate
 * @param testFraction share of the samples kept for testing; {@code n * testFraction} is rounded half to even
 * @param relabelAfterNoise whether classes are those of the moved points; otherwise points that cross an axis keep
 *     their old class, which no network can learn
 */
public record Xor(int n, double noise, double testFraction, boolean relabelAfterNoise) implements Dataset {

    static final Kind<Xor> KIND = Kind.of(
            "xor",
            Xor.class,
            "points uniform in (-1, 1)^2, class 1 where x1 * x2 < 0, plus normal noise on the coordinates",
            Parameter.integer("n", 300, Rule.integerIn(2, 100_000_000), "samples in all"),
            Parameter.number("noise", 0.1, Rule.atLeast(0), "standard deviation of the noise on each coordinate"),
            Parameter.number(
                    "test-fraction", 0.25, Rule.between(0, 1), "share of test samples; n * share rounds half to even"),
            Parameter.flag("relabel-after-noise", false, "classes are those of the points after the noise"));

    private static final int FEATURES = 2;

    public Xor {
        Split.testCount(n, testFraction);
    }

    @Override
    public int features() {
        return FEATURES;
    }

    @Override
    public int classes() {
        return 2;
    }

    @Override
    public int trainCount() {
        return n - testCount();
    }

    @Override
    public int testCount() {
        return Split.testCount(n, testFraction);
    }

    @Override
    public Split split(Seeding seeding, long seed) {
        return Split.random(
                samples(seeding.generator(seed, Purpose.DATA)), testCount(), seeding.generator(seed, Purpose.SPLIT));
    }

    private Samples samples(Generator generator) {
        var inputs = new double[n * FEATURES];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = generator.uniform(-1, 1);
        }
        int[] labels = labels(inputs);
        if (noise > 0) {
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] += noise * generator.standardNormal();
            }
            if (relabelAfterNoise) {
                labels = labels(inputs);
            }
        }
        return new Samples(FEATURES, inputs, labels);
    }

    private int[] labels(double[] inputs) {
        var labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = inputs[FEATURES * i] * inputs[FEATURES * i + 1] < 0 ? 1 : 0;
        }
        return labels;
    }
}
