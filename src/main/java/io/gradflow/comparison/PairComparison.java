package io.gradflow.comparison;

import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;
import io.gradflow.stats.Score;
import io.gradflow.stats.bootstrap.MeanBootstrap;
import io.gradflow.stats.paired.PValueFloor;
import io.gradflow.stats.paired.PairedDifferences;
import io.gradflow.stats.paired.PairedScores;
import io.gradflow.stats.paired.SignFlipTest;
import io.gradflow.stats.paired.WilcoxonSignedRank;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Two groups over the seeds, and the runs of a seed, that both have. If all their scores are finite, the means are
 * tested by flipping signs. Else Wilcoxon's test ranks the differences, in which a run without a finite score is the
 * worst.
 *
 * @param first the group whose superiority is told
 * @param second the other
 * @param scores of the pairs; empty if the groups share no seed
 * @param differences first - second; empty if a score is not finite
 * @param test the name of the test and how it counts
 * @param pValue two-sided, before any adjustment; 1 if the groups share no seed
 * @param floor the smallest p-value that so many pairs, and these, could have
 * @param interval of the mean difference; empty if there is none
 * @param unpaired how many seeds only one of the groups has
 */
public record PairComparison(
        Group first,
        Group second,
        Optional<PairedScores> scores,
        Optional<PairedDifferences> differences,
        String test,
        double pValue,
        PValueFloor floor,
        Optional<Interval> interval,
        int unpaired)
        implements TestedPair {
    /** Compares two groups; {@code level} is that of the interval. */
    static PairComparison of(Group first, Group second, Settings settings, ConfidenceLevel level) {
        var ofFirst = first.bySeed();
        var ofSecond = second.bySeed();
        var firstScores = new ArrayList<Score>();
        var secondScores = new ArrayList<Score>();
        int common = 0;
        for (var seed : ofFirst.keySet()) {
            var firstScore = first.shared(seed, second);
            var secondScore = second.shared(seed, first);
            if (firstScore.isEmpty() || secondScore.isEmpty()) {
                continue;
            }
            common++;
            boolean isFinite = !firstScore.get().isWorst() && !secondScore.get().isWorst();
            if (isFinite || !settings.isFiniteOnly()) {
                firstScores.add(firstScore.get());
                secondScores.add(secondScore.get());
            }
        }
        int unpaired = ofFirst.size() + ofSecond.size() - 2 * common;
        if (firstScores.isEmpty()) {
            return new PairComparison(
                    first,
                    second,
                    Optional.empty(),
                    Optional.empty(),
                    "none",
                    1,
                    PValueFloor.exact(0, 0),
                    Optional.empty(),
                    unpaired);
        }
        var scores = PairedScores.of(firstScores, secondScores, settings.direction());
        return scores.withWorst() > 0
                ? byRanks(first, second, scores, unpaired)
                : byMeans(first, second, scores, settings, level, unpaired);
    }

    private static PairComparison byRanks(Group first, Group second, PairedScores scores, int unpaired) {
        var test = WilcoxonSignedRank.test(scores);
        return new PairComparison(
                first,
                second,
                Optional.of(scores),
                Optional.empty(),
                test.isExact() ? "wilcoxon" : "wilcoxon, normal",
                test.pValue(),
                PValueFloor.exact(scores.n(), test.nonzero()),
                Optional.empty(),
                unpaired);
    }

    private static PairComparison byMeans(
            Group first, Group second, PairedScores scores, Settings settings, ConfidenceLevel level, int unpaired) {
        var differences = scores.differences();
        var result = new SignFlipTest(SignFlipTest.USUAL_REPLICATES, settings.seed()).test(differences);
        var interval = switch (settings.interval()) {
            case EXACT -> Optional.of(result.interval(level));
            case BCA ->
                MeanBootstrap.of(differences.sample(), resamples(differences.n()), settings.seed())
                        .bcaInterval(level);
        };
        return new PairComparison(
                first,
                second,
                Optional.of(scores),
                Optional.of(differences),
                "sign flips, " + result.method().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                result.pValue(),
                result.floor(),
                interval,
                unpaired);
    }

    private static int resamples(int pairs) {
        return (int) Math.max(1, Math.min(MeanBootstrap.USUAL_RESAMPLES, MeanBootstrap.MAX_DRAWS / pairs));
    }

    @Override
    public int n() {
        return scores.map(PairedScores::n).orElse(0);
    }

    @Override
    public List<String> labels() {
        return List.of(first.label(), second.label());
    }
}
