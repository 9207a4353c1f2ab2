package io.gradflow.stats.coverage;

import io.gradflow.random.Generator;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** What the score of one seed is drawn from. Its true mean and median are known, which those of real runs never are. */
enum Population {
    /** What the theory of Student's interval assumes. */
    NORMAL("normal") {
        @Override
        double draw(Generator generator) {
            return generator.normal(USUAL, 0.03);
        }

        @Override
        double mean() {
            return USUAL;
        }

        @Override
        double median() {
            return USUAL;
        }
    },
    /** Of {@value #TEST_SAMPLES} test samples, each is right with the same probability: few different values. */
    ACCURACY("accuracy") {
        @Override
        double draw(Generator generator) {
            int right = 0;
            for (int i = 0; i < TEST_SAMPLES; i++) {
                right += generator.uniform(0, 1) < USUAL ? 1 : 0;
            }
            return (double) right / TEST_SAMPLES;
        }

        @Override
        double mean() {
            return USUAL;
        }

        @Override
        double median() {
            return accuracyBelow(0.5);
        }
    },
    /** Such an accuracy, but of every fifth seed the network learns nothing and guesses. */
    FIFTH_STUCK("a fifth stuck") {
        @Override
        double draw(Generator generator) {
            return generator.uniform(0, 1) < STUCK_SHARE ? STUCK : ACCURACY.draw(generator);
        }

        @Override
        double mean() {
            return STUCK_SHARE * STUCK + (1 - STUCK_SHARE) * USUAL;
        }

        @Override
        double median() {
            // All who are stuck are below it, and no accuracy of another network comes near to theirs.
            return accuracyBelow((0.5 - STUCK_SHARE) / (1 - STUCK_SHARE));
        }
    };

    static final double STUCK_SHARE = 0.2;

    static final double STUCK = 0.5;

    private static final double USUAL = 0.9;

    private static final int TEST_SAMPLES = 100;

    private final String label;

    Population(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** The score of a seed. */
    abstract double draw(Generator generator);

    abstract double mean();

    abstract double median();

    /** The scores of independent seeds. */
    double[] draw(Generator generator, int seeds) {
        var scores = new double[seeds];
        for (int i = 0; i < seeds; i++) {
            scores[i] = draw(generator);
        }
        return scores;
    }

    private static double accuracyBelow(double probability) {
        return (double) BinomialDistribution.of(TEST_SAMPLES, USUAL).inverseCumulativeProbability(probability)
                / TEST_SAMPLES;
    }
}
