package io.gradflow.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares binary cross-entropy with PyTorch where it is computed from logits, and with NumPy where it clips. */
class BinaryCrossEntropyTest {
    private static final BinaryCrossEntropy FROM_LOGITS = new BinaryCrossEntropy(0);
    private static final BinaryCrossEntropy CLIPPED = new BinaryCrossEntropy(1e-8);

    @Test
    void lossAndGradientFromLogitsArePytorchs() throws IOException {
        var torch = TorchLosses.read("sigmoid_binary_cross_entropy", "logits");
        var block = Blocks.computed(FROM_LOGITS, torch.logits(), torch.labels());
        assertEquals(torch.loss(), Blocks.mean(block), 1e-12 * torch.loss());
        // PyTorch's gradient is that of the mean loss.
        assertArrayEquals(
                torch.gradient(),
                Arrays.stream(block.deltas())
                        .map(delta -> delta / block.items())
                        .toArray(),
                1e-12);
    }

    /**
     * The expected losses are from {@code p = np.clip(p, 1e-8, 1 - 1e-8); -(y * np.log(p) + (1 - y) * np.log(1 - p))}.
     */
    @ParameterizedTest
    @CsvSource({
        "-Infinity, 1, 18.420680743952367",
        "-Infinity, 0, 1.0000000100247594e-08",
        "Infinity, 1, 1.0000000100247594e-08",
        "Infinity, 0, 18.420680738927608",
        "-20.7, 1, 18.420680743952367",
        "-18.43, 1, 18.420680743952367",
        "-1.0986122886681098, 1, 1.3862943611198906",
        "-1.0986122886681098, 0, 0.2876820724517809"
    })
    void probabilitiesAreClippedAsNumpyDoes(double logit, int label, double expected) {
        double loss = Blocks.mean(Blocks.computed(CLIPPED, new double[] {logit}, label));
        assertEquals(expected, loss, 4 * Math.ulp(expected));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void nanStaysNan(int label) {
        for (var loss : List.of(FROM_LOGITS, CLIPPED)) {
            var block = Blocks.computed(loss, new double[] {1, Double.NaN}, 1, label);
            assertEquals(Double.NaN, block.outputs()[1]);
            assertEquals(Double.NaN, block.losses()[1]);
            assertEquals(Double.NaN, block.deltas()[1]);
            assertEquals(1, Blocks.correct(Blocks.computed(loss, new double[] {1}, 1)));
            assertEquals(1 - label + 1, Blocks.correct(block));
        }
    }

    @Test
    void anInfiniteLogitCostsNothingOrEverythingUnlessClipped() {
        for (double sign : new double[] {1, -1}) {
            double[] logits = {sign * Double.POSITIVE_INFINITY};
            double right = sign > 0 ? 1 : 0;
            double wrong = sign > 0 ? 0 : 1;
            assertArrayEquals(
                    new double[] {right},
                    Blocks.computed(FROM_LOGITS, logits, right).outputs());
            assertEquals(0, Blocks.mean(Blocks.computed(FROM_LOGITS, logits, right)));
            assertEquals(Double.POSITIVE_INFINITY, Blocks.mean(Blocks.computed(FROM_LOGITS, logits, wrong)));
            assertEquals(18.4206807, Blocks.mean(Blocks.computed(CLIPPED, logits, wrong)), 1e-7);
        }
    }

    @Test
    void deltasAreThoseOfTheUnclippedLoss() {
        double[] logits = {-800, -800, 800, 800, 0};
        assertArrayEquals(
                new double[] {0, -1, 1, 0, -0.5},
                Blocks.computed(CLIPPED, logits, 0, 1, 0, 1, 1).deltas());
    }

    @Test
    void twoClassesNeedOneOutputAndOtherNumbersAreRefused() {
        assertEquals(List.of(1), CLIPPED.outputs(2));
        for (int classes : new int[] {0, 1, 3, 4}) {
            assertEquals(List.of(), CLIPPED.outputs(classes));
        }
    }
}
