package io.gradflow.engine.kernels;

/**
 * Memory for tiles and packed matrices that begin with a cache line, since training is faster when vectors do not cross
 * the borders of cache lines.
 *
 * <p>Java cannot say where an array lies. But the G1 collector gives an array of more than half a region whole regions
 * of its own, and then the array's first element follows a header of 16 bytes. With another collector, or with larger
 * regions, training is slower and the results are the same.
 */
public final class LaneMemory {
    /** Doubles in a cache line of 64 bytes. */
    private static final int CACHE_LINE = 64 / Double.BYTES;
    /** The header of an array, in doubles. */
    private static final int HEADER = 16 / Double.BYTES;
    /** The least length of an array: half of a region of 4 MB, in doubles; with the header it is more than half. */
    private static final int LEAST = (2 << 20) / Double.BYTES;

    private final int lanes;
    private double[] data = new double[0];
    /** Index of the first double of {@link #data} that is free. */
    private int next;

    /** Takes no memory yet. */
    public LaneMemory(int lanes) {
        this.lanes = lanes;
    }

    /** How many networks a vector holds. */
    public int lanes() {
        return lanes;
    }

    /** A tile of zeros. */
    public LaneTile tile(int units) {
        return tiles(1, units)[0];
    }

    /** Consecutive tiles of zeros. */
    public LaneTile[] tiles(int count, int units) {
        int first = take(Math.multiplyExact(count, Math.multiplyExact(units, LaneTile.SAMPLES * lanes)));
        return LaneTile.sequence(data, first, count, units, lanes);
    }

    /** Room for a packed matrix of so many elements. */
    public PackedMatrix matrix(int elements) {
        int first = take(Math.multiplyExact(elements, lanes));
        return new PackedMatrix(data, first);
    }

    /** Takes so many doubles of {@link #data}, which is replaced if it has too few left; returns the first's index. */
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
