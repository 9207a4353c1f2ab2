package io.gradflow.stats.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.stats.Interval;
import io.gradflow.stats.Sample;
import io.gradflow.stats.bootstrap.MeanBootstrap;
import io.gradflow.stats.crossed.CrossedTable;
import io.gradflow.stats.crossed.PigeonholeBootstrap;
import io.gradflow.stats.paired.PairedDifferences;
import io.gradflow.stats.paired.SignFlipTest;
import io.gradflow.stats.proportion.Proportion;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Coverages that are known without any simulation. The seeds are fixed, so a test passes always or never. */
class SimulationTest {
    private static final Simulation SIMULATION = new Simulation(10_000, 1, 7);

    @Test
    void studentsIntervalCoversNormalMeans() {
        var student = run(SIMULATION, scenario(Questions.mean(), "normal", "10"), SimulationTest::student);

        assertCovers(0.95, student);
        // The mean of s is 0.9727 sigma at n = 10, and t is 2.262.
        assertEquals(2 * 2.262 * 0.9727 * 0.03 / Math.sqrt(10), student.meanWidth(), 0.0002);
    }

    /** Without ties the true mean is in each gap between the 2^n - 1 means of subsets with the same probability. */
    @Test
    void theExactIntervalMissesWithAKnownProbability() {
        var exact = run(SIMULATION, scenario(Questions.differences(), "normal", "10"), SimulationTest::exact);

        // floor(0.05 * 1024 / 2) = 25 at each end.
        assertCovers(1 - 2 * 25 / 1024.0, exact);
    }

    @Test
    void theExactIntervalCoversSymmetricDifferences() {
        for (var seeds : List.of("10", "20")) {
            var differences = scenario(Questions.differences(), "a fifth of both stuck", seeds);
            var exact = run(SIMULATION, differences, SimulationTest::exact);

            assertTrue(exact.share() >= 0.95 - 3 * exact.standardError(), exact.toString());
            assertEquals(0, exact.unbounded());
        }
    }

    /** The columns are what they are called, with the settings of a comparison. */
    @Test
    void columnsAreTheIntervalsOfTheirNames() {
        var differences = PairedDifferences.of(0.03, -0.01, 0.04, 0.02, 0.01, 0, 0.05, 0.4);
        var sample = differences.sample();
        var bootstrap = MeanBootstrap.of(sample, 10_000, 3);
        var bca = bootstrap.bcaInterval(Questions.LEVEL).orElseThrow();
        var table = CrossedTable.of(new double[] {1, 2, 4}, new double[] {2, 3, 3});
        var pigeonhole = PigeonholeBootstrap.of(table, 4_000, 3).percentileInterval(Questions.LEVEL);

        assertEquals(
                List.of(exact(differences), bca, student(sample)),
                Questions.differences().intervals().of(differences, 3));
        assertEquals(
                List.of(
                        student(sample),
                        bca,
                        bootstrap.percentileInterval(Questions.LEVEL).orElseThrow()),
                Questions.mean().intervals().of(sample, 3));
        assertEquals(
                List.of(pigeonhole.orElseThrow(), student(table.meansByDataSeed())),
                Questions.crossed().intervals().of(table, 3));
    }

    private static Interval student(Sample sample) {
        return sample.studentInterval(Questions.LEVEL).orElseThrow();
    }

    private static Interval exact(PairedDifferences differences) {
        return new SignFlipTest(100_000, 3).test(differences).interval(Questions.LEVEL);
    }

    @Test
    void fivePairsSetNoBound() {
        var exact = run(SIMULATION, scenario(Questions.differences(), "accuracy", "5"), SimulationTest::exact);

        assertEquals(SIMULATION.block(), exact.unbounded());
        assertEquals("100.0 ± 0.0, unbounded", exact.cell());
    }

