package io.gradflow.diagnostics;

import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;
import io.gradflow.results.UnitLife;
import io.gradflow.results.UnitLife.StateLife;
import io.gradflow.results.UnitState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Follows the hidden units of one network: in which states each is, epoch by epoch. The states of a unit are a set of
 * {@link UnitState}, as the sum of their bits. Units are numbered layer by layer.
 */
public final class UnitLives {
    private static final UnitState[] STATES = UnitState.values();
    private static final int NEVER = -1;

    /** How many units each hidden layer has. */
    private final int[] units;

    private final boolean hasLimitRegion;
    private final byte[] states;
    /** The states at epoch 0; null before it was measured. */
    private byte[] born;
    /** For each state and unit the first epoch at which the unit was in it. */
    private final int[][] first;
    /** For each state and unit the last epoch at which the unit was in it before it left it. */
    private final int[][] last;

    private final int[][] revived;
    /** The last epoch that was measured. */
    private int measured = NEVER;

    /** Begins to follow the hidden units of a network. */
    public UnitLives(Architecture architecture, Activation activation) {
        units = IntStream.range(0, architecture.layers() - 1)
                .map(architecture::fanOut)
                .toArray();
        hasLimitRegion = activation.traits().limitRegion().isPresent();
        states = new byte[architecture.hiddenUnits()];
        first = new int[STATES.length][states.length];
        last = new int[STATES.length][states.length];
        revived = new int[STATES.length][states.length];
        for (int state = 0; state < STATES.length; state++) {
            Arrays.fill(first[state], NEVER);
            Arrays.fill(last[state], NEVER);
        }
    }

    /**
     * The states that all of some samples are in. A unit is in those that all its samples are in.
     *
     * @param from index of the first sample
     * @param to index after the last
     */
    public static byte states(HiddenLayer layer, int from, int to) {
        var activation = layer.activation();
        boolean isDead = true;
        boolean isSilent = true;
        boolean isSaturated = true;
        for (int i = from; i < to; i++) {
            double derivative = Math.abs(layer.derivatives()[i]);
            isDead &= derivative == 0;
            isSilent &= derivative < HiddenStatistics.SMALL_DERIVATIVE;
            isSaturated &= activation.isAtLimit(layer.preActivations()[i], layer.values()[i]);
        }
        return states(isDead, isSilent, isSaturated);
    }

    /** A set of states. */
    public static byte states(boolean isDead, boolean isSilent, boolean isSaturated) {
        return (byte) ((isDead ? UnitState.DEAD.bit() : 0)
                | (isSilent ? UnitState.SILENT.bit() : 0)
                | (isSaturated ? UnitState.SATURATED.bit() : 0));
    }

    /** The states of all units of layers whose elements are in the order of units, and for each in that of samples. */
    public static byte[] states(List<HiddenLayer> hidden, int samples) {
        int elements =
                hidden.stream().mapToInt(layer -> layer.preActivations().length).sum();
        var states = new byte[elements / samples];
        int unit = 0;
        for (var layer : hidden) {
            for (int from = 0; from < layer.preActivations().length; from += samples) {
                states[unit++] = states(layer, from, from + samples);
            }
        }
        return states;
    }

    /** Sets how many units of each hidden layer are in each state. */
    public void setCounts(Measurement measurement, byte[] now) {
        int unit = 0;
        for (int layer = 0; layer < units.length; layer++) {
            int dead = 0;
            int silent = 0;
            int saturated = 0;
            for (int end = unit + units[layer]; unit < end; unit++) {
                if (now[unit] == 0) {
                    continue;
                }
                dead += has(now[unit], UnitState.DEAD) ? 1 : 0;
                silent += has(now[unit], UnitState.SILENT) ? 1 : 0;
                saturated += has(now[unit], UnitState.SATURATED) ? 1 : 0;
            }
            measurement.set(layer, LayerMetric.DEAD_COUNT, dead);
            measurement.set(layer, LayerMetric.SILENT_COUNT, silent);
            if (hasLimitRegion) {
                measurement.set(layer, LayerMetric.SATURATED_COUNT, saturated);
            }
        }
    }

    /**
     * Follows the units to an epoch.
     *
     * @param epoch greater than all before; the first is 0
     * @param now the states of all units, which are copied
     */
    public void add(int epoch, byte[] now) {
        if (born == null) {
            born = now.clone();
        }
        for (int unit = 0; unit < now.length; unit++) {
            if (now[unit] != states[unit]) {
                change(unit, now[unit], epoch);
            }
        }
        measured = epoch;
    }

    private void change(int unit, byte now, int epoch) {
        for (int i = 0; i < STATES.length; i++) {
            boolean was = has(states[unit], STATES[i]);
            boolean is = has(now, STATES[i]);
            if (is && first[i][unit] == NEVER) {
                first[i][unit] = epoch;
            }
            if (was && !is) {
                last[i][unit] = measured;
                revived[i][unit]++;
            }
        }
        states[unit] = now;
    }

    /** The lives so far. Nothing is known of any state if no epoch was measured. */
    public List<UnitLife> lives() {
        var lives = new ArrayList<UnitLife>();
        for (int layer = 0; layer < units.length; layer++) {
            for (int number = 1; number <= units[layer]; number++) {
                int unit = lives.size();
                lives.add(new UnitLife(
                        layer + 1,
                        number,
                        Arrays.stream(STATES).map(state -> life(state, unit)).toList()));
            }
        }
        return lives;
    }

    @SuppressWarnings("EnumOrdinal") // arrays that never leave this class
    private StateLife life(UnitState state, int unit) {
        if (born == null || (state == UnitState.SATURATED && !hasLimitRegion)) {
            return StateLife.UNKNOWN;
        }
        int i = state.ordinal();
        boolean isNow = has(states[unit], state);
        return new StateLife(
                isNow,
                epoch(first[i][unit]),
                epoch(isNow ? measured : last[i][unit]),
                revived[i][unit],
                has(born[unit], state));
    }

    private static Integer epoch(int epoch) {
        return epoch == NEVER ? null : epoch;
    }

    private static boolean has(byte states, UnitState state) {
        return (states & state.bit()) != 0;
    }
}
