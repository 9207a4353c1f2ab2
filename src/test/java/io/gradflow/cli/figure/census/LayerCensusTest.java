package io.gradflow.cli.figure.census;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerCensusTest {
    private static CensusGroup group(String key, long runs, long failed, long finite) {
        return new CensusGroup(List.of(key), runs, 0, failed, finite, 10, 1, 1, 1, 1);
    }

    @Test
    void failedRunsCountInEachLayer() {
        var census = new LayerCensus(
                List.of(
                        List.of(group("relu", 5, 2, 3)),
                        List.of(group("relu", 5, 2, 2)),
                        List.of(group("relu", 5, 2, 0))),
                List.of(2));

        assertEquals("n = 2 of 5", RunCount.of(census.ofLayer(2)).text());
        assertEquals(List.of(group("relu", 5, 2, 3)), census.networks());
        assertEquals(List.of(1, 2), census.measured());
    }

    @Test
    void aGroupOfFailedRunsAloneIsCountedToo() {
        var census = new LayerCensus(
                List.of(List.of(group("relu", 4, 0, 4), group("tanh", 4, 4, 0))), Arrays.asList(1, null));

        assertEquals("n = 0 to 4 of 4", RunCount.of(census.ofLayer(1)).text());
        assertEquals(
                List.of(4L, 4L),
                census.networks().stream().map(CensusGroup::runs).toList());
    }

    @Test
    void anOutputLayerWithoutTheMetricIsNoLoss() {
        var census = new LayerCensus(
                List.of(
                        List.of(group("2-3-1", 4, 0, 4), group("2-3-3-1", 4, 0, 4)),
                        List.of(group("2-3-1", 4, 0, 0), group("2-3-3-1", 4, 0, 4)),
                        List.of(group("2-3-1", 4, 0, 0), group("2-3-3-1", 4, 0, 0))),
                List.of(2, 3));

        assertEquals("n = 4", RunCount.of(census.ofLayer(2)).text());
        assertEquals(List.of(1, 2), census.measured());
    }

    @Test
    void aGroupDoesNotCountInALayerThatItsNetworksLack() {
        var census = new LayerCensus(
                List.of(
                        List.of(group("2-1", 4, 4, 0), group("2-3-1", 4, 0, 4)),
                        List.of(group("2-1", 4, 4, 0), group("2-3-1", 4, 0, 3))),
                List.of(1, 2));

        assertEquals("n = 3 of 4", RunCount.of(census.ofLayer(2)).text());
    }
}
