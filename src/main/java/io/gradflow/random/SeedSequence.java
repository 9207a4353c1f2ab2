package io.gradflow.random;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * NumPy's {@code SeedSequence}, which hashes a seed of any size and a path of spawn keys into well mixed words that
 * start a bit generator.
 *
 * <p>The entropy and the spawn keys, as 32-bit words, are mixed into a pool of four words, so that every input bit
 * affects every pool bit. The pool is then hashed once more into as many words as requested. Sequences that differ in
 * entropy or spawn keys start streams that are independent for all practical purposes. NumPy's {@code pool_size} stays
 * at its default of 4.
 *
 * <p>A sequence is immutable: it gives the same words every time.
 *
 * @see <a href="https://www.pcg-random.org/posts/developing-a-seed_seq-alternative.html">M. E. O'Neill, Developing a
 *     seed_seq Alternative (2015)</a>
 */
public final class SeedSequence {

    private static final int POOL_WORDS = 4;

    // These are the constants of O'Neill's seed_seq_fe: the start and the multiplier of the hash constants for writing
    // to the pool (A) and for reading from it (B), and the two factors with which words are combined.
    private static final int INITIAL_A = 0x43b0d7e5;
    private static final int MULTIPLIER_A = 0x931e8875;
    private static final int INITIAL_B = 0x8b51f9dd;
    private static final int MULTIPLIER_B = 0x58f38ded;
    private static final int MIX_LEFT = 0xca01f9dd;
    private static final int MIX_RIGHT = 0x4973f715;

    private final BigInteger entropy;
    private final int[] spawnKey;
    private final int[] pool;

    /**
     * The sequence of an entropy of up to 63 bits.
     *
     * @param entropy the seed, at least 0
     * @param spawnKey the path from the root sequence to this one, each key at least 0; none for the root
     * @throws IllegalArgumentException if the entropy or a spawn key is negative
     */
    public SeedSequence(long entropy, int... spawnKey) {
        this(BigInteger.valueOf(entropy), spawnKey);
    }

    /**
     * The sequence of an entropy of any size.
     *
     * @param entropy the seed, at least 0
     * @param spawnKey the path from the root sequence to this one, each key at least 0; none for the root
     * @throws IllegalArgumentException if the entropy or a spawn key is negative
     */
    public SeedSequence(BigInteger entropy, int... spawnKey) {
        if (entropy.signum() < 0) {
            throw new IllegalArgumentException("entropy must be at least 0, but is " + entropy);
        }
        for (int key : spawnKey) {
            if (key < 0) {
                throw new IllegalArgumentException("spawn key must be at least 0, but is " + key);
            }
        }
        this.entropy = entropy;
        this.spawnKey = spawnKey.clone();
        this.pool = pool(words(entropy, this.spawnKey));
    }

    /**
     * The sequence whose path is that of this one with one more key, as NumPy's {@code spawn} returns it as child
     * number {@code spawnKey}. Children are addressed, not counted, so they can be requested in any order.
     *
     * @param spawnKey the child's number, at least 0
     * @throws IllegalArgumentException if the number is negative
     */
    public SeedSequence child(int spawnKey) {
        int[] path = Arrays.copyOf(this.spawnKey, this.spawnKey.length + 1);
        path[this.spawnKey.length] = spawnKey;
        return new SeedSequence(entropy, path);
    }

    /**
     * NumPy's {@code generate_state(words, uint32)}.
     *
     * @param words the number of words, at least 0
     * @return unsigned 32-bit words
     * @throws IllegalArgumentException if {@code words} is negative
     */
    public int[] generateState32(int words) {
        int[] state = new int[requireCount(words)];
        int hash = INITIAL_B;
        for (int i = 0; i < words; i++) {
            int next = hash * MULTIPLIER_B;
            state[i] = scramble(pool[i % POOL_WORDS], hash, next);
            hash = next;
        }
        return state;
    }

    /**
     * NumPy's {@code generate_state(words, uint64)}: pairs of 32-bit words, the low one first.
     *
     * @param words the number of words, from 0 to 2^30 - 1
     * @return unsigned 64-bit words
     * @throws IllegalArgumentException if {@code words} is out of range
     */
    public long[] generateState64(int words) {
        if (words > Integer.MAX_VALUE / 2) {
            throw new IllegalArgumentException("words must be at most " + Integer.MAX_VALUE / 2 + ", but is " + words);
        }
        int[] halves = generateState32(2 * requireCount(words));
        long[] state = new long[words];
        for (int i = 0; i < words; i++) {
            state[i] = Integer.toUnsignedLong(halves[2 * i]) | ((long) halves[2 * i + 1] << 32);
        }
        return state;
    }

    private static int requireCount(int words) {
        if (words < 0) {
            throw new IllegalArgumentException("words must be at least 0, but is " + words);
        }
        return words;
    }

    private static int[] words(BigInteger entropy, int[] spawnKey) {
        // The keys start after at least POOL_WORDS words. Otherwise they would be mixed as the upper words of a short
        // entropy, and a child could equal the root of a longer one.
        int start = Math.max(POOL_WORDS, (entropy.bitLength() + Integer.SIZE - 1) / Integer.SIZE);
        int[] words = new int[start + spawnKey.length];
        for (int i = 0; i < start; i++) {
            words[i] = entropy.shiftRight(Integer.SIZE * i).intValue();
        }
        System.arraycopy(spawnKey, 0, words, start, spawnKey.length);
        return words;
    }

    private static int[] pool(int[] words) {
        int[] pool = new int[POOL_WORDS];
        int hash = INITIAL_A;
        for (int i = 0; i < POOL_WORDS; i++) {
            int next = hash * MULTIPLIER_A;
            pool[i] = scramble(words[i], hash, next);
            hash = next;
        }
        for (int source = 0; source < POOL_WORDS; source++) {
            for (int target = 0; target < POOL_WORDS; target++) {
                if (source != target) {
                    int next = hash * MULTIPLIER_A;
                    pool[target] = mix(pool[target], scramble(pool[source], hash, next));
                    hash = next;
                }
            }
        }
        for (int source = POOL_WORDS; source < words.length; source++) {
            for (int target = 0; target < POOL_WORDS; target++) {
                int next = hash * MULTIPLIER_A;
                pool[target] = mix(pool[target], scramble(words[source], hash, next));
                hash = next;
            }
        }
        return pool;
    }

    private static int scramble(int word, int hash, int nextHash) {
        int scrambled = (word ^ hash) * nextHash;
        return scrambled ^ (scrambled >>> 16);
    }

    private static int mix(int left, int right) {
        int mixed = MIX_LEFT * left - MIX_RIGHT * right;
        return mixed ^ (mixed >>> 16);
    }
}
