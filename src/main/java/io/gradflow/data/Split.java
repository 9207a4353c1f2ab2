package io.gradflow.data;

import io.gradflow.random.Generator;

/** The samples a network is trained on and those it is tested on. */
public record Split(Samples train, Samples test) {

    /**
     * The number of test samples: {@code n * testFraction}, rounded half to even.
     *
     * @throws IllegalArgumentException if it leaves no training or no test sample
     */
    static int testCount(int n, double testFraction) {
        int count = (int) Math.rint(n * testFraction);
        if (count < 1 || count > n - 1) {
            throw new IllegalArgumentException("n = " + n + " with test-fraction = " + testFraction + " leaves " + count
                    + " test and " + (n - count) + " training samples, must leave at least one of each");
        }
        return count;
    }

    /**
     * A random split: the samples in the order of a random permutation, the first {@code testCount} for testing, the
     * others for training.
     */
    static Split random(Samples samples, int testCount, Generator generator) {
        int[] order = generator.permutation(samples.count());
        return new Split(samples.select(order, testCount, samples.count()), samples.select(order, 0, testCount));
    }
}
