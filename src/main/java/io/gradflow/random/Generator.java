package io.gradflow.random;

/**
 * Random numbers of the distributions used here, from NumPy's {@code Generator(PCG64(seeds))}, the generator that
 * {@code numpy.random.default_rng} makes.
 *
 * <p>The same calls give the same doubles and integers as NumPy 2.4, bit for bit, on every platform and JDK. Only
 * normals beyond 3.65 standard deviations (one in 3900) may differ by 1 ulp, because they take a logarithm.
 *
 * <p>A generator is mutable: every draw advances the stream. It is not safe for use by several threads.
 */
public final class Generator extends RandomSource {

    private static final long UNSIGNED_INT_MAX = 0xffff_ffffL;

    private final Pcg64 bits;

    /** A generator at the start of the stream of a seed sequence: {@code Generator(PCG64(seeds))}. */
    public Generator(SeedSequence seeds) {
        bits = new Pcg64(seeds);
    }

    /**
     * A generator at the start of the stream of a seed: {@code default_rng(seed)}, or with spawn keys
     * {@code default_rng(SeedSequence(seed, spawn_key=spawnKey))}.
     *
     * @param seed the seed, at least 0
     * @param spawnKey the path from the seed's root sequence, each key at least 0; usually none
     * @throws IllegalArgumentException if the seed or a spawn key is negative
     */
    public static Generator seeded(long seed, int... spawnKey) {
        if (seed < 0) {
            throw new IllegalArgumentException("seed must be at least 0, but is " + seed);
        }
        return new Generator(new SeedSequence(seed, spawnKey));
    }

    /** A number of the normal distribution with mean 0 and standard deviation 1, by NumPy's ziggurat. */
    @Override
    public double standardNormal() {
        return ZigguratNormal.next(bits);
    }

    @Override
    double nextDouble() {
        return bits.nextDouble();
    }

    @Override
    int nextInt32() {
        return bits.nextInt32();
    }

    /**
     * An integer in [low, high), each equally likely: {@code integers(low, high, dtype=int64)}. A range of one number
     * draws nothing from the stream. Ranges of up to 2^32 numbers take 32 bits at a time, and larger ones 64.
     *
     * @param low the least integer
     * @param high one more than the greatest integer, greater than {@code low}
     * @throws IllegalArgumentException if {@code high} is not greater than {@code low}
     */
    public long integers(long low, long high) {
        if (high <= low) {
            throw new IllegalArgumentException("high must be greater than low = " + low + ", but is " + high);
        }
        return low + upTo(high - 1 - low);
    }

    /** An integer from 0 to {@code max}, both unsigned. */
    private long upTo(long max) {
        if (max == 0) {
            return 0;
        }
        if (Long.compareUnsigned(max, UNSIGNED_INT_MAX) < 0) {
            return upTo32(max);
        }
        return max == UNSIGNED_INT_MAX ? next32() : upTo64(max);
    }

    /**
     * Multiplies a random word by the size of the range and returns the upper word of the product. Words that would
     * make some results likelier than others are rejected first.
     *
     * @see <a href="https://doi.org/10.1145/3230636">D. Lemire, Fast Random Integer Generation in an Interval, ACM
     *     Transactions on Modeling and Computer Simulation 29(1), 2019</a>
     */
    private long upTo32(long max) {
        long size = max + 1;
        long product = next32() * size;
        if ((product & UNSIGNED_INT_MAX) < size) {
            // This is 2^32 mod size. The division comes after the test because few draws need it.
            long rejected = (UNSIGNED_INT_MAX - max) % size;
            while ((product & UNSIGNED_INT_MAX) < rejected) {
                product = next32() * size;
            }
        }
        return product >>> 32;
    }

    /** {@link #upTo32} with words of 64 bits. The range is never all 2^64 numbers, so its size fits a word. */
    private long upTo64(long max) {
        long size = max + 1;
        long word = bits.nextLong();
        if (Long.compareUnsigned(word * size, size) < 0) {
            long rejected = Long.remainderUnsigned(-size, size);
            while (Long.compareUnsigned(word * size, rejected) < 0) {
                word = bits.nextLong();
            }
        }
        return Pcg64.unsignedMultiplyHigh(word, size);
    }

    private long next32() {
        return Integer.toUnsignedLong(bits.nextInt32());
    }
}
