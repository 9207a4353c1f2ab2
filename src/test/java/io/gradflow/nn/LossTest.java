package io.gradflow.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
        int[] labels = StreamSupport.stream(golden.get("label").spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
        double[] outputs = outputs(FROM_LOGITS, logits);
        double expected = Double.parseDouble(golden.get("loss").asText());
        assertEquals(expected, FROM_LOGITS.mean(logits, outputs, labels), 1e-12 * expected);
        // PyTorch's gradient is that of the mean.
        double[] deltas = new double[logits.length];
        FROM_LOGITS.deltas(outputs, labels, deltas);
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
        double loss = CLIPPED.mean(new double[] {Double.NaN}, new double[] {probability}, new int[] {label});
        assertEquals(expected, loss, 2 * Math.ulp(expected));
    }

    @Test
    void theMeanIsOverAllSamples() {
        double[] outputs = {0.25, 0.25, 0.5, 1};
        double expected = (1.3862943611198906 + 0.2876820724517809 + 0.6931471805599453 + 18.420680738927608) / 4;
        assertEquals(expected, CLIPPED.mean(new double[4], outputs, new int[] {1, 0, 1, 0}), 1e-14);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void nanStaysNan(int label) {
        double[] logits = {1, Double.NaN};
        int[] labels = {1, label};
        for (var loss : new BinaryCrossEntropy[] {FROM_LOGITS, CLIPPED}) {
            double[] outputs = outputs(loss, logits);
            assertEquals(Double.NaN, outputs[1]);
            assertEquals(Double.NaN, loss.mean(logits, outputs, labels));
            double[] deltas = new double[2];
            loss.deltas(outputs, labels, deltas);
            assertEquals(Double.NaN, deltas[1]);
        }
    }

    @Test
    void anInfiniteLogitCostsNothingOrEverythingUnlessClipped() {
        for (double sign : new double[] {1, -1}) {
            double[] logits = {sign * Double.POSITIVE_INFINITY};
            int[] right = {sign > 0 ? 1 : 0};
            int[] wrong = {sign > 0 ? 0 : 1};
            double[] outputs = outputs(FROM_LOGITS, logits);
            assertArrayEquals(new double[] {right[0]}, outputs);
            assertEquals(0, FROM_LOGITS.mean(logits, outputs, right));
            assertEquals(Double.POSITIVE_INFINITY, FROM_LOGITS.mean(logits, outputs, wrong));
            assertEquals(18.4206807, CLIPPED.mean(logits, outputs, wrong), 1e-7);
        }
    }

    @Test
    void deltasAreThoseOfTheUnclippedLoss() {
        double[] outputs = {0, 0, 1, 1, 0.25};
        double[] deltas = new double[5];
        CLIPPED.deltas(outputs, new int[] {0, 1, 0, 1, 1}, deltas);
        assertArrayEquals(new double[] {0, -1, 1, 0, -0.75}, deltas);
    }

    @Test
    void aProbabilityOfOneHalfCountsAsClass1() {
        double below = Math.nextDown(0.5);
        assertEquals(2, CLIPPED.correct(new double[] {0.5, 0.5, below, below}, new int[] {0, 1, 0, 1}));
        assertEquals(3, CLIPPED.correct(new double[] {0.5, 1, below}, new int[] {1, 1, 0}));
    }

    @Test
    void nanCountsAsClass0() {
        // As in NumPy, where nan >= 0.5 is False.
        assertEquals(1, CLIPPED.correct(new double[] {Double.NaN, Double.NaN}, new int[] {0, 1}));
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
        loss.outputs(logits, outputs);
        return outputs;
    }

    private static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(number -> Double.parseDouble(number.asText()))
                .toArray();
    }
}
