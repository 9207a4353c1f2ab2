package io.gradflow.query.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.results.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which metrics a condition names: a run without them is no run that has not what the condition asks for. */
class EndedRunsTest {
    @Test
    void metricsAreNamesAndNotPartsOfNames() {
        assertEquals(List.of(Metric.TEST_ACC), EndedRuns.metrics("test_acc > 0.5 OR upper(best_test_acc) = 'X'"));
        assertEquals(List.of(Metric.TEST_ACC), EndedRuns.metrics("(Epochs.TEST_ACC) >= .5"));
        assertEquals(List.of(Metric.JAC_COND), EndedRuns.metrics("`jac_cond`<10"));
    }

    @Test
    void whatLayersHaveIsNoMetricOfTheNetwork() {
        assertEquals(List.of(), EndedRuns.metrics("get(layers, 1).jac_stable_rank > 3"));
        assertEquals(List.of(), EndedRuns.metrics("exists(layers, l -> l.jac_cond IS NULL)"));
    }

    @Test
    void layersAndUnitsAreMeasuredToo() {
        assertTrue(EndedRuns.isAboutMetrics("get(layers, 1).jac_stable_rank > 3"));
        assertTrue(EndedRuns.isAboutMetrics("exists(units, u -> u.dead)"));
        assertFalse(EndedRuns.isAboutMetrics("outcome = 'diverged' AND activation = 'tanh'"));
    }
}
