package io.gradflow.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.random.Generator;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which items count as correct, that a loss keeps to its block, and that items do not affect each other. */
class OutputBlockTest {
    /** The value of array elements outside the block. */
    private static final double UNTOUCHED = -123.456;

    private static final double NAN = Double.NaN;

    @Test
    void oneOutputOfAtLeastOneHalfIsClass1() {
        double[] outputs = {0.5, Math.nextDown(0.5), 1, 0, -1, 2, NAN};
        assertArrayEquals(new double[] {1, 0, 1, 0, 0, 1, 0}, predictions(1, outputs));
    }

    /** Counts like {@code np.argmax}, which, however, takes NaN for the largest. */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 1",
        "1, 0, 0",
        "0.5, 0.5, 0",
        "-0.0, 0.0, 0",
        "0.0, -0.0, 0",
        "0.1, 0.2, 1",
        "-Infinity, -Infinity, 0",
        "-Infinity, Infinity, 1",
    })
    void ofTwoOutputsTheLargestAndTheFirstOfEqualsCounts(double first, double second, double expected) {
        assertArrayEquals(new double[] {expected}, predictions(2, first, second));
    }

    @Test
    void ofSeveralOutputsTheLargestAndTheFirstOfEqualsCounts() {
        double[] outputs = {
            1, 2, 3, //
            3, 2, 1, //
            1, 3, 2, //
            2, 2, 1, //
            1, 2, 2, //
            2, 1, 2, //
            2, 2, 2
        };
        assertArrayEquals(new double[] {2, 0, 1, 0, 1, 0, 0}, predictions(3, outputs));
    }

    @Test
    void noClassIsCorrectIfAnOutputIsNan() {
        double[] outputs = {
            NAN, 2, 3, //
            3, NAN, 1, //
            1, 3, NAN, //
            NAN, NAN, NAN, //
            1, 2, 3
        };
        assertArrayEquals(new double[] {-1, -1, -1, -1, 2}, predictions(3, outputs));
    }

    /** For each sample, the label with which its outputs count as correct; -1 if there is none. */
    private static double[] predictions(int units, double... outputs) {
        int classes = Math.max(units, 2);
        return IntStream.range(0, outputs.length / units)
                .mapToDouble(sample -> {
                    var right = IntStream.range(0, classes)
                            .filter(label -> {
                                double[] logits = Arrays.copyOfRange(outputs, sample * units, (sample + 1) * units);
                                // With this loss, the outputs are the logits.
                                return Blocks.correct(Blocks.computed(new MeanSquaredError(), logits, label)) == 1;
                            })
                            .toArray();
                    assertEquals(true, right.length <= 1);
                    return right.length == 0 ? -1 : right[0];
                })
                .toArray();
    }

    @Test
    void eachNetworkIsCountedOnItsOwn() {
        // There are three samples of two networks. The first network is right about all, the second about the second
        // sample only.
        double[] logits = {0, 1, 1, 1, 0, 1};
        double[] targets = {0, 0, 1, 1, 0, 0};
        var block = OutputBlock.of(1, logits, targets);
        new MeanSquaredError().forward(block, ArrayFunctions.SCALAR);
        int[] counts = {10, 20};
        block.countCorrect(counts);
        assertArrayEquals(new int[] {13, 21}, counts);
    }

    static Stream<Arguments> losses() {
        return Losses.CATALOG.kinds().stream()
                .flatMap(kind -> Stream.of(0.0, 1e-8)
                        .map(clip -> (Loss) kind.create(
                                Stream.of(clip).limit(kind.parameters().size()).toList()))
                        .distinct())
                .flatMap(loss -> IntStream.rangeClosed(2, 5)
                        .boxed()
                        .flatMap(classes ->
                                loss.outputs(classes).stream().map(units -> Arguments.of(loss, units, classes))));
    }

    /** The block lies within larger arrays, with gaps between the units and fewer items than there is room for. */
    @ParameterizedTest
    @MethodSource("losses")
    void aLossReadsAndWritesItsBlockAlone(Loss loss, int units, int classes) {
        int items = 13;
        int stride = 17;
        int from = 5;
        int itemsFrom = 9;
        var generator = Generator.seeded(3);
        double[] logits = filled(units * stride + 20);
        double[] targets = filled(40);
        var samples = new double[items * units];
        var labels = new double[items];
        for (int item = 0; item < items; item++) {
            labels[item] = generator.integers(0, classes);
            targets[itemsFrom + item] = labels[item];
            for (int unit = 0; unit < units; unit++) {
                double logit = 300 * generator.standardNormal();
                samples[item * units + unit] = logit;
                logits[from + unit * stride + item] = logit;
            }
        }
        var block = new OutputBlock(
                units,
                items,
                logits.clone(),
                filled(logits.length),
                filled(logits.length),
                from,
                stride,
                targets.clone(),
                filled(targets.length),
                itemsFrom);
        loss.forward(block, ArrayFunctions.SCALAR);
        loss.backward(block);

        var expectedOutputs = filled(logits.length);
        var expectedDeltas = filled(logits.length);
        var expectedLosses = filled(targets.length);
        for (int item = 0; item < items; item++) {
            var alone =
                    Blocks.computed(loss, Arrays.copyOfRange(samples, item * units, (item + 1) * units), labels[item]);
            expectedLosses[itemsFrom + item] = alone.losses()[0];
            for (int unit = 0; unit < units; unit++) {
                expectedOutputs[from + unit * stride + item] = alone.outputs()[unit];
                expectedDeltas[from + unit * stride + item] = alone.deltas()[unit];
            }
        }
        assertArrayEquals(expectedOutputs, block.outputs());
        assertArrayEquals(expectedDeltas, block.deltas());
        assertArrayEquals(expectedLosses, block.losses());
        assertArrayEquals(logits, block.logits());
        assertArrayEquals(targets, block.targets());
    }

    private static double[] filled(int length) {
        var values = new double[length];
        Arrays.fill(values, UNTOUCHED);
        return values;
    }

    @Test
    void aBlockThatDoesNotFitIsRefused() {
        var twelve = new double[12];
        var four = new double[4];
        assertEquals(3, new OutputBlock(3, 4, twelve, twelve, twelve, 0, 4, four, four, 0).units());
        refused(
                "a block of 3 units and 4 items must lie within its arrays, of 12, 12, 12, 4 and 4 numbers",
                3,
                4,
                1,
                4,
                0);
        refused(
                "a block of 3 units and 4 items must lie within its arrays, of 12, 12, 12, 4 and 4 numbers",
                3,
                4,
                0,
                5,
                0);
        refused(
                "a block of 3 units and 4 items must lie within its arrays, of 12, 12, 12, 4 and 4 numbers",
                3,
                4,
                0,
                4,
                1);
        refused(
                "a block of 0 units and 4 items from 0 and 0, with stride 4, must have a unit, no negative"
                        + " number, and no"
                        + " items that overlap",
                0,
                4,
                0,
                4,
                0);
        refused(
                "a block of 3 units and 4 items from 0 and 0, with stride 3, must have a unit, no negative"
                        + " number, and no"
                        + " items that overlap",
                3,
                4,
                0,
                3,
                0);
    }

    private static void refused(String message, int units, int items, int from, int stride, int itemsFrom) {
        var twelve = new double[12];
        var four = new double[4];
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new OutputBlock(
                                        units, items, twelve, twelve, twelve, from, stride, four, four, itemsFrom))
                        .getMessage());
    }
}
