package io.gradflow.data;

import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import io.gradflow.random.NumpyGenerator;
import io.gradflow.random.Purpose;
import io.gradflow.random.RandomSource;
import io.gradflow.random.Seeding;

/** The common part of all kinds: the number of samples, their split, and the generator that draws both. */
interface SyntheticDataset extends Dataset {

    Parameter<Double> TEST_FRACTION = Parameter.number(
            "test-fraction", 0.25, Rule.between(0, 1), "share of test samples; n * share rounds half to even");

    Parameter<Boolean> STRATIFIED = Parameter.flag(
            "stratified", false, "each class is split in the same proportion, as nearly as its size allows");

    Parameter<String> GENERATOR = Parameter.text(
            "generator",
            NumpyGenerator.DEFAULT_RNG.toString(),
            new Rule<>(NumpyGenerator.RULE, NumpyGenerator::isName),
            "NumPy's generator of samples and split; numpy_legacy: each starts RandomState(seed), whatever the"
                    + " seeding");

    /** The largest number of input values of a dataset, which take 8 GB. */
    long MAX_VALUES = 1_000_000_000;

    static Parameter<Integer> samples(int byDefault) {
        return Parameter.integer("n", byDefault, Rule.integerIn(2, 100_000_000), "samples in all");
    }

    static Parameter<Integer> features(int byDefault) {
        return Parameter.integer("features", byDefault, Rule.integerIn(1, 10_000), "inputs per sample");
    }

    int n();

    double testFraction();

    boolean stratified();

    /** The name of a {@link NumpyGenerator}. */
    String generator();

    /** Draws the samples before the split. */
    Samples samples(RandomSource source);

    @Override
    default int trainCount() {
        return n() - testCount();
    }

    @Override
    default int testCount() {
        return Split.testCount(n(), testFraction());
    }

    @Override
    default Split split(Seeding seeding, long seed) {
        var generator = NumpyGenerator.named(generator());
        var samples = samples(generator.source(seeding, seed, Purpose.DATA));
        var source = generator.source(seeding, seed, Purpose.SPLIT);
        return stratified()
                ? Split.stratified(samples, classes(), testCount(), source)
                : Split.random(samples, testCount(), source);
    }

    /**
     * Checks the conditions that involve several parameters.
     *
     * @return the generator's name in lower_snake, so that equal datasets are equal records
     */
    static String requireConsistent(int n, int features, double testFraction, String generator) {
        if ((long) n * features > MAX_VALUES) {
            throw new IllegalArgumentException("n = " + n + " with features = " + features + " makes "
                    + (long) n * features + " values, must be at most " + MAX_VALUES);
        }
        Split.testCount(n, testFraction);
        return NumpyGenerator.named(generator).toString();
    }

    /**
     * The number of samples in one of {@code parts} equal parts of n samples. The first parts have one more if n is not
     * a multiple of {@code parts}.
     */
    static int share(int n, int parts, int part) {
        return n / parts + (part < n % parts ? 1 : 0);
    }
}
