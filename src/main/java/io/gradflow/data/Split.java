package io.gradflow.data;

import io.gradflow.random.RandomSource;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The samples a network is trained on and those it is tested on. */
public record Split(Samples train, Samples test) {

    /**
     * The number of test samples: {@code n * testFraction}, rounded half to even.
     *
     * @throws IllegalArgumentException if this leaves no training or no test sample
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
     * A random split. The samples are put in the order of a random permutation; the first {@code testCount} are for
     * testing, the others for training. With the same source it is the split of scikit-learn's {@code ShuffleSplit}.
     */
    static Split random(Samples samples, int testCount, RandomSource source) {
        int[] order = source.permutation(samples.count());
        return new Split(samples.select(order, testCount, samples.count()), samples.select(order, 0, testCount));
    }

    /**
     * A random split in which each class has its share of the training samples. The share is
     * {@code trainCount * size / n}, rounded down. The classes with the largest remainders get one more until there are
     * enough, and ties are broken at random.
     *
     * <p>It makes the same draws as {@code StratifiedShuffleSplit} of scikit-learn 0.20. So {@code RandomState(seed)}
     * gives the samples of {@code train_test_split(..., stratify=labels, random_state=seed)} in their order. First come
     * the draws that break ties. Then each class is permuted; the start of the permutation is for training and the rest
     * for testing. Last come permutations of all training and of all test samples. A class may be absent, or have all
     * its samples on one side.
     */
    static Split stratified(Samples samples, int classes, int testCount, RandomSource source) {
        int[][] members = members(samples.labels(), classes);
        int trainCount = samples.count() - testCount;
        int[] trainShares = shares(members, samples.count(), trainCount, source);
        var train = new int[trainCount];
        var test = new int[testCount];
        int trained = 0;
        int tested = 0;
        for (int c = 0; c < classes; c++) {
            int[] order = source.permutation(members[c].length);
            for (int i = 0; i < order.length; i++) {
                int sample = members[c][order[i]];
                if (i < trainShares[c]) {
                    train[trained++] = sample;
                } else {
                    test[tested++] = sample;
                }
            }
        }
        return new Split(shuffled(samples, train, source), shuffled(samples, test, source));
    }

    /** The samples of each class, in ascending order. */
    private static int[][] members(int[] labels, int classes) {
        var sizes = new int[classes];
        for (int label : labels) {
            sizes[label]++;
        }
        var members = new int[classes][];
        for (int c = 0; c < classes; c++) {
            members[c] = new int[sizes[c]];
        }
        // The arrays are filled from the end, so that each size counts down through the places of its class.
        for (int i = labels.length - 1; i >= 0; i--) {
            members[labels[i]][--sizes[labels[i]]] = i;
        }
        return members;
    }

    /**
     * The number of samples that each class contributes to {@code drawn} samples, by the method of the largest
     * remainder. Remainders are compared as doubles, as scikit-learn does. Shares that are mathematically equal may
     * differ by rounding, and are then not a tie.
     */
    private static int[] shares(int[][] members, int n, int drawn, RandomSource source) {
        var shares = new int[members.length];
        var remainders = new double[members.length];
        int missing = drawn;
        for (int c = 0; c < members.length; c++) {
            long product = (long) drawn * members[c].length;
            // The whole part of the double is not used, because rounding may have raised it to the next integer.
            shares[c] = (int) (product / n);
            remainders[c] = (double) product / n - shares[c];
            missing -= shares[c];
        }
        double[] ascending = Arrays.stream(remainders).sorted().distinct().toArray();
        for (int rank = ascending.length - 1; missing > 0; rank--) {
            double remainder = ascending[rank];
            int[] tied = IntStream.range(0, members.length)
                    .filter(c -> members[c].length > 0 && remainders[c] == remainder)
                    .toArray();
            int[] order = source.permutation(tied.length);
            for (int i = 0; i < tied.length && missing > 0; i++) {
                shares[tied[order[i]]]++;
                missing--;
            }
        }
        return shares;
    }

    private static Samples shuffled(Samples samples, int[] chosen, RandomSource source) {
        int[] order = source.permutation(chosen.length);
        for (int i = 0; i < order.length; i++) {
            order[i] = chosen[order[i]];
        }
        return samples.select(order, 0, order.length);
    }
}
