package io.gradflow.engine.kernels;

import io.gradflow.diagnostics.HiddenStatistics;
import java.util.Arrays;

/**
 * Numbers of some units for up to {@link #SAMPLES} consecutive samples. Element (unit, sample) of all networks starts
 * at {@code data[offset + (unit * SAMPLES + sample) * lanes]}, with one double for each lane. If a tile holds fewer
 * samples than it has room for, the places of the missing ones hold anything.
 *
 * @param data holds the tile
 * @param offset index of the tile's first double
 */
public record LaneTile(double[] data, int offset) {
    /**
     * How many samples a tile has room for. A tile and all that is computed from it fit into the cache. The diagnostics
     * take one logarithm for each unit of a tile.
     */
    public static final int SAMPLES = HiddenStatistics.FACTORS_PER_LOG;

    /** Consecutive tiles in an array. */
    public static LaneTile[] sequence(double[] data, int offset, int count, int units, int lanes) {
        var tiles = new LaneTile[count];
        Arrays.setAll(tiles, i -> new LaneTile(data, offset + i * units * SAMPLES * lanes));
        return tiles;
    }

    /** How many tiles are needed for so many samples; the last one may not be full. */
    public static int count(int samples) {
        return (samples + SAMPLES - 1) / SAMPLES;
    }

    /**
     * How many samples a tile holds.
     *
     * @param tile index of the tile, from 0
     * @param samples of all tiles together
     */
    public static int samples(int tile, int samples) {
        return Math.min(SAMPLES, samples - tile * SAMPLES);
    }

    /** One lane's element. */
    public double get(int unit, int sample, int lane, int lanes) {
        return data[offset + (unit * SAMPLES + sample) * lanes + lane];
    }

    /** Sets one lane's element. */
    public void set(int unit, int sample, int lane, int lanes, double value) {
        data[offset + (unit * SAMPLES + sample) * lanes + lane] = value;
    }

    /** Sets all elements of a unit. */
    public void fill(int unit, int lanes, double value) {
        Arrays.fill(data, offset + unit * SAMPLES * lanes, offset + (unit + 1) * SAMPLES * lanes, value);
    }
}
