package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradflow.data.Samples;
import io.gradflow.engine.breeze.BreezePass;
import io.gradflow.engine.lanes.LanePass;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Tanh;
import io.gradflow.nn.loss.Loss;
import io.gradflow.nn.loss.SoftmaxCrossEntropy;
import io.gradflow.nn.optimizer.GradientDescent;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A network with three outputs, trained by PyTorch: its losses before and after each of 30 steps, its weights in the
 * end.
 */
class SoftmaxTrajectoryTest {
    private static final double TOLERANCE = 1e-12;
    private static final Architecture ARCHITECTURE = Architecture.parse("2-5-3");
    private static final Loss LOSS = new SoftmaxCrossEntropy();
    private static final GradientDescent OPTIMIZER = new GradientDescent(0.1);

    private Samples samples;
    private double[] initial;
    private double[] losses;
    private double[] trained;

    @BeforeEach
    void read() throws IOException {
        try (InputStream file =
                SoftmaxTrajectoryTest.class.getResourceAsStream("/io/gradflow/nn/torch-optimizers.json")) {
            var golden = new ObjectMapper().readTree(file);
            int[] labels = StreamSupport.stream(golden.get("y_12").spliterator(), false)
                    .mapToInt(JsonNode::asInt)
                    .toArray();
            samples = new Samples(2, doubles(golden.get("X_12x2")), labels);
            initial = joined(golden, "W1_2x5", "b1_5", "W2_5x3", "b2_3");
            var descent = golden.get("optimizers").get("sgd lr=0.1");
            losses = doubles(descent.get("loss"));
            trained = joined(descent, "W1", "b1", "W2", "b2");
        }
    }

    @Test
    void breezeTrainsAsPytorchDoes() {
        double[] parameters = initial.clone();
        var pass = new BreezePass(ARCHITECTURE, new Tanh(), LOSS, parameters, samples);
        var updater = OPTIMIZER.updater(List.of(OPTIMIZER), parameters.length);
        double[] unchangedRate = {1};
        for (int step = 0; step < losses.length; step++) {
            assertEquals(losses[step], pass.meanLoss(), TOLERANCE);
            if (step < losses.length - 1) {
                updater.update(parameters, pass.gradient(), unchangedRate);
            }
        }
        assertArrayEquals(trained, parameters, TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void everyLaneTrainsAsPytorchDoes(int lanes) {
        double[] parameters = Arrays.stream(initial)
                .flatMap(value -> DoubleStream.generate(() -> value).limit(lanes))
                .toArray();
        var pass = new LanePass(ARCHITECTURE, new Tanh(), LOSS, parameters, Collections.nCopies(lanes, samples));
        var updater = OPTIMIZER.updater(Collections.nCopies(lanes, OPTIMIZER), initial.length);
        double[] unchangedRates = DoubleStream.generate(() -> 1).limit(lanes).toArray();
        for (int step = 0; step < losses.length; step++) {
            pass.train();
            for (double mean : pass.meanLosses()) {
                assertEquals(losses[step], mean, TOLERANCE);
            }
            if (step < losses.length - 1) {
                updater.update(parameters, pass.gradient(), unchangedRates);
            }
        }
        for (int i = 0; i < parameters.length; i++) {
            assertEquals(trained[i / lanes], parameters[i], TOLERANCE);
        }
    }

    private static double[] joined(JsonNode object, String... arrays) {
        return Stream.of(arrays)
                .flatMapToDouble(name -> Arrays.stream(doubles(object.get(name))))
                .toArray();
    }

    private static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(number -> Double.parseDouble(number.asText()))
                .toArray();
    }
}
