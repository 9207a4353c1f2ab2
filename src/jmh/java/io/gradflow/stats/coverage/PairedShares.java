package io.gradflow.stats.coverage;

import io.gradflow.random.Generator;
import io.gradflow.stats.proportion.PairedProportions;

/**
 * How probable it is that a seed has a property in each of two groups.
 *
 * @param first with the first group
 * @param second with the second group
 * @param correlation of having it with the one and with the other
 */
record PairedShares(double first, double second, double correlation) {
    String label() {
        return first + " and " + second + ", correlation " + correlation;
    }

    double difference() {
        return first - second;
    }

    PairedProportions draw(Generator generator, int seeds) {
        double both = first * second + correlation * Math.sqrt(first * (1 - first) * second * (1 - second));
        var counts = new long[4];
        for (int i = 0; i < seeds; i++) {
            double u = generator.uniform(0, 1);
            if (u < both) {
                counts[0]++;
            } else if (u < first) {
                counts[1]++;
            } else if (u < first + second - both) {
                counts[2]++;
            } else {
                counts[3]++;
            }
        }
        return new PairedProportions(counts[0], counts[1], counts[2], counts[3]);
    }
}
