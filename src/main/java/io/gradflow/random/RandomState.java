package io.gradflow.random;

import java.util.Arrays;

/**
 * Random numbers of NumPy's legacy {@code RandomState}, the generator of {@code numpy.random.seed} and of
 * scikit-learn's {@code random_state}. It uses the Mersenne Twister, and the polar method for normals. NumPy has frozen
 * its stream, so programs written for it give the same numbers with any version.
 *
 * <p>Uniform numbers, integers and permutations are the same as NumPy's, bit for bit, on every platform and JDK.
 * Normals take a logarithm, for which NumPy calls the C library. They may differ from NumPy's by 1 ulp, but the same
 * draws are rejected.
 *
 * <p>A generator is mutable: every draw advances the stream. It is not safe for use by several threads.
 */
public final class RandomState extends RandomSource {

    private final MersenneTwister bits;
    private boolean normalWaits;
    private double waitingNormal;

    private RandomState(MersenneTwister bits) {
        this.bits = bits;
    }

    /**
     * A generator at the start of the stream of a seed. Up to 2^32 - 1, NumPy's limit for an integer, it is
     * {@code RandomState(seed)}. A larger seed is split into two 32-bit words, the low one first:
     * {@code RandomState([seed % 2**32, seed // 2**32])}.
     *
     * @param seed the seed, at least 0
     * @throws IllegalArgumentException if the seed is negative
     */
    public static RandomState seeded(long seed) {
        if (seed < 0) {
            throw new IllegalArgumentException("seed must be at least 0, but is " + seed);
        }
        int low = (int) seed;
        int high = (int) (seed >>> Integer.SIZE);
        return new RandomState(high == 0 ? MersenneTwister.seeded(low) : MersenneTwister.seeded(new int[] {low, high}));
    }

    /**
     * {@inheritDoc} It uses Marsaglia's polar method: a point uniform in the unit disc gives two independent normals,
     * the second of which is kept for the next call.
     *
     * @see <a href="https://doi.org/10.1137/1006063">G. Marsaglia and T. A. Bray, A Convenient Method for Generating
     *     Normal Variables, SIAM Review 6(3), 1964</a>
     */
    @Override
    public double standardNormal() {
        if (normalWaits) {
            normalWaits = false;
            return waitingNormal;
        }
        while (true) {
            double x = 2 * nextDouble() - 1;
            double y = 2 * nextDouble() - 1;
            double squaredRadius = x * x + y * y;
            if (squaredRadius < 1 && squaredRadius != 0) {
                double factor = Math.sqrt(-2 * Logarithm.log(squaredRadius) / squaredRadius);
                normalWaits = true;
                waitingNormal = factor * x;
                return factor * y;
            }
        }
    }

    /**
     * Some of the numbers 0 to n - 1, without repetition and in random order: {@code choice(n, size, replace=False)}.
     * They are the start of a permutation of all n numbers.
     *
     * @param n the number of numbers to choose from, at least 0
     * @param size the number of numbers chosen, from 0 to {@code n}
     * @throws IllegalArgumentException if an argument is not as stated
     */
    public int[] choice(int n, int size) {
        if (size < 0 || size > n) {
            throw new IllegalArgumentException("size must be from 0 to n = " + n + ", but is " + size);
        }
        return Arrays.copyOf(permutation(n), size);
    }

    @Override
    double nextDouble() {
        return bits.nextDouble();
    }

    @Override
    int nextInt32() {
        return bits.nextInt32();
    }
}
