package io.gradflow.engine.lanes;

import io.gradflow.diagnostics.HiddenLayer;
import io.gradflow.diagnostics.UnitLives;
import io.gradflow.engine.kernels.LaneKernels;
import io.gradflow.engine.kernels.LaneTile;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.LimitRegion;
import io.gradflow.results.Measurement;
import io.gradflow.results.UnitLife;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the states of the hidden units of every lane while a training pass runs, and follows them from epoch to epoch.
 * A unit is in a state if all its samples are, so that one sample that is not decides. Most units of all lanes are
 * decided by the first tile, and the others are looked at alone: what is looked at changes no result.
 */
final class LaneUnits {
    /** What is marked of a unit: that it is not dead, not silent, not saturated; see the kernels. */
    private static final int MARKS = 3;

    private final LaneKernels kernels;
    private final int lanes;
    /** The activation's limit region; null if it has none. */
    private final LimitRegion limitRegion;

    private final int samples;
    private final int[] units;
    /** For each layer the number of its first unit. */
    private final int[] firstUnits;

    private final long[] marks;
    /** For each unit, whether it may be dead or silent in some lane. */
    private final boolean[] mayBeSilent;
    /** For each unit, whether it may be saturated in some lane. */
    private final boolean[] mayBeSaturated;

    private final byte[] states;
    private final UnitLives[] lives;

    LaneUnits(LaneKernels kernels, Architecture architecture, Activation activation, int samples) {
        this.kernels = kernels;
        this.samples = samples;
        lanes = kernels.lanes();
        limitRegion = activation.traits().limitRegion().orElse(null);
        units = new int[architecture.layers() - 1];
        firstUnits = new int[units.length];
        int next = 0;
        for (int layer = 0; layer < units.length; layer++) {
            units[layer] = architecture.fanOut(layer);
            firstUnits[layer] = next;
            next += units[layer];
        }
        states = new byte[next];
        marks = new long[next * MARKS * lanes];
        mayBeSilent = new boolean[next];
        mayBeSaturated = new boolean[next];
        lives = new UnitLives[lanes];
        Arrays.setAll(lives, lane -> new UnitLives(architecture, activation));
    }

    /** Begins a training pass. */
    void begin() {
        Arrays.fill(marks, 0);
        Arrays.fill(mayBeSilent, true);
        Arrays.fill(mayBeSaturated, limitRegion != null);
    }

    /** Adds a tile of a layer. */
    void add(int layer, LaneTile z, LaneTile values, LaneTile derivatives, int rows) {
        for (int i = 0; i < units[layer]; i++) {
            int unit = firstUnits[layer] + i;
            int ofUnit = unit * MARKS * lanes;
            int shift = i * LaneTile.SAMPLES * lanes;
            if (mayBeSilent[unit]) {
                kernels.statistics()
                        .markDerivatives(derivatives.data(), derivatives.offset() + shift, rows, marks, ofUnit);
                mayBeSilent[unit] = !isMarked(ofUnit + lanes);
            }
            if (mayBeSaturated[unit]) {
                int ofLimit = ofUnit + 2 * lanes;
                kernels.statistics()
                        .markOffLimit(
                                limitRegion,
                                z.data(),
                                z.offset() + shift,
                                values.data(),
                                values.offset() + shift,
                                rows,
                                marks,
                                ofLimit);
                mayBeSaturated[unit] = !isMarked(ofLimit);
            }
        }
    }

    /** Whether all lanes have the mark. */
    private boolean isMarked(int from) {
        long all = -1;
        for (int i = from; i < from + lanes; i++) {
            all &= marks[i];
        }
        return all < 0;
    }

    /** Sets the counts of a lane in which all numbers are finite, and follows its units to the epoch of the pass. */
    void measure(int lane, int epoch, Measurement measurement) {
        for (int unit = 0; unit < states.length; unit++) {
            if (!mayBeSilent[unit] && !mayBeSaturated[unit]) {
                states[unit] = 0;
                continue;
            }
            int at = unit * MARKS * lanes + lane;
            boolean isSilent = mayBeSilent[unit] && marks[at + lanes] >= 0;
            states[unit] = UnitLives.states(
                    isSilent && marks[at] == 0, isSilent, mayBeSaturated[unit] && marks[at + 2 * lanes] >= 0);
        }
        lives[lane].setCounts(measurement, states);
        lives[lane].add(epoch, states);
    }

    /**
     * Sets the counts of a lane by their definition. The lane diverges, so its units are followed no further.
     *
     * @param all layers of the lane, layer by layer, within a layer tile by tile, and within a tile unit by unit
     */
    void measureDiverged(int lane, List<HiddenLayer> all, Measurement measurement) {
        for (int layer = 0; layer < units.length; layer++) {
            for (int unit = 0; unit < units[layer]; unit++) {
                byte common = -1;
                for (int tile = 0; tile < LaneTile.count(samples); tile++) {
                    int rows = LaneTile.samples(tile, samples);
                    int from = tile * LaneTile.SAMPLES * units[layer] + unit * rows;
                    common &= UnitLives.states(all.get(layer), from, from + rows);
                }
                states[firstUnits[layer] + unit] = common;
            }
        }
        lives[lane].setCounts(measurement, states);
    }

    /** The lives of a lane's units so far. */
    List<UnitLife> lives(int lane) {
        return lives[lane].lives();
    }
}
