package io.gradflow.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.random.Generator;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests how many samples of each class a stratified split takes. {@link NumpyDatasetsTest} tests their order. */
class StratifiedSplitTest {

    /** The exact shares of training samples are written beside the sizes. */
    @ParameterizedTest
    @CsvSource({
        "4 4 4, 3, 3 3 3", // 3 3 3
        "5 3 2, 5, 2 2 1", // 2.5 1.5 1: one of two equal remainders, see below
        "7 2 1, 4, 4 1 1", // 4.2 1.2 0.6
        "90 9 1, 10, 81 8 1", // 81 8.1 0.9
        "0 6 2, 2, 0 5 1", // 0 4.5 1.5
        "1 1 1 1, 1, 1 1 1 1"
    })
    void theLargestRemaindersAreRoundedUp(String sizes, int testCount, String trainSizes) {
        int[] expected = integers(trainSizes);
        int[] all = integers(sizes);
        for (long seed = 0; seed < 30; seed++) {
            var split = Split.stratified(samples(all), all.length, testCount, Generator.seeded(seed));
            int[] train = sizes(split.train(), all.length);
            assertEquals(testCount, split.test().count());
            for (int c = 0; c < all.length; c++) {
                double share = all[c]
                        * (double) (Arrays.stream(all).sum() - testCount)
                        / Arrays.stream(all).sum();
                boolean isTie = share - Math.floor(share) == 0.5 || all[0] == 1;
                assertEquals(expected[c], train[c], isTie ? 1 : 0);
            }
        }
    }

    /** There are two classes with the same remainder. Each takes the odd sample in about half of all splits. */
    @Test
    void tiesAreBrokenAtRandom() {
        int[] all = {5, 5};
        int first = 0;
        for (long seed = 0; seed < 400; seed++) {
            var split = Split.stratified(samples(all), 2, 5, Generator.seeded(seed));
            int[] train = sizes(split.train(), 2);
            assertEquals(5, train[0] + train[1]);
            first += train[0] - 2;
        }
        // The tolerance is five standard deviations of a fair coin.
        assertEquals(200, first, 5 * 10);
    }

    /** Every sample is equally often a test sample, at every place. */
    @Test
    void theTestSamplesAndTheirOrderAreRandom() {
        int[] all = {8, 4};
        int splits = 3000;
        var tested = new int[12];
        var firstTested = new int[12];
        for (long seed = 0; seed < splits; seed++) {
            var test =
                    Split.stratified(samples(all), 2, 3, Generator.seeded(seed)).test();
            Arrays.stream(test.inputs()).forEach(sample -> tested[(int) sample]++);
            firstTested[(int) test.inputs()[0]]++;
        }
        for (int sample = 0; sample < 12; sample++) {
            assertEquals(splits / 4.0, tested[sample], 5 * Math.sqrt(splits * 0.25 * 0.75));
            assertEquals(splits / 12.0, firstTested[sample], 5 * Math.sqrt(splits / 12.0));
        }
    }

    @Test
    void aClassMayBeOnOneSideOrNowhere() {
        int[] all = {0, 1, 9, 0};
        var split = Split.stratified(samples(all), 4, 5, Generator.seeded(1));
        assertArrayEquals(new int[] {0, 1, 9, 0}, sum(sizes(split.train(), 4), sizes(split.test(), 4)));
    }

    /**
     * Samples whose labels take turns, so that a class's samples are not adjacent. Their only input is the sample's
     * number.
     */
    private static Samples samples(int[] sizes) {
        int n = Arrays.stream(sizes).sum();
        var left = sizes.clone();
        var labels = new int[n];
        for (int i = 0, label = 0; i < n; label = (label + 1) % sizes.length) {
            if (left[label] > 0) {
                left[label]--;
                labels[i++] = label;
            }
        }
        return new Samples(1, DoubleStream.iterate(0, i -> i + 1).limit(n).toArray(), labels);
    }

    private static int[] sizes(Samples samples, int classes) {
        var sizes = new int[classes];
        Arrays.stream(samples.labels()).forEach(label -> sizes[label]++);
        return sizes;
    }

    private static int[] sum(int[] a, int[] b) {
        return IntStream.range(0, a.length).map(i -> a[i] + b[i]).toArray();
    }

    private static int[] integers(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }
}
