package io.gradflow.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.nn.function.Elementary;
import io.gradflow.random.Generator;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares softmax cross-entropy with PyTorch, and tests what must hold for any logits. */
class SoftmaxCrossEntropyTest {
    private static final SoftmaxCrossEntropy LOSS = new SoftmaxCrossEntropy();

    @Test
    void lossAndGradientArePytorchs() throws IOException {
        var torch = TorchLosses.read("softmax_cross_entropy", "logits_5x2");
        var block = Blocks.computed(LOSS, torch.logits(), torch.labels());
        assertEquals(torch.loss(), Blocks.mean(block), 1e-12 * torch.loss());
        // PyTorch's gradient is that of the mean loss.
        assertArrayEquals(
                torch.gradient(),
                Arrays.stream(Blocks.deltas(block))
                        .map(delta -> delta / block.items())
                        .toArray(),
                1e-12);
    }

    /** The expected values are from mpmath at 50 digits, for the logits (1, 2, 3) and (0.5, -1.25, 2, 0). */
    @Test
    void threeAndFourClassesAreThoseOfTheFormula() {
        var three = Blocks.computed(LOSS, new double[] {1, 2, 3, 1, 2, 3}, 0, 2);
        assertEquals(2.4076059644443806, three.losses()[0], 1e-15);
        assertEquals(0.40760596444438046, three.losses()[1], 1e-15);
        double[] p = {0.09003057317038046, 0.24472847105479764, 0.6652409557748219};
        assertArrayEquals(new double[] {p[0], p[1], p[2], p[0], p[1], p[2]}, Blocks.outputs(three), 1e-15);
        assertArrayEquals(new double[] {p[0] - 1, p[1], p[2], p[0], p[1], p[2] - 1}, Blocks.deltas(three), 1e-15);
        var four = Blocks.computed(LOSS, new double[] {0.5, -1.25, 2, 0}, 1);
        double sum = Math.exp(0.5) + Math.exp(-1.25) + Math.exp(2) + 1;
        assertEquals(Math.log(sum) + 1.25, four.losses()[0], 1e-14);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 10})
    void probabilitiesAddUpToOneAndDeltasToZeroHoweverFarTheLogitsAreApart(int classes) {
        var generator = Generator.seeded(classes);
        for (double scale : new double[] {1e-3, 1, 30, 800, 1e300}) {
            double[] logits = generator.fillNormal(new double[classes], 0, scale);
            for (int label = 0; label < classes; label++) {
                var block = Blocks.computed(LOSS, logits, label);
                assertEquals(1, Arrays.stream(block.outputs()).sum(), 1e-15 * classes);
                assertEquals(0, Arrays.stream(block.deltas()).sum(), 1e-15 * classes);
                // The loss is at least the gap between the target's logit and the largest, and at most log(classes)
                // more.
                double gap = Arrays.stream(logits).max().orElseThrow() - logits[label];
                assertEquals(gap + Math.log(classes) / 2, block.losses()[0], Math.log(classes) / 2 + 1e-15 * gap);
            }
        }
    }

    /** The softmax of the logits 0 and z is the sigmoid of z. */
    @Test
    void ofTwoClassesItIsBinaryCrossEntropyOfTheDifference() {
        for (double z : new double[] {-800, -40, -3, -0.1, 0, 0.1, 3, 40, 800}) {
            for (int label = 0; label < 2; label++) {
                var softmax = Blocks.computed(LOSS, new double[] {0, z}, label);
                var binary = Blocks.computed(new BinaryCrossEntropy(0), new double[] {z}, label);
                assertEquals(binary.losses()[0], softmax.losses()[0], 1e-15 * (1 + Math.abs(z)));
                assertEquals(binary.outputs()[0], softmax.outputs()[1], 1e-15);
                assertEquals(binary.deltas()[0], softmax.deltas()[1], 1e-15);
                assertEquals(-binary.deltas()[0], softmax.deltas()[0], 1e-15);
            }
        }
    }

    @Test
    void logitsThatAreAllTheSameAreGivenTheSameProbability() {
        for (double z : new double[] {0, 800, -800, 1e308}) {
            var block = Blocks.computed(LOSS, new double[] {z, z, z, z}, 2);
            assertArrayEquals(new double[] {0.25, 0.25, 0.25, 0.25}, block.outputs());
            assertArrayEquals(new double[] {0.25, 0.25, -0.75, 0.25}, block.deltas());
            assertEquals(Elementary.log(4), block.losses()[0]);
        }
    }

    @Test
    void nanAndInfinityMakeTheirSampleNanAndNoOther() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            for (int place = 0; place < 3; place++) {
                double[] logits = {1, 2, 3, 1, 2, 3, 1, 2, 3};
                var good = Blocks.computed(LOSS, logits, 0, 1, 2);
                logits[3 + place] = bad;
                var block = Blocks.computed(LOSS, logits, 0, 1, 2);
                assertEquals(Double.NaN, block.losses()[1]);
                for (int sample = 0; sample < 3; sample++) {
                    for (int unit = 0; unit < 3; unit++) {
                        int i = 3 * sample + unit;
                        assertEquals(sample == 1 ? Double.NaN : Blocks.outputs(good)[i], Blocks.outputs(block)[i]);
                        assertEquals(sample == 1 ? Double.NaN : Blocks.deltas(good)[i], Blocks.deltas(block)[i]);
                    }
                }
                assertEquals(1, Blocks.correct(block));
            }
        }
    }

    @Test
    void aLogitOfMinusInfinityIsAnImpossibleClass() {
        double[] logits = {Double.NEGATIVE_INFINITY, 2, 2};
        var impossible = Blocks.computed(LOSS, logits, 0);
        assertEquals(Double.POSITIVE_INFINITY, impossible.losses()[0]);
        assertArrayEquals(new double[] {0, 0.5, 0.5}, impossible.outputs());
        assertArrayEquals(new double[] {-1, 0.5, 0.5}, impossible.deltas());
        assertEquals(Elementary.log(2), Blocks.computed(LOSS, logits, 1).losses()[0]);
    }

    @Test
    void thereIsAnOutputForEachClass() {
        assertEquals(List.of(), LOSS.outputs(1));
        assertEquals(List.of(2), LOSS.outputs(2));
        assertEquals(List.of(7), LOSS.outputs(7));
    }
}
