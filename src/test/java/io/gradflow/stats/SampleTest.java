package io.gradflow.stats;

import static io.gradflow.stats.Oracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTest {
    private static final ConfidenceLevel LEVEL = ConfidenceLevel.of(0.95);
    private static final Sample TEN = Sample.of(0.71, 0.42, 0.93, 0.88, 0.65, 0.97, 0.79, 0.83, 0.58, 0.9);

    @Test
    void summariesAreThoseOfNumpyAndScipy() {
        // np.mean(x), np.std(x, ddof=1), np.median(x), scipy.stats.trim_mean(x, .25)
        assertClose(0.766, TEN.mean());
        assertClose(0.1748141870672973, TEN.standardDeviation());
        assertClose(0.81, TEN.median());
        assertClose(0.7933333333333333, TEN.trimmedMean());
        // scipy.stats.t.interval(0.95, 9, np.mean(x), sem(x))
        assertClose(
                0.6409454640229241,
                0.891054535977076,
                TEN.studentInterval(LEVEL).orElseThrow());
    }

    /**
     * qt(.975, n - 1) of R, by the interval of -1, 0, ..., 0, 1, whose variance is 2 / (n - 1). SciPy 1.10 has 9 digits
     * of it.
     */
    @ParameterizedTest
    @CsvSource({"2, 12.706204736174694", "3, 4.302652729749464", "7, 2.446911851144969", "31, 2.042272456301238"})
    void quantilesOfStudentAreThoseOfR(int n, double quantile) {
        var values = new double[n];
        values[0] = -1;
        values[n - 1] = 1;
        double standardError = Math.sqrt(2.0 / (n - 1) / n);

        assertClose(
                quantile * standardError,
                Sample.of(values).studentInterval(LEVEL).orElseThrow().high());
    }

    @Test
    void theInterquartileMeanCountsTheOutermostValuesByAFraction() {
        // Of ten values 2.5 are cut at each end.
        assertClose((0.5 * 0.65 + 0.71 + 0.79 + 0.83 + 0.88 + 0.5 * 0.9) / 5, TEN.interquartileMean());
        assertClose(2.5, Sample.of(100, 2, 3, -7).interquartileMean());
        assertClose(2.5, Sample.of(100, 2, 3, -7).trimmedMean());
        assertClose((0.25 * 1 + 2 + 0.25 * 9) / 1.5, Sample.of(1, 2, 9).interquartileMean());
        assertClose(4, Sample.of(1, 7).interquartileMean());
        assertClose(7, Sample.of(7).interquartileMean());
    }

    @Test
    void oneValueHasNoInterval() {
        Sample one = Sample.of(3);

        assertEquals(Optional.empty(), one.studentInterval(LEVEL));
        assertEquals(Optional.empty(), one.medianInterval(LEVEL));
        assertTrue(Double.isNaN(one.standardDeviation()));
    }

    @Test
    void equalValuesHaveAnIntervalOfNoWidth() {
        Sample equal = Sample.of(0.1, 0.1, 0.1);

        assertEquals(new Interval(0.1, 0.1), equal.studentInterval(LEVEL).orElseThrow());
    }

    /** k = qbinom(.025, n, .5), and k + 1 if pbinom(k, n, .5) <= .025. */
    @ParameterizedTest
    @CsvSource({"6, 1", "10, 2", "11, 2", "20, 6", "50, 18"})
    void theMedianLiesBetweenOrderStatistics(int n, int k) {
        Sample ranks = Sample.of(IntStream.rangeClosed(1, n).asDoubleStream().toArray());

        assertEquals(new Interval(k, n + 1 - k), ranks.medianInterval(LEVEL).orElseThrow());
    }

    @Test
    void fiveValuesDoNotBoundTheMedian() {
        assertEquals(
                Interval.UNBOUNDED,
                Sample.of(1, 2, 3, 4, 5).medianInterval(LEVEL).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void onlyFiniteValuesAreTaken(double value) {
        var refused = assertThrows(IllegalArgumentException.class, () -> Sample.of(1, value));

        assertEquals("values must be finite, but one is " + value, refused.getMessage());
    }

    @Test
    void aMeanRefusesRunsWithoutANumber() {
        var scores = List.of(Score.of(1), Score.WORST, Score.WORST);
        var refused = assertThrows(IllegalArgumentException.class, () -> Sample.ofScores(scores));

        assertEquals("means need finite scores, but 2 of 3 are WORST", refused.getMessage());
        assertThrows(IllegalArgumentException.class, Sample::of);
    }

    @Test
    void aMillionValuesAreNotTooMany() {
        var million = Sample.of(IntStream.range(0, 1_000_000).asDoubleStream().toArray());

        assertClose(499_999.5, million.mean());
        assertClose(499_999.5, million.interquartileMean());
        assertTrue(million.medianInterval(LEVEL).orElseThrow().contains(499_999.5));
        assertTrue(million.studentInterval(LEVEL).orElseThrow().isBounded());
    }
}
