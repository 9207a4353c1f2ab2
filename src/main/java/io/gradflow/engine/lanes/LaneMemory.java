package io.gradflow.engine.lanes;

/**
 * Room for vectors. Training is faster when they do not cross the borders of cache lines. Java cannot say
 * where an array lies, but the G1 collector gives an array of more than half a region whole regions of its own: then
 * its first element follows a header of 16 bytes. With other collectors, or larger regions, all is as correct.
 */
final class LaneMemory {
    private static final int CACHE_LINE = 64 / Double.BYTES;
    private static final int HEADER = 16 / Double.BYTES;
    /** Half of a region of 4 MB, and the header. */
    private static final int LEAST = (2 << 20) / Double.BYTES;

    private final int lanes;
    private double[] data = new double[0];
    private int next;

    LaneMemory(int lanes) {
        this.lanes = lanes;
    }

    int lanes() {
        return lanes;
    }

    /** A tile, of zeros. */
    LaneTile tile(int units) {
        return tiles(1, units)[0];
    }

    /** Tiles one after the other, of zeros. */
    LaneTile[] tiles(int count, int units) {
        int first = take(Math.multiplyExact(count, Math.multiplyExact(units, LaneTile.SAMPLES * lanes)));
        return LaneTile.sequence(data, first, count, units, lanes);
    }

    /** A matrix of so many elements. */
    LanePanels panels(int elements) {
        int first = take(Math.multiplyExact(elements, lanes));
        return new LanePanels(data, first);
    }

    /** Finds room for so many doubles, from the index that it returns on. */
    private int take(int size) {
        if (size > data.length - next) {
            next = CACHE_LINE - HEADER;
            data = new double[Math.max(Math.addExact(next, size), LEAST)];
        }
        int first = next;
        next += (size + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
        return first;
    }
}
