package io.gradflow.stats.coverage;

import io.gradflow.random.Generator;
import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Sample;
import io.gradflow.stats.bootstrap.MeanBootstrap;
import io.gradflow.stats.crossed.CrossedTable;
import io.gradflow.stats.crossed.PigeonholeBootstrap;
import io.gradflow.stats.paired.PairedDifferences;
import io.gradflow.stats.paired.SignFlipTest;
import io.gradflow.stats.proportion.PairedProportions;
import io.gradflow.stats.proportion.Proportion;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The questions of the page, about the intervals that the product has, with the product's settings. */
final class Questions {
    static final ConfidenceLevel LEVEL = ConfidenceLevel.of(0.95);

    private static final int[] SEEDS = {5, 10, 20, 50};

    private Questions() {}

    /** All of them, in the order of the page. */
    static List<Question<?>> all() {
        return List.of(differences(), mean(), median(), share(), sharesDifference(), crossed());
    }

    static Question<PairedDifferences> differences() {
        return new Question<>(
                "The mean of paired differences",
                List.of("exact, the default", "BCa", "Student's"),
                (differences, seed) -> List.of(
                        new SignFlipTest(SignFlipTest.USUAL_REPLICATES, seed)
                                .test(differences)
                                .interval(LEVEL),
                        bootstrap(differences.sample(), seed).bcaInterval(LEVEL).orElseThrow(),
                        differences.sample().studentInterval(LEVEL).orElseThrow()),
                Arrays.stream(PairedPopulation.values())
                        .flatMap(population -> eachSize(n -> new Scenario<>(
                                population.label(),
                                n + "",
                                population.meanDifference(),
                                generator -> population.draw(generator, n))))
                        .toList());
    }

    static Question<Sample> mean() {
        return new Question<>(
                "The mean of a group",
                List.of("Student's, the default", "BCa", "percentile"),
                (sample, seed) -> {
                    var bootstrap = bootstrap(sample, seed);
                    return List.of(
                            sample.studentInterval(LEVEL).orElseThrow(),
                            bootstrap.bcaInterval(LEVEL).orElseThrow(),
                            bootstrap.percentileInterval(LEVEL).orElseThrow());
                },
                Arrays.stream(Population.values())
                        .flatMap(population -> eachSize(n -> ofGroup(population, population.mean(), n)))
                        .toList());
    }

    static Question<Sample> median() {
        return new Question<>(
                "The median of a group",
                List.of("order statistics"),
                (sample, seed) -> List.of(sample.medianInterval(LEVEL).orElseThrow()),
                Arrays.stream(Population.values())
                        .flatMap(population -> eachSize(n -> ofGroup(population, population.median(), n)))
                        .toList());
    }

    static Question<Proportion> share() {
        return new Question<>(
                "A share of runs",
                List.of("Wilson's"),
                (proportion, seed) -> List.of(proportion.wilson(LEVEL)),
                Stream.of(0.5, 0.9)
                        .flatMap(share -> eachSize(
                                n -> new Scenario<>(share + "", n + "", share, generator -> draw(generator, share, n))))
                        .toList());
    }

    static Question<PairedProportions> sharesDifference() {
        return new Question<>(
                "The difference of paired shares",
                List.of("Newcombe's", "Tango's"),
                (proportions, seed) -> List.of(proportions.newcombe(LEVEL), proportions.tango(LEVEL)),
                Stream.of(
                                new PairedShares(0.5, 0.5, 0),
                                new PairedShares(0.5, 0.5, 0.5),
                                new PairedShares(0.9, 0.9, 0),
                                new PairedShares(0.9, 0.9, 0.5),
                                new PairedShares(0.9, 0.5, 0))
                        .flatMap(shares -> eachSize(n -> new Scenario<>(
                                shares.label(), n + "", shares.difference(), generator -> shares.draw(generator, n))))
                        .toList());
    }

    static Question<CrossedTable> crossed() {
        return new Question<>(
                "The mean over data seeds and init seeds",
                List.of("pigeonhole bootstrap, the default", "Student's over data seeds"),
                (table, seed) -> List.of(
                        PigeonholeBootstrap.of(table, PigeonholeBootstrap.USUAL_RESAMPLES, seed)
                                .percentileInterval(LEVEL)
                                .orElseThrow(),
                        table.meansByDataSeed().studentInterval(LEVEL).orElseThrow()),
                Arrays.stream(CrossedPopulation.values())
                        .flatMap(population -> IntStream.of(5, 10, 20)
                                .mapToObj(n -> new Scenario<>(
                                        population.label(),
                                        n + " x " + n,
                                        population.mean(),
                                        generator -> population.draw(generator, n, n))))
                        .toList());
    }

    private static MeanBootstrap bootstrap(Sample sample, long seed) {
        return MeanBootstrap.of(sample, MeanBootstrap.USUAL_RESAMPLES, seed);
    }

    private static Scenario<Sample> ofGroup(Population population, double truth, int n) {
        return new Scenario<>(population.label(), n + "", truth, generator -> Sample.of(population.draw(generator, n)));
    }

    private static Proportion draw(Generator generator, double share, int n) {
        return new Proportion(
                IntStream.range(0, n)
                        .filter(i -> generator.uniform(0, 1) < share)
                        .count(),
                n);
    }

    private static <D> Stream<Scenario<D>> eachSize(IntFunction<Scenario<D>> ofSize) {
        return IntStream.of(SEEDS).mapToObj(ofSize);
    }
}
