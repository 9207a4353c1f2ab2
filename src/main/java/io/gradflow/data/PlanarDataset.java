package io.gradflow.data;

import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import io.gradflow.random.RandomSource;

/** A dataset of points in the plane that are moved by normal noise. It has two classes unless a kind overrides this. */
interface PlanarDataset extends SyntheticDataset {

    /** A function that gives the class of a point. */
    @FunctionalInterface
    interface Labels {
        int of(double x, double y);
    }

    static Parameter<Double> noise(double byDefault) {
        return Parameter.number(
                "noise", byDefault, Rule.atLeast(0), "standard deviation of the noise on each coordinate");
    }

    /** The standard deviation of the noise added to each coordinate. */
    double noise();

    @Override
    default int features() {
        return 2;
    }

    @Override
    default int classes() {
        return 2;
    }

    /**
     * Draws points uniform in the square {@code (-1, 1)^2} and moves them by noise. Each keeps the class of its first
     * place.
     */
    default Samples uniformInSquare(Labels labels, RandomSource source) {
        double[] inputs = source.fillUniform(new double[2 * n()], -1, 1);
        return withNoise(new Samples(2, inputs, labels(inputs, labels)), source);
    }

    /** The class of each point. */
    static int[] labels(double[] inputs, Labels labels) {
        var result = new int[inputs.length / 2];
        for (int i = 0; i < result.length; i++) {
            result[i] = labels.of(inputs[2 * i], inputs[2 * i + 1]);
        }
        return result;
    }

    /**
     * Puts points that were made class by class into random order and then adds noise, as scikit-learn does for its
     * curves.
     */
    default Samples shuffledWithNoise(Points ordered, RandomSource source) {
        return withNoise(new Samples(2, ordered.inputs, ordered.labels).shuffled(source), source);
    }

    /** Adds noise to every coordinate, in place. If the noise is 0, no random number is drawn. */
    private Samples withNoise(Samples samples, RandomSource source) {
        if (noise() > 0) {
            double[] inputs = samples.inputs();
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] += noise() * source.standardNormal();
            }
        }
        return samples;
    }

    /** Collects points in the order in which they are added. */
    final class Points {
        private final double[] inputs;
        private final int[] labels;
        private int count;

        /** Makes room for {@code n} points. */
        Points(int n) {
            inputs = new double[2 * n];
            labels = new int[n];
        }

        void add(double x, double y, int label) {
            inputs[2 * count] = x;
            inputs[2 * count + 1] = y;
            labels[count] = label;
            count++;
        }
    }
}
