package io.gradflow.random;

/**
 * A stream of random numbers of one of NumPy's generators. This class is the common part of the subclasses: NumPy's way
 * to make uniform numbers, normals of any mean and deviation, and permutations out of words and standard normals.
 *
 * <p>A source is mutable: every draw advances the stream. It is not safe for use by several threads.
 */
public abstract sealed class RandomSource permits Generator, RandomState {

    RandomSource() {}

    /** The next multiple of 2^-53 in [0, 1). */
    abstract double nextDouble();

    /** The next 32 bits. */
    abstract int nextInt32();

    /** A number of the normal distribution with mean 0 and standard deviation 1. */
    public abstract double standardNormal();

    /**
     * A number of the uniform distribution on [low, high): {@code low + (high - low) * u} with {@code u} a multiple of
     * 2^-53 in [0, 1). Rounding may give {@code high} itself. If {@code low} equals {@code high}, the result is that
     * number, and the stream still advances.
     *
     * @param low the lower end, finite
     * @param high the upper end, finite and at least {@code low}; {@code high - low} must not overflow
     * @throws IllegalArgumentException if a bound is not as stated
     */
    public double uniform(double low, double high) {
        return low + requireRange(low, high) * nextDouble();
    }

    /**
     * Fills an array in ascending order with the numbers that as many calls of {@link #uniform} would give.
     *
     * @return the array that was passed
     * @throws IllegalArgumentException as in {@link #uniform}; then nothing is drawn or written
     */
    public double[] fillUniform(double[] target, double low, double high) {
        double range = requireRange(low, high);
        for (int i = 0; i < target.length; i++) {
            target[i] = low + range * nextDouble();
        }
        return target;
    }

    /**
     * A number of a normal distribution: {@code mean + sd * standardNormal()}.
     *
     * @param mean the mean, finite
     * @param sd the standard deviation, finite and at least 0; a huge one may give an infinite number
     * @throws IllegalArgumentException if a parameter is not as stated
     */
    public double normal(double mean, double sd) {
        requireNormal(mean, sd);
        return mean + sd * standardNormal();
    }

    /**
     * Fills an array in ascending order with the numbers that as many calls of {@link #normal} would give.
     *
     * @return the array that was passed
     * @throws IllegalArgumentException as in {@link #normal}; then nothing is drawn or written
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
     * @param n the number of numbers, at least 0
     * @throws IllegalArgumentException if {@code n} is negative
     */
    public int[] permutation(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("n must be at least 0, but is " + n);
        }
        int[] order = new int[n];
        fillPermutation(order);
        return order;
    }

    /** Fills an array with the permutation that {@link #permutation} of its length would give. */
    public void fillPermutation(int[] order) {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int last = order.length - 1; last > 0; last--) {
            int chosen = place(last);
            int swapped = order[last];
            order[last] = order[chosen];
            order[chosen] = swapped;
        }
    }

    /**
     * A random place from 0 to {@code last}, which is at least 1. A word of 32 bits is cut to the number of bits of
     * {@code last}, and rejected if it is still larger. NumPy's new generator shuffles in this way too, although its
     * integers follow Lemire's method.
     */
    private int place(int last) {
        int mask = -1 >>> Integer.numberOfLeadingZeros(last);
        while (true) {
            int place = nextInt32() & mask;
            if (place <= last) {
                return place;
            }
        }
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
