package io.gradflow.random;

/**
 * The purpose for which a stream of random numbers is drawn.
 *
 * <p>The spawn keys affect every result made with {@link Seeding#INDEPENDENT}. So a key is never changed or used again,
 * and a new purpose takes a new key.
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
    BIASES(4),
    /** The training samples at which Jacobians are measured; spawn key 5. */
    POINTS(5);

    private final int spawnKey;

    Purpose(int spawnKey) {
        this.spawnKey = spawnKey;
    }

    /** The fixed spawn key of this purpose, which does not depend on the order of declaration. */
    public int spawnKey() {
        return spawnKey;
    }
}
