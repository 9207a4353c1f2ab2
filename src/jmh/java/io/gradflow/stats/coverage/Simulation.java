package io.gradflow.stats.coverage;

import io.gradflow.random.Generator;
import io.gradflow.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Draws samples of a scenario and asks what intervals they give.
 *
 * <p>Each sample has a stream of random numbers of its own, and sums are taken in the order of samples. So the result
 * does not depend on how many threads there are.
 *
 * @param block how many samples are drawn at a time, at least 1
 * @param most the standard error of a coverage at which no more blocks are drawn: 0.005 takes 10,000 samples or fewer
 * @param seed the seed of all streams, at least 0
 */
record Simulation(int block, double most, long seed) {
    /** Several intervals of the same data. */
    @FunctionalInterface
    interface Intervals<D> {
        /**
         * The intervals, always in the same order.
         *
         * @param seed of what the intervals themselves draw, another for each sample: coverage is over all seeds
         */
        List<Interval> of(D data, long seed);
    }

    /**
     * The coverage of each of the intervals.
     *
     * @param question tells the streams of this call from those of others
     * @param row likewise
     */
    <D> List<Coverage> run(Scenario<D> scenario, Intervals<D> intervals, int question, int row) {
        var answers = new ArrayList<List<Interval>>();
        List<Coverage> coverages;
        do {
            answers.addAll(IntStream.range(answers.size(), answers.size() + block)
                    .parallel()
                    .mapToObj(sample ->
                            intervals.of(scenario.draw().apply(Generator.seeded(seed, question, row, sample)), sample))
                    .toList());
            coverages = IntStream.range(0, answers.get(0).size())
                    .mapToObj(i -> Coverage.of(
                            scenario.truth(),
                            answers.stream().map(each -> each.get(i)).toList()))
                    .toList();
        } while (coverages.stream().anyMatch(coverage -> coverage.standardError() > most));
        return coverages;
    }
}
