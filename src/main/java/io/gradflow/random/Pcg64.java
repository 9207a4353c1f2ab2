package io.gradflow.random;

import java.math.BigInteger;

/**
 * NumPy's {@code PCG64}: the permuted congruential generator PCG XSL RR 128/64, with NumPy's seeding and splitting of
 * words.
 *
 * <p>The state is that of a 128-bit linear congruential generator of period 2^128. A step multiplies it by a constant
 * and adds an odd increment, which selects the stream. The output folds the new state's halves together (XSL) and
 * rotates the word by the state's top six bits (RR).
 *
 * <p>A generator is mutable and not safe for use by several threads.
 *
 * @see <a href="https://www.pcg-random.org/paper.html">M. E. O'Neill, PCG: A Family of Simple Fast Space-Efficient
 *     Statistically Good Algorithms for Random Number Generation, HMC-CS-2014-0905 (2014)</a>
 */
final class Pcg64 {

    // This is PCG's default multiplier for 128 bits, 47026247687942121848144207491837523525.
    private static final long MULTIPLIER_HIGH = 0x2360ed051fc65da4L;
    private static final long MULTIPLIER_LOW = 0x4385df649fccf645L;

    private final long incrementHigh;
    private final long incrementLow;
    private long stateHigh;
    private long stateLow;
    private boolean upperHalfWaits;
    private int upperHalf;

    /**
     * The generator at the start of its stream. Four 64-bit words of the seeds give state and increment, upper words
     * first.
     */
    Pcg64(SeedSequence seeds) {
        long[] words = seeds.generateState64(4);
        incrementHigh = (words[2] << 1) | (words[3] >>> 63);
        incrementLow = (words[3] << 1) | 1;
        // PCG's seeding steps from state 0, adds the seed and steps again; the first step leaves the increment.
        stateHigh = incrementHigh;
        stateLow = incrementLow;
        add(words[0], words[1]);
        step();
    }

    /** The next 64 bits ({@code next_uint64}). */
    long nextLong() {
        step();
        return Long.rotateRight(stateHigh ^ stateLow, (int) (stateHigh >>> 58));
    }

    /**
     * The next 32 bits ({@code next_uint32}): the lower half of a new word, then its upper half. 64-bit words drawn in
     * between leave the waiting upper half as it is.
     */
    int nextInt32() {
        if (upperHalfWaits) {
            upperHalfWaits = false;
            return upperHalf;
        }
        long word = nextLong();
        upperHalfWaits = true;
        upperHalf = (int) (word >>> 32);
        return (int) word;
    }

    /** The next multiple of 2^-53 in [0, 1) ({@code next_double}). */
    double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** State and increment as unsigned decimal numbers, as NumPy's {@code bit_generator.state} shows them. */
    @Override
    public String toString() {
        return "Pcg64[state=" + unsigned(stateHigh, stateLow) + ", inc=" + unsigned(incrementHigh, incrementLow) + "]";
    }

    /** The upper half of the 128-bit product of two unsigned numbers. */
    static long unsignedMultiplyHigh(long a, long b) {
        // A number of 2^63 or more, read as signed, is too small by 2^64. This makes the upper half too small by the
        // other factor.
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }

    private void step() {
        long low = stateLow;
        stateHigh = unsignedMultiplyHigh(low, MULTIPLIER_LOW) + stateHigh * MULTIPLIER_LOW + low * MULTIPLIER_HIGH;
        stateLow = low * MULTIPLIER_LOW;
        add(incrementHigh, incrementLow);
    }

    private void add(long high, long low) {
        stateLow += low;
        stateHigh += high;
        if (Long.compareUnsigned(stateLow, low) < 0) {
            stateHigh++;
        }
    }

    private static BigInteger unsigned(long high, long low) {
        return new BigInteger(Long.toUnsignedString(high))
                .shiftLeft(Long.SIZE)
                .add(new BigInteger(Long.toUnsignedString(low)));
    }
}
