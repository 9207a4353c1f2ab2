package io.gradflow.random;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The generator of NumPy from which a component of a run draws, and where its streams start. */
public enum NumpyGenerator {
    /** {@code numpy.random.default_rng}, started according to the run's {@link Seeding}. */
    DEFAULT_RNG {
        @Override
        public RandomSource source(Seeding seeding, long seed, Purpose purpose) {
            return seeding.generator(seed, purpose);
        }
    },
    /**
     * {@code numpy.random.RandomState}. Every purpose starts its own {@code RandomState(seed)}, as programs written for
     * it do. There are no spawn keys, so the run's {@link Seeding} makes no difference.
     */
    NUMPY_LEGACY {
        @Override
        public RandomSource source(Seeding seeding, long seed, Purpose purpose) {
            return RandomState.seeded(seed);
        }
    };

    /** The rule of {@link #isName}, completing "must be ...". */
    public static final String RULE =
            Arrays.stream(values()).map(NumpyGenerator::toString).collect(Collectors.joining(" or "));

    /**
     * A source at the start of the stream of a seed and a purpose.
     *
     * @param seeding the run's seeding
     * @param seed the run's seed, at least 0
     * @param purpose what the numbers are for
     * @throws IllegalArgumentException if the seed is negative
     */
    public abstract RandomSource source(Seeding seeding, long seed, Purpose purpose);

    /** True for the name of a generator, in lower_snake or kebab-case. */
    public static boolean isName(String name) {
        return Arrays.stream(values()).anyMatch(generator -> generator.isCalled(name));
    }

    /**
     * The generator of that name, in lower_snake or kebab-case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static NumpyGenerator named(String name) {
        return Arrays.stream(values())
                .filter(generator -> generator.isCalled(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("generator must be " + RULE + ", not " + name));
    }

    private boolean isCalled(String name) {
        return toString().equals(name.replace('-', '_'));
    }

    /** The name in lower_snake. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
