package io.gradflow.random;

/**
 * NumPy's {@code MT19937}, the bit generator of its legacy {@code RandomState}. It is the Mersenne Twister of period
 * 2^19937 - 1, with the legacy interface's seeding and splitting of words.
 *
 * <p>The state is 624 words of 32 bits, which are all renewed together. Each new word is an older one, xor a twist of
 * the upper bit of one word and the lower 31 bits of the next. The output is a word with its bits mixed (tempered).
 *
 * <p>A generator is mutable and not safe for use by several threads.
 *
 * @see <a href="https://doi.org/10.1145/272991.272995">M. Matsumoto and T. Nishimura, Mersenne Twister: A
 *     623-Dimensionally Equidistributed Uniform Pseudo-Random Number Generator, ACM Transactions on Modeling and
 *     Computer Simulation 8(1), 1998</a>
 * @see <a href="http://www.math.sci.hiroshima-u.ac.jp/m-mat/MT/MT2002/emt19937ar.html">M. Matsumoto and T. Nishimura,
 *     Mersenne Twister with improved initialization, 2002</a>
 */
final class MersenneTwister {

    private static final int WORDS = 624;
    private static final int MIDDLE = 397;
    private static final int UPPER_BIT = 0x80000000;
    private static final int LOWER_BITS = 0x7fffffff;
    private static final int TWIST = 0x9908b0df;

    // These are the multipliers of the authors' initialisation of 2002, and the seed it starts from for an array of
    // words.
    private static final int SEED_MULTIPLIER = 1812433253;
    private static final int ARRAY_SEED = 19650218;
    private static final int ARRAY_MULTIPLIER_1 = 1664525;
    private static final int ARRAY_MULTIPLIER_2 = 1566083941;

    private final int[] state = new int[WORDS];
    private int nextIndex = WORDS;

    private MersenneTwister() {}

    /** The generator at the start of its stream for a seed of 32 bits, unsigned ({@code init_genrand}). */
    static MersenneTwister seeded(int seed) {
        var twister = new MersenneTwister();
        twister.seed(seed);
        return twister;
    }

    /** The generator at the start of its stream for an array of one or more words ({@code init_by_array}). */
    static MersenneTwister seeded(int[] words) {
        var twister = new MersenneTwister();
        twister.seed(ARRAY_SEED);
        twister.mixIn(words);
        return twister;
    }

    /** The next 32 bits. */
    int nextInt32() {
        if (nextIndex == WORDS) {
            renew();
            nextIndex = 0;
        }
        int word = state[nextIndex++];
        word ^= word >>> 11;
        word ^= (word << 7) & 0x9d2c5680;
        word ^= (word << 15) & 0xefc60000;
        return word ^ (word >>> 18);
    }

    /** The next multiple of 2^-53 in [0, 1). It takes the upper 27 bits of a word, then the upper 26 of the next. */
    double nextDouble() {
        int upper = nextInt32() >>> 5;
        int lower = nextInt32() >>> 6;
        return (((long) upper << 26) + lower) * 0x1p-53;
    }

    private void seed(int seed) {
        state[0] = seed;
        for (int i = 1; i < WORDS; i++) {
            state[i] = SEED_MULTIPLIER * scrambled(i - 1) + i;
        }
    }

    private void mixIn(int[] words) {
        int place = 1;
        for (int step = 0; step < Math.max(WORDS, words.length); step++) {
            int word = step % words.length;
            state[place] = (state[place] ^ (scrambled(place - 1) * ARRAY_MULTIPLIER_1)) + words[word] + word;
            place = following(place);
        }
        for (int step = 1; step < WORDS; step++) {
            state[place] = (state[place] ^ (scrambled(place - 1) * ARRAY_MULTIPLIER_2)) - place;
            place = following(place);
        }
        // The state must not be 0 in all bits that are used.
        state[0] = UPPER_BIT;
    }

    private int scrambled(int place) {
        return state[place] ^ (state[place] >>> 30);
    }

    /**
     * The next place of a cycle that skips place 0. At the end of the cycle, place 0 becomes a copy of the last place.
     */
    private int following(int place) {
        if (place < WORDS - 1) {
            return place + 1;
        }
        state[0] = state[WORDS - 1];
        return 1;
    }

    private void renew() {
        for (int i = 0; i < WORDS; i++) {
            int joined = (state[i] & UPPER_BIT) | (state[(i + 1) % WORDS] & LOWER_BITS);
            int twisted = (joined >>> 1) ^ ((joined & 1) * TWIST);
            state[i] = state[(i + MIDDLE) % WORDS] ^ twisted;
        }
    }
}
