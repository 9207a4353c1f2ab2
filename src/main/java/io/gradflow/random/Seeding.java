package io.gradflow.random;

import java.util.Objects;

/**
 * The rule by which a run's seed gives the streams of its purposes.
 *
 * <p>A stream depends only on seed and purpose, not on which streams were made before or on how much was drawn from
 * them.
 */
public enum Seeding {
    /**
     * Every purpose starts its own {@code default_rng(seed)}, as the study does. All purposes get the same numbers, so
     * data, split and weights of one run are correlated.
     */
    STUDY,
    /**
     * Every purpose has its own stream, {@code default_rng(SeedSequence(seed, spawn_key=(purpose.spawnKey,)))}. Data,
     * split and weights of one run are independent of each other.
     */
    INDEPENDENT;

    /**
     * A generator at the start of the stream of a seed and a purpose.
     *
     * @param seed the run's seed, at least 0
     * @param purpose what the numbers are for
     * @throws IllegalArgumentException if the seed is negative
     */
    public Generator generator(long seed, Purpose purpose) {
        Objects.requireNonNull(purpose, "purpose");
        return switch (this) {
            case STUDY -> Generator.seeded(seed);
            case INDEPENDENT -> Generator.seeded(seed, purpose.spawnKey());
        };
    }
}
