package io.gradflow.stats.coverage;

import io.gradflow.random.Generator;
import io.gradflow.stats.paired.PairedDifferences;

/**
 * What the scores of two groups are drawn from. They are independent: what a seed has in common for both groups goes
 * out of the difference, and all intervals of differences see nothing else.
 */
enum PairedPopulation {
    NORMAL("normal", Population.NORMAL, Population.NORMAL),
    ACCURACY("accuracy", Population.ACCURACY, Population.ACCURACY),
    /** Differences far from the others on both sides: symmetric, as the test by flipping signs asks. */
    BOTH_STUCK("a fifth of both stuck", Population.FIFTH_STUCK, Population.FIFTH_STUCK),
    /** Differences far from the others on one side alone: the symmetry that the test asks for is not there. */
    ONE_STUCK("a fifth of one stuck", Population.ACCURACY, Population.FIFTH_STUCK);

    private final String label;
    private final Population first;
    private final Population second;

    PairedPopulation(String label, Population first, Population second) {
        this.label = label;
        this.first = first;
        this.second = second;
    }

    String label() {
        return label;
    }

    double meanDifference() {
        return first.mean() - second.mean();
    }

    PairedDifferences draw(Generator generator, int seeds) {
        return PairedDifferences.of(first.draw(generator, seeds), second.draw(generator, seeds));
    }
}
