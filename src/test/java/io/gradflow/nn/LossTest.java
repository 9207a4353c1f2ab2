package io.gradflow.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Binary cross-entropy against PyTorch where it is computed from logits, and against NumPy where it clips. */
class LossTest {
    private static final BinaryCrossEntropy FROM_LOGITS = new BinaryCrossEntropy(0);
    private static final BinaryCrossEntropy CLIPPED = new BinaryCrossEntropy(1e-8);

    @Test
    void lossAndGradientFromLogitsArePytorchs() throws IOException {
        JsonNode golden;
        try (InputStream file = LossTest.class.getResourceAsStream("torch-losses.json")) {
            golden = new ObjectMapper().readTree(file).get("sigmoid_binary_cross_entropy");
        }
        double[] logits = doubles(golden.get("logits"));
        double[] labels = doubles(golden.get("label"));
        double[] outputs = outputs(FROM_LOGITS, logits);
        double expected = Double.parseDouble(golden.get("loss").asText());
        assertEquals(expected, mean(FROM_LOGITS, logits, outputs, labels), 1e-12 * expected);
        // PyTorch's gradient is that of the mean.
        double[] deltas = new double[logits.length];
        FROM_LOGITS.deltas(outputs, labels, deltas, 0, deltas.length);
        assertArrayEquals(
                doubles(golden.get("dlogits")),
                Arrays.stream(deltas).map(delta -> delta / logits.length).toArray(),
                1e-12);
    }

    /** Probability, label, and {@code p = np.clip(p, 1e-8, 1 - 1e-8); -(y * np.log(p) + (1 - y) * np.log(1 - p))}. */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 18.420680743952367",
        "0, 0, 1.0000000100247594e-08",
        "1, 1, 1.0000000100247594e-08",
        "1, 0, 18.420680738927608",
        "1e-9, 1, 18.420680743952367",
        "1e-8, 1, 18.420680743952367",
        "0.25, 1, 1.3862943611198906",
        "0.25, 0, 0.2876820724517809"
    })
    void probabilitiesAreClippedAsNumpyDoes(double probability, int label, double expected) {
        // The logit is not looked at: NaN would show.
        double loss = mean(CLIPPED, new double[] {Double.NaN}, new double[] {probability}, new double[] {label});
        assertEquals(expected, loss, 2 * Math.ulp(expected));
    }

    @Test
    void theMeanIsOverAllSamples() {
        double[] outputs = {0.25, 0.25, 0.5, 1};
        double expected = (1.3862943611198906 + 0.2876820724517809 + 0.6931471805599453 + 18.420680738927608) / 4;
        assertEquals(expected, mean(CLIPPED, new double[4], outputs, new double[] {1, 0, 1, 0}), 1e-14);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void nanStaysNan(int label) {
        double[] logits = {1, Double.NaN};
        double[] labels = {1, label};
        for (var loss : new BinaryCrossEntropy[] {FROM_LOGITS, CLIPPED}) {
            double[] outputs = outputs(loss, logits);
            assertEquals(Double.NaN, outputs[1]);
            assertEquals(Double.NaN, mean(loss, logits, outputs, labels));
            double[] deltas = new double[2];
            loss.deltas(outputs, labels, deltas, 0, 2);
            assertEquals(Double.NaN, deltas[1]);
        }
    }

    @Test
    void anInfiniteLogitCostsNothingOrEverythingUnlessClipped() {
        for (double sign : new double[] {1, -1}) {
            double[] logits = {sign * Double.POSITIVE_INFINITY};
            double[] right = {sign > 0 ? 1 : 0};
            double[] wrong = {sign > 0 ? 0 : 1};
            double[] outputs = outputs(FROM_LOGITS, logits);
            assertArrayEquals(new double[] {right[0]}, outputs);
            assertEquals(0, mean(FROM_LOGITS, logits, outputs, right));
            assertEquals(Double.POSITIVE_INFINITY, mean(FROM_LOGITS, logits, outputs, wrong));
            assertEquals(18.4206807, mean(CLIPPED, logits, outputs, wrong), 1e-7);
        }
    }

    @Test
    void deltasAreThoseOfTheUnclippedLoss() {
        double[] outputs = {0, 0, 1, 1, 0.25};
        double[] deltas = new double[5];
        CLIPPED.deltas(outputs, new double[] {0, 1, 0, 1, 1}, deltas, 0, 5);
        assertArrayEquals(new double[] {0, -1, 1, 0, -0.75}, deltas);
    }

    @Test
    void aProbabilityOfOneHalfCountsAsClass1() {
        double below = Math.nextDown(0.5);
        for (double output : new double[] {0.5, 1}) {
            assertTrue(CLIPPED.isCorrect(output, 1));
            assertFalse(CLIPPED.isCorrect(output, 0));
        }
        assertFalse(CLIPPED.isCorrect(below, 1));
        assertTrue(CLIPPED.isCorrect(below, 0));
    }

    @Test
    void nanCountsAsClass0() {
        // As in NumPy, where nan >= 0.5 is False.
        assertTrue(CLIPPED.isCorrect(Double.NaN, 0));
        assertFalse(CLIPPED.isCorrect(Double.NaN, 1));
    }

    @Test
    void twoClassesNeedOneOutputAndOtherNumbersAreRefused() {
        assertEquals(1, CLIPPED.outputs(2));
        assertEquals(
                "binary cross-entropy needs 2 classes, not 3",
                assertThrows(IllegalArgumentException.class, () -> CLIPPED.outputs(3))
                        .getMessage());
    }

    private static double[] outputs(Loss loss, double[] logits) {
        var outputs = new double[logits.length];
        loss.outputs(logits, outputs, 0, logits.length, ArrayFunctions.SCALAR);
        return outputs;
    }

    private static double mean(Loss loss, double[] logits, double[] outputs, double[] targets) {
        var losses = new double[logits.length];
        loss.losses(logits, outputs, targets, losses, 0, losses.length, ArrayFunctions.SCALAR);
        return Arrays.stream(losses).sum() / losses.length;
    }

    private static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(number -> Double.parseDouble(number.asText()))
                .toArray();
    }
}
