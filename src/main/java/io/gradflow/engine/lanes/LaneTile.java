package io.gradflow.engine.lanes;

import io.gradflow.diagnostics.HiddenStatistics;
import java.util.Arrays;

/**
 * What some units have of some samples in a row: element (unit, sample) of all networks starts at {@code data[offset + (unit *
 * SAMPLES + sample) * lanes]}, one double for each lane. A tile that has fewer samples than there is room for holds
 * anything in the place of the others.
 */
record LaneTile(double[] data, int offset) {
    /** A tile and all that is made of it fits into the cache; and it is what one logarithm is taken of. */
    static final int SAMPLES = HiddenStatistics.FACTORS_PER_LOG;

    /** Tiles one after the other. */
    static LaneTile[] sequence(double[] data, int offset, int count, int units, int lanes) {
        var tiles = new LaneTile[count];
        Arrays.setAll(tiles, i -> new LaneTile(data, offset + i * units * SAMPLES * lanes));
        return tiles;
    }

    /** How many tiles so many samples take; the last may be one that is not full. */
    static int count(int samples) {
        return (samples + SAMPLES - 1) / SAMPLES;
    }

    /** How many of so many samples are in a tile, from 0. */
    static int samples(int tile, int samples) {
        return Math.min(SAMPLES, samples - tile * SAMPLES);
    }

    /** One lane's element. */
    double get(int unit, int sample, int lane, int lanes) {
        return data[offset + (unit * SAMPLES + sample) * lanes + lane];
    }

    /** Sets one lane's element. */
    void set(int unit, int sample, int lane, int lanes, double value) {
        data[offset + (unit * SAMPLES + sample) * lanes + lane] = value;
    }

    /** Sets all elements of a unit. */
    void fill(int unit, int lanes, double value) {
        Arrays.fill(data, offset + unit * SAMPLES * lanes, offset + (unit + 1) * SAMPLES * lanes, value);
    }
}
