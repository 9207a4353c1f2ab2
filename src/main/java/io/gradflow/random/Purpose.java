package io.gradflow.random;

/**
 * What a stream of random numbers is drawn for.
 *
 * <p>The spawn keys are part of every result made with {@link Seeding#INDEPENDENT}: a key once given is never changed
 * or used again, and a new purpose takes a new one.
 */
public enum Purpose {
    /** The points and labels of a dataset; spawn key 0. */
    DATA(0),
    /** The split into training and test set; spawn key 1. */
    SPLIT(1),
    /** The initial weights of a network; spawn key 2. */
    WEIGHTS(2),
    /** The order in which samples are put into mini-batches; spawn key 3. */
    BATCHES(3),
    /** The initial biases of a network; spawn key 4. */
    BIASES(4);

    private final int spawnKey;

    Purpose(int spawnKey) {
        this.spawnKey = spawnKey;
    }

    /** The fixed spawn key of this purpose, which does not depend on the order of declaration. */
    public int spawnKey() {
        return spawnKey;
    }
}
