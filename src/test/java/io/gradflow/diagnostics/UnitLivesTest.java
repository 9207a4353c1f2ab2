package io.gradflow.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gradflow.engine.TaskBuilder;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.ActivationArrays;
import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;
import io.gradflow.results.UnitLife;
import io.gradflow.results.UnitLife.StateLife;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnitLivesTest {
    private static final byte NONE = 0;
    private static final byte SATURATED = UnitLives.states(false, false, true);
    private static final byte SILENT = UnitLives.states(false, true, true);
    private static final byte DEAD = UnitLives.states(true, true, true);

    private static final StateLife NEVER = new StateLife(false, null, null, 0, false);

    private static UnitLives lives(String activation) {
        return new UnitLives(Architecture.parse("2-1-2-1"), TaskBuilder.activationOf(activation));
    }

    @Test
    void lifeIsTheFirstAndTheLastEpochOfAStateAndHowOftenItEnded() {
        var lives = lives("relu");
        lives.add(0, new byte[] {NONE, DEAD, NONE});
        lives.add(3, new byte[] {NONE, NONE, DEAD});
        lives.add(6, new byte[] {NONE, DEAD, SILENT});
        lives.add(7, new byte[] {NONE, NONE, SATURATED});

        var always = new StateLife(true, 3, 7, 0, false);
        assertEquals(
                List.of(
                        new UnitLife(1, 1, List.of(NEVER, NEVER, NEVER)),
                        new UnitLife(
                                2,
                                1,
                                List.of(
                                        new StateLife(false, 0, 6, 2, true),
                                        new StateLife(false, 0, 6, 2, true),
                                        new StateLife(false, 0, 6, 2, true))),
                        new UnitLife(
                                2,
                                2,
                                List.of(
                                        new StateLife(false, 3, 3, 1, false),
                                        new StateLife(false, 3, 6, 1, false),
                                        always))),
                lives.lives());
    }

    @Test
    void withoutALimitRegionNothingIsKnownOfSaturation() {
        var lives = lives("sin");
        lives.add(0, new byte[] {SILENT, NONE, NONE});

        assertEquals(
                new UnitLife(1, 1, List.of(NEVER, new StateLife(true, 0, 0, 0, true), StateLife.UNKNOWN)),
                lives.lives().get(0));
        var measurement = new Measurement(3);
        lives.setCounts(measurement, new byte[] {SILENT, NONE, SILENT});
        assertEquals(0, measurement.get(1, LayerMetric.DEAD_COUNT));
        assertEquals(1, measurement.get(1, LayerMetric.SILENT_COUNT));
        assertFalse(measurement.has(1, LayerMetric.SATURATED_COUNT));
        assertFalse(measurement.has(2, LayerMetric.DEAD_COUNT));
    }

    @Test
    void nothingIsKnownOfUnitsThatWereNeverMeasured() {
        for (var life : lives("relu").lives()) {
            assertEquals(List.of(StateLife.UNKNOWN, StateLife.UNKNOWN, StateLife.UNKNOWN), life.states());
        }
    }

    @Test
    void countsAreOfEachHiddenLayer() {
        var measurement = new Measurement(3);
        lives("tanh").setCounts(measurement, new byte[] {NONE, DEAD, SATURATED});

        assertEquals(0, measurement.get(0, LayerMetric.SATURATED_COUNT));
        assertEquals(1, measurement.get(1, LayerMetric.DEAD_COUNT));
        assertEquals(1, measurement.get(1, LayerMetric.SILENT_COUNT));
        assertEquals(2, measurement.get(1, LayerMetric.SATURATED_COUNT));
    }

    /** Also that zeros of both signs are zero, and that NaN is nothing. */
    @Test
    void aUnitIsInTheStatesThatAllItsSamplesAreIn() {
        assertEquals(DEAD, states("relu", -1, -0.0, 0, Double.NEGATIVE_INFINITY));
        assertEquals(NONE, states("relu", -1, Double.MIN_VALUE));
        assertEquals(NONE, states("relu", -1, Double.NaN));
        assertEquals(NONE, states("tanh", Double.NaN));
        // phi'(4.2) is 9.0e-4 and phi'(4.1) is 1.1e-3.
        assertEquals(SILENT, states("tanh", 4.2, -4.2));
        assertEquals(SATURATED, states("tanh", 4.2, -4.1));
        assertEquals(NONE, states("tanh", 4.2, 1.8));
        assertEquals(DEAD, states("tanh", Double.POSITIVE_INFINITY));
        assertEquals(DEAD, states("hard_tanh", 1, -7));
        assertEquals(SATURATED, states("hard_tanh", 1, 0.96));
        assertEquals(NONE, states("identity", 1e300));
    }

    private static byte states(String kind, double... z) {
        var activation = TaskBuilder.activationOf(kind);
        var arrays = ActivationArrays.ofSize(z.length);
        System.arraycopy(z, 0, arrays.z(), 0, z.length);
        activation.apply(arrays, z.length, ArrayFunctions.SCALAR);
        return UnitLives.states(
                new HiddenLayer(activation, arrays.z(), arrays.values(), arrays.derivatives()), 0, z.length);
    }
}
