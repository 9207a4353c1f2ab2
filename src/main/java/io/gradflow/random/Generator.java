package io.gradflow.random;

/**
 * Random numbers of the distributions used here: NumPy's {@code Generator(PCG64(seeds))}, the generator
 * {@code numpy.random.default_rng} makes.
 *
 * <p>The same calls give the doubles and integers NumPy 2.4 gives, bit for bit, on every platform and JDK. One kind of
 * number may differ by 1 ulp: normals beyond 3.65 standard deviations (one in 3900), which take a logarithm.
 *
 * <p>Mutable: every draw moves the stream on. Not safe for use by several threads.
 */
public final class Generator {

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

    /**
     * A number of the uniform distribution on [low, high): {@code low + (high - low) * u} with {@code u} a multiple of
     * 2^-53 in [0, 1). Rounding may give {@code high} itself. If {@code low} equals {@code high}, the result is that
     * number, and the stream moves on all the same.
     *
     * @param low lower end, finite
     * @param high upper end, finite, at least {@code low}; {@code high - low} must not overflow
     * @throws IllegalArgumentException if a bound is not as stated
     */
    public double uniform(double low, double high) {
        return low + requireRange(low, high) * bits.nextDouble();
    }

    /**
     * Fills an array in ascending order with what as many calls of {@link #uniform} would give.
     *
     * @return the array that was passed
     * @throws IllegalArgumentException as {@link #uniform}, and then nothing is drawn or written
     */
    public double[] fillUniform(double[] target, double low, double high) {
        double range = requireRange(low, high);
        for (int i = 0; i < target.length; i++) {
            target[i] = low + range * bits.nextDouble();
        }
        return target;
    }

    /** A number of the normal distribution with mean 0 and standard deviation 1, by NumPy's ziggurat. */
    public double standardNormal() {
        return ZigguratNormal.next(bits);
    }

    /**
     * A number of a normal distribution: {@code mean + sd * standardNormal()}.
     *
     * @param mean mean, finite
     * @param sd standard deviation, finite, at least 0; a huge one may give an infinite number
     * @throws IllegalArgumentException if a parameter is not as stated
     */
    public double normal(double mean, double sd) {
        requireNormal(mean, sd);
        return mean + sd * standardNormal();
    }

    /**
     * Fills an array in ascending order with what as many calls of {@link #normal} would give.
     *
     * @return the array that was passed
     * @throws IllegalArgumentException as {@link #normal}, and then nothing is drawn or written
     */
    public double[] fillNormal(double[] target, double mean, double sd) {
        requireNormal(mean, sd);
        for (int i = 0; i < target.length; i++) {
            target[i] = mean + sd * standardNormal();
        }
        return target;
    }

    /**
     * The numbers 0 to n - 1 in random order, by the shuffle of Fisher and Yates from the last place to the second:
     * {@code permutation(n)}.
     *
     * @param n how many numbers, at least 0
     * @throws IllegalArgumentException if {@code n} is negative
     */
    public int[] permutation(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("n must be at least 0, but is " + n);
        }
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int last = n - 1; last > 0; last--) {
            int chosen = place(last);
            int swapped = order[last];
            order[last] = order[chosen];
            order[chosen] = swapped;
        }
        return order;
    }

    /**
     * An integer of [low, high), each equally likely: {@code integers(low, high, dtype=int64)}. A range of one number
     * draws nothing from the stream; ranges of up to 2^32 numbers take 32 bits at a time, larger ones 64.
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

    /**
     * A place from 0 to {@code last}, which is at least 1. NumPy's shuffle does not use Lemire's method: it cuts 32 bits
     * to as many as {@code last} has, and rejects what is too large.
     */
    private int place(int last) {
        int mask = -1 >>> Integer.numberOfLeadingZeros(last);
        while (true) {
            int place = bits.nextInt32() & mask;
            if (place <= last) {
                return place;
            }
        }
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
     * Multiplies a random word by the size of the range and takes what is above the word's bits, after rejecting the
     * words that would make some results likelier than others.
     *
     * @see <a href="https://doi.org/10.1145/3230636">D. Lemire, Fast Random Integer Generation in an Interval, ACM
     *     Transactions on Modeling and Computer Simulation 29(1), 2019</a>
     */
    private long upTo32(long max) {
        long size = max + 1;
        long product = next32() * size;
        if ((product & UNSIGNED_INT_MAX) < size) {
            // 2^32 mod size; the division is behind the test because few draws need it.
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

    private static double requireRange(double low, double high) {
        requireFinite("low", low);
        requireFinite("high", high);
        if (high < low) {
            throw new IllegalArgumentException("high must be at least low = " + low + ", but is " + high);
        }
        double range = high - low;
        if (Double.isInfinite(range)) {
            throw new IllegalArgumentException(
                    "high - low must be finite, but is infinite for low = " + low + ", high = " + high);
        }
        return range;
    }

    private static void requireNormal(double mean, double sd) {
        requireFinite("mean", mean);
        requireFinite("sd", sd);
        if (sd < 0) {
            throw new IllegalArgumentException("sd must be at least 0, but is " + sd);
        }
    }

    private static void requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be finite, but is " + value);
        }
    }
}
