package io.gradflow.stats.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.random.Generator;
import io.gradflow.stats.Sample;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is drawn has the true values that the populations claim. */
class PopulationTest {
    private static final int MANY = 40_000;

    @ParameterizedTest
    @EnumSource
    void scoresHaveTheirMeanAndMedian(Population population) {
        double[] scores = population.draw(Generator.seeded(1), MANY);

        assertMean(population.mean(), scores);
        double below = share(scores, population.median() - 1e-9);
        double atMost = share(scores, population.median() + 1e-9);
        assertTrue(below < 0.5 + 0.01 && atMost > 0.5 - 0.01, below + " to " + atMost);
    }

    @ParameterizedTest
    @EnumSource
    void differencesHaveTheirMean(PairedPopulation population) {
        assertMean(
                population.meanDifference(),
                population.draw(Generator.seeded(2), MANY).sample().sortedValues());
    }

    /** Of tables with one data seed and one init seed, since the values of a larger one are not independent. */
    @ParameterizedTest
    @EnumSource
    void tablesHaveTheirMean(CrossedPopulation population) {
        var generator = Generator.seeded(3);
        var means = new double[MANY];
        Arrays.setAll(means, i -> population.draw(generator, 1, 1).mean());

        assertMean(population.mean(), means);
    }

    /** If rows and columns had no effect of their own, the mean of a table would vary as that of 25 scores. */
    @Test
    void seedsOfATableHaveEffects() {
        var generator = Generator.seeded(4);
        var means = new double[2_000];
        Arrays.setAll(means, i -> CrossedPopulation.ALIKE.draw(generator, 5, 5).mean());

        // 0.02^2 / 5 of data seeds, the same of init seeds, 0.02^2 / 25 of the rest; the deviation's error is 1.6%.
        assertEquals(0.02 * Math.sqrt(0.44), Sample.of(means).standardDeviation(), 0.0006);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5, 0.5", "0.9, 0.9, 0.5", "0.9, 0.5, 0.0"})
    void pairedSharesHaveTheirCorrelation(double first, double second, double correlation) {
        var drawn = new PairedShares(first, second, correlation).draw(Generator.seeded(5), MANY);
        double both = (double) drawn.both() / MANY;
        double p = drawn.first().estimate();
        double q = drawn.second().estimate();

        assertEquals(first, p, 0.01);
        assertEquals(second, q, 0.01);
        assertEquals(correlation, (both - p * q) / Math.sqrt(p * (1 - p) * q * (1 - q)), 0.02);
    }

    private static void assertMean(double expected, double... values) {
        var sample = Sample.of(values);
        assertEquals(expected, sample.mean(), 4 * sample.standardDeviation() / Math.sqrt(values.length));
    }

    private static double share(double[] values, double limit) {
        return (double) Arrays.stream(values).filter(value -> value <= limit).count() / values.length;
    }
}
