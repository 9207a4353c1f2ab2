package io.gradflow.cli.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerCensusTest {
    private static CensusGroup group(String activation, Integer layer, long runs, long failed, long finite) {
        return new CensusGroup(Arrays.asList(activation, layer), runs, 0, failed, finite, 10, 1, 1, 1, 1);
    }

    @Test
    void failedRunsCountInEachLayer() {
        var census = LayerCensus.of(
                List.of(group("relu", null, 2, 2, 0), group("relu", 1, 3, 0, 3), group("relu", 2, 3, 0, 3)), 1);

        assertEquals("n = 3 of 5", RunCount.of(census.ofLayer(2)).text());
        assertEquals(List.of(new CensusGroup(List.of("relu"), 5, 0, 2, 3, 10, 1, 1, 1, 1)), census.networks());
        assertEquals(List.of(1, 2), census.measured());
    }

    @Test
    void aGroupOfFailedRunsAloneIsCountedToo() {
        var census = LayerCensus.of(List.of(group("relu", 1, 4, 0, 4), group("tanh", null, 4, 4, 0)), 1);

        assertEquals("n = 0 to 4 of 4", RunCount.of(census.ofLayer(1)).text());
        assertEquals(
                List.of(4L, 4L),
                census.networks().stream().map(CensusGroup::runs).toList());
    }

    @Test
    void anOutputLayerWithoutTheMetricIsNoLoss() {
        var census = LayerCensus.of(
                List.of(group("2-3-1", 1, 4, 0, 4), group("2-3-1", 2, 4, 0, 0), group("2-3-3-1", 2, 4, 0, 4)), 1);

        assertEquals("n = 4", RunCount.of(census.ofLayer(2)).text());
    }
}
