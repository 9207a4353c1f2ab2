package io.gradflow.stats.bootstrap;

import static io.gradflow.stats.Oracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;
import io.gradflow.stats.Sample;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * SciPy 1.10: {@code bootstrap((sorted(x),), np.mean, n_resamples=B, method=M, confidence_level=L,
 * random_state=np.random.default_rng(seed)).confidence_interval}.
 */
class MeanBootstrapTest {
    @Test
    void intervalsAreThoseOfScipy() {
        var sample = Sample.of(
                0.71341873,
                0.42170299,
                0.93117534,
                0.88291107,
                0.65480261,
                0.97731958,
                0.79068342,
                0.83615477,
                0.58526613,
                0.90078839);
        var bootstrap = MeanBootstrap.of(sample, 1999, 7);
        var level = ConfidenceLevel.of(0.95);

        assertClose(
                0.6617661972, 0.8659134175, bootstrap.percentileInterval(level).orElseThrow());
        assertClose(
                0.6472493849488744,
                0.8599261774168248,
                bootstrap.bcaInterval(level).orElseThrow());
    }

    /** Integers, whose means tie without rounding. */
    @Test
    void stuckRunsAreSkewed() {
        var sample = Sample.of(1, 1, 1, 1, 1, 1, 17, 18, 19, 20, 20);
        var bootstrap = MeanBootstrap.of(sample, 999, 3);
        var level = ConfidenceLevel.of(0.9);

        assertClose(
                4.363636363636363,
                13.727272727272727,
                bootstrap.percentileInterval(level).orElseThrow());
        assertClose(
                4.363636363636363,
                13.818181818181818,
                bootstrap.bcaInterval(level).orElseThrow());
    }

    @Test
    void equalValuesAndSingleOnes() {
        var level = ConfidenceLevel.of(0.95);
        var equal = MeanBootstrap.of(Sample.of(0.5, 0.5, 0.5), 100, 1);
        var single = MeanBootstrap.of(Sample.of(0.5), 100, 1);

        assertEquals(new Interval(0.5, 0.5), equal.bcaInterval(level).orElseThrow());
        assertEquals(new Interval(0.5, 0.5), equal.percentileInterval(level).orElseThrow());
        assertEquals(Optional.empty(), single.bcaInterval(level));
        assertEquals(Optional.empty(), single.percentileInterval(level));
    }

    @Test
    void theDrawsAreLimited() {
        var sample = Sample.of(new double[1_000_000]);
        var refused = assertThrows(IllegalArgumentException.class, () -> MeanBootstrap.of(sample, 2001, 1));

        assertEquals(
                "resamples must be at least 1 and at most 2000 for 1000000 values, but are 2001", refused.getMessage());
    }
}