    @ParameterizedTest
    @CsvSource({"10, 2", "20, 6", "50, 18"})
    void medianIntervalsMissAsFairCoinsDo(int n, int rank) {
        var coverage = run(
                SIMULATION,
                scenario(Questions.median(), "normal", "" + n),
                sample -> sample.medianInterval(Questions.LEVEL).orElseThrow());

        assertCovers(1 - 2 * BinomialDistribution.of(n, 0.5).cumulativeProbability(rank - 1), coverage);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 5", "0.5, 20", "0.9, 10", "0.9, 50"})
    void wilsonsCoverageIsTheSumOfTheBinomialDistribution(double share, int n) {
        var successes = BinomialDistribution.of(n, share);
        double covering = IntStream.rangeClosed(0, n)
                .filter(k -> new Proportion(k, n).wilson(Questions.LEVEL).contains(share))
                .mapToDouble(successes::probability)
                .sum();

        assertCovers(
                covering,
                run(
                        SIMULATION,
                        scenario(Questions.share(), "" + share, "" + n),
                        drawn -> drawn.wilson(Questions.LEVEL)));
    }

    /** Every cell of the table is independent then, and so are the means of the data seeds. */
    @Test
    void studentsIntervalCoversWhereNeitherSeedMatters() {
        var tables = scenario(Questions.crossed(), "neither seed matters alone", "10 x 10");
        var bootstrap = Questions.crossed().intervals();

        assertCovers(0.95, run(SIMULATION, tables, table -> student(table.meansByDataSeed())));
        // The variance of the bootstrap is about three times the true one here (Owen 2007), so 1.96 becomes 3.4.
        var cautious = run(
                new Simulation(300, 1, 7),
                tables,
                table -> bootstrap.of(table, 3).get(0));
        assertTrue(cautious.share() > 0.98, cautious.toString());
    }

    @Test
    void numbersDoNotDependOnTheThreads() {
        var one = new ForkJoinPool(1).submit(SimulationTest::shares).join();
        var three = new ForkJoinPool(3).submit(SimulationTest::shares).join();

        assertEquals(one, three);
    }

    @Test
    void blocksAreDrawnUntilTheErrorIsSmall() {
        var differences = scenario(Questions.differences(), "normal", "10");
        Function<PairedDifferences, Interval> half =
                drawn -> new Interval(drawn.sample().mean(), Double.POSITIVE_INFINITY);

        assertEquals(500, run(new Simulation(100, 0.0225, 7), differences, half).samples());
        assertEquals(100, run(new Simulation(100, 1, 7), differences, half).samples());
    }

    private static List<Coverage> shares() {
        var question = Questions.sharesDifference();
        return SIMULATION.run(scenario(question, "0.9 and 0.5, correlation 0.0", "20"), question.intervals(), 0, 0);
    }

    @Test
    void countsAreOfTheIntervalsThatContainTheTruth() {
        var coverage = Coverage.of(
                0.3,
                List.of(
                        new Interval(0, 0.2),
                        new Interval(0.1, 0.4),
                        new Interval(0.1 + 0.2, 0.9),
                        new Interval(Double.NEGATIVE_INFINITY, 0.5)));

        assertEquals(3, coverage.covering());
        assertEquals(0.75, coverage.share());
        assertEquals(Math.sqrt(0.75 * 0.25 / 4), coverage.standardError(), 1e-15);
        assertEquals("75.0 ± 21.7, 0.367, 25.0 unbounded", coverage.cell());
    }

    private static void assertCovers(double expected, Coverage coverage) {
        double error = Math.sqrt(expected * (1 - expected) / coverage.samples());
        assertEquals(expected, coverage.share(), 3 * error);
    }

    private static <D> Coverage run(Simulation simulation, Scenario<D> scenario, Function<D, Interval> interval) {
        return simulation
                .run(scenario, (data, seed) -> List.of(interval.apply(data)), 0, 0)
                .get(0);
    }

    private static <D> Scenario<D> scenario(Question<D> question, String population, String seeds) {
        return question.scenarios().stream()
                .filter(each ->
                        each.population().equals(population) && each.seeds().equals(seeds))
                .findFirst()
                .orElseThrow();
    }
}
