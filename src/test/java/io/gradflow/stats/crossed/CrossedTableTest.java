package io.gradflow.stats.crossed;

import static io.gradflow.stats.Oracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CrossedTableTest {
    private static final ConfidenceLevel LEVEL = ConfidenceLevel.of(0.95);
    private static final CrossedTable TABLE = CrossedTable.of(
            new double[] {.81, .79, .84, .80}, new double[] {.72, .75, .77, .70}, new double[] {.88, .83, .90, .86});

    @Test
    void componentsFollowFromTheMeanSquaresOfR() {
        // m <- anova(lm(y ~ data + init))[["Mean Sq"]]; c((m[1] - m[3]) / 4, (m[2] - m[3]) / 3, m[3])
        var components = VarianceComponents.of(TABLE);

        assertClose(0.004319444444444445, components.data().variance());
        assertClose(0.00039444444444444385, components.init().variance());
        assertClose(0.0003805555555555565, components.residual().variance());
        assertFalse(components.init().truncated());
        assertClose(0.0050944444444444, components.total());
    }

    @Test
    void aNegativeEstimateIsReportedAs0AndMarked() {
        var components = VarianceComponents.of(CrossedTable.of(new double[] {1, 0}, new double[] {0, 1}));

        assertEquals(new VarianceComponents.Component(0, true), components.data());
        assertEquals(new VarianceComponents.Component(0, true), components.init());
        assertClose(1, components.residual().variance());
    }

    @Test
    void resamplesAreThoseOfNumpy() {
        // r = np.random.default_rng(5); for each of 499: i = r.integers(0, 3, 3); j = r.integers(0, 4, 4);
        // y[np.ix_(i, j)].mean(); then np.percentile(means, [2.5, 97.5]) and np.std(means, ddof=1)
        var bootstrap = PigeonholeBootstrap.of(TABLE, 499, 5);

        assertClose(
                0.7403750000000001,
                0.8625000000000002,
                bootstrap.percentileInterval(LEVEL).orElseThrow());
        assertClose(0.03153067036002418, bootstrap.standardError());
        assertClose(0.8041666666666666, TABLE.mean());
    }

    @Test
    void oneSeedSaysNothingAboutOthers() {
        var column = CrossedTable.of(new double[] {1}, new double[] {2});

        assertEquals(Optional.empty(), PigeonholeBootstrap.of(column, 10, 1).percentileInterval(LEVEL));
        assertThrows(IllegalArgumentException.class, () -> VarianceComponents.of(column));
    }

    @Test
    void equalValuesHaveNoWidth() {
        var equal = CrossedTable.of(new double[] {2, 2}, new double[] {2, 2});

        assertEquals(
                new Interval(2, 2),
                PigeonholeBootstrap.of(equal, 10, 1).percentileInterval(LEVEL).orElseThrow());
        assertEquals(0, VarianceComponents.of(equal).total());
    }

    @Test
    void onlyCompleteFiniteTablesAreTaken() {
        var ragged = assertThrows(
                IllegalArgumentException.class, () -> CrossedTable.of(new double[] {1, 2}, new double[] {3}));
        var infinite = assertThrows(IllegalArgumentException.class, () -> CrossedTable.of(new double[] {Double.NaN}));
        var many = assertThrows(IllegalArgumentException.class, () -> PigeonholeBootstrap.of(TABLE, 1_000_000_000, 1));

        assertTrue(ragged.getMessage().startsWith("every data seed needs the same init seeds"));
        assertEquals("values must be finite, but one is NaN", infinite.getMessage());
        assertTrue(many.getMessage().startsWith("resamples must be at least 1 and at most 166666666"));
        assertThrows(IllegalArgumentException.class, CrossedTable::of);
    }
}
