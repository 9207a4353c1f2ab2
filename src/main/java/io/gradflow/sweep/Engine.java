package io.gradflow.sweep;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What trains the networks. */
public enum Engine {
    /** A network in each lane of a SIMD vector. */
    LANES,
    /** One network after the other on dense matrices: the readable reference. */
    BREEZE;

    /** The names of all, for messages. */
    static String names() {
        return Arrays.stream(values()).map(Engine::toString).collect(Collectors.joining(" or "));
    }

    static Optional<Engine> named(String name) {
        return Arrays.stream(values())
                .filter(engine -> engine.toString().equals(name))
                .findFirst();
    }

    /** The name in a configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
