package io.gradflow.nn.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares 30 steps of each optimizer with those of PyTorch, on a network written out here. */
class TorchOptimizersTest {
    private static final double TOLERANCE = 1e-10;
    private static final double[] UNCHANGED_RATE = {1};
    private static final JsonNode GOLDEN = golden();

    private static final Map<String, Optimizer> OPTIMIZERS = new LinkedHashMap<>();

    static {
        OPTIMIZERS.put("sgd lr=0.1", new GradientDescent(0.1));
        OPTIMIZERS.put("sgd lr=0.1 momentum=0.9", new Momentum(0.1, 0.9, 0, 0));
        OPTIMIZERS.put("sgd lr=0.1 momentum=0.9 nesterov", new SgdNesterov(0.1, 0.9, 0, 0));
        OPTIMIZERS.put("sgd lr=0.1 weight_decay=0.01", new GradientDescent(0.1, 0.01, 0));
        OPTIMIZERS.put("adagrad lr=0.1 eps=1e-10", new AdaGrad(0.1, 1e-10, 0, 0));
        OPTIMIZERS.put("rmsprop lr=0.01 alpha=0.99 eps=1e-8", new RmsProp(0.01, 0.99, 1e-8, 0, 0));
        OPTIMIZERS.put("rmsprop lr=0.01 alpha=0.9 eps=1e-8", new RmsProp(0.01, 0.9, 1e-8, 0, 0));
        OPTIMIZERS.put("adadelta lr=1.0 rho=0.9 eps=1e-6", new AdaDelta(1, 0.9, 1e-6, 0, 0));
        OPTIMIZERS.put("adam lr=0.01 betas=0.9,0.999 eps=1e-8", new Adam(0.01, 0.9, 0.999, 1e-8, 0, 0));
        OPTIMIZERS.put("adam amsgrad lr=0.01 betas=0.9,0.999 eps=1e-8", new AmsGrad(0.01, 0.9, 0.999, 1e-8, 0, 0));
        OPTIMIZERS.put(
                "adamw lr=0.01 betas=0.9,0.999 eps=1e-8 weight_decay=0.01", new AdamW(0.01, 0.9, 0.999, 1e-8, 0.01, 0));
        OPTIMIZERS.put(
                "nadam lr=0.01 betas=0.9,0.999 eps=1e-8 momentum_decay=0.004",
                new NAdam(0.01, 0.9, 0.999, 1e-8, 0.004, 0, 0));
        OPTIMIZERS.put("adamax lr=0.01 betas=0.9,0.999 eps=1e-8", new AdaMax(0.01, 0.9, 0.999, 1e-8, 0, 0));
    }

    static Stream<Arguments> trajectories() {
        return OPTIMIZERS.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @Test
    void noTrajectoryIsLeftOut() {
        var names = new HashSet<String>();
        GOLDEN.get("optimizers").fieldNames().forEachRemaining(names::add);
        assertEquals(names, OPTIMIZERS.keySet());
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void lossesAndLastParametersAreThoseOfPytorch(String name, Optimizer optimizer) {
        var expected = GOLDEN.get("optimizers").get(name);
        double[] losses = doubles(expected.get("loss"));
        double[] parameters = initial();
        var updater = optimizer.updater(List.of(optimizer), parameters.length);
        var gradient = new double[parameters.length];
        for (int step = 0; step < losses.length; step++) {
            assertEquals(losses[step], loss(parameters, gradient), TOLERANCE, "loss before step " + step);
            if (step < losses.length - 1) {
                updater.update(parameters, gradient, UNCHANGED_RATE);
            }
        }
        assertArrayEquals(joined(expected, "W1", "b1", "W2", "b2"), parameters, TOLERANCE);
    }

    /** At the look-ahead points, the form with a look-ahead is the same as PyTorch's, with and without weight decay. */
    @ParameterizedTest
    @MethodSource("lookaheads")
    void nesterovsLookAheadPointsAreTheParametersOfPytorchsForm(Nesterov optimizer) {
        var pytorchs = new SgdNesterov(optimizer.learningRate(), optimizer.momentum(), optimizer.weightDecay(), 0.05);
        double[] expected = initial();
        double[] parameters = initial();
        var updater = optimizer.updater(List.of(optimizer), parameters.length);
        var pytorchsUpdater = pytorchs.updater(List.of(pytorchs), parameters.length);
        var point = new double[parameters.length];
        var gradient = new double[parameters.length];
        for (int step = 0; step < 30; step++) {
            updater.lookAhead(parameters, point);
            assertArrayEquals(expected, point, TOLERANCE);
            loss(point, gradient);
            updater.update(parameters, gradient, UNCHANGED_RATE);
            loss(expected, gradient);
            pytorchsUpdater.update(expected, gradient, UNCHANGED_RATE);
        }
    }

    static Stream<Nesterov> lookaheads() {
        return Stream.of(
                new Nesterov(0.1, 0.9, -1, 0, 0.05),
                new Nesterov(0.1, 0.9, 0.9, 0, 0.05),
                new Nesterov(0.1, 0.9, -1, 0.01, 0.05));
    }

    private static double[] initial() {
        return joined(GOLDEN, "W1_2x5", "b1_5", "W2_5x3", "b2_3");
    }

    /** The mean loss of the 2-5-3 network with tanh and softmax; writes its gradient. */
    private static double loss(double[] w, double[] gradient) {
        double[] x = doubles(GOLDEN.get("X_12x2"));
        int count = x.length / 2;
        Arrays.fill(gradient, 0);
        double loss = 0;
        for (int sample = 0; sample < count; sample++) {
            var hidden = new double[5];
            for (int unit = 0; unit < 5; unit++) {
                hidden[unit] =
                        StrictMath.tanh(x[2 * sample] * w[unit] + x[2 * sample + 1] * w[5 + unit] + w[10 + unit]);
            }
            var outputs = new double[3];
            double sum = 0;
            for (int out = 0; out < 3; out++) {
                double z = w[30 + out];
                for (int unit = 0; unit < 5; unit++) {
                    z += hidden[unit] * w[15 + 3 * unit + out];
                }
                outputs[out] = StrictMath.exp(z);
                sum += outputs[out];
            }
            int label = GOLDEN.get("y_12").get(sample).asInt();
            loss -= StrictMath.log(outputs[label] / sum) / count;
            var hiddenDeltas = new double[5];
            for (int out = 0; out < 3; out++) {
                double delta = (outputs[out] / sum - (out == label ? 1 : 0)) / count;
                gradient[30 + out] += delta;
                for (int unit = 0; unit < 5; unit++) {
                    gradient[15 + 3 * unit + out] += hidden[unit] * delta;
                    hiddenDeltas[unit] += w[15 + 3 * unit + out] * delta;
                }
            }
            for (int unit = 0; unit < 5; unit++) {
                double delta = hiddenDeltas[unit] * (1 - hidden[unit] * hidden[unit]);
                gradient[unit] += x[2 * sample] * delta;
                gradient[5 + unit] += x[2 * sample + 1] * delta;
                gradient[10 + unit] += delta;
            }
        }
        return loss;
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

    private static JsonNode golden() {
        try (InputStream file =
                TorchOptimizersTest.class.getResourceAsStream("/io/gradflow/nn/torch-optimizers.json")) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
