package io.gradflow.engine;

import io.gradflow.nn.Architecture;
import io.gradflow.results.LayerMetric;
import io.gradflow.sweep.Task;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Metrics of gradient noise by their definitions, from the gradient of every single sample by a pass of its own. */
final class NoiseReference {
    private NoiseReference() {}

    /** The gradients of all training samples: a row for each. */
    static double[][] gradients(Task task, double[] parameters) {
        var samples = task.split().train();
        return IntStream.range(0, samples.count())
                .mapToObj(i -> ScalarReference.evaluate(
                                task.architecture(),
                                task.activation(),
                                task.loss(),
                                parameters,
                                samples.select(new int[] {i}, 0, 1))
                        .gradient())
                .toArray(double[][]::new);
    }

    private static double[][] ofLayer(double[][] gradients, Architecture architecture, int layer) {
        int from = architecture.weightOffset(layer);
        int to = architecture.biasOffset(layer) + architecture.fanOut(layer);
        return Arrays.stream(gradients)
                .map(gradient -> Arrays.copyOfRange(gradient, from, to))
                .toArray(double[][]::new);
    }

    /** All metrics that a layer has, by their definitions. */
    static Map<LayerMetric, Double> metrics(double[][] ofAllLayers, Architecture architecture, int layer, int batch) {
        double[][] gradients = ofLayer(ofAllLayers, architecture, layer);
        int n = gradients.length;
        int parameters = gradients[0].length;
        double[] norms =
                Arrays.stream(gradients).mapToDouble(g -> Math.sqrt(dot(g, g))).toArray();
        double[] mean = IntStream.range(0, parameters)
                .mapToDouble(i -> mean(column(gradients, i)))
                .toArray();
        double[] variances = IntStream.range(0, parameters)
                .mapToDouble(i -> variance(column(gradients, i)))
                .toArray();
        int[] signals = IntStream.range(0, parameters)
                .filter(i -> Arrays.stream(column(gradients, i)).anyMatch(x -> x != 0))
                .toArray();
        var expected = new EnumMap<LayerMetric, Double>(LayerMetric.class);
        expected.put(LayerMetric.SAMPLE_GRAD_NORM_MEAN, mean(norms));
        expected.put(LayerMetric.SAMPLE_GRAD_NORM_VAR, variance(norms));
        expected.put(LayerMetric.GSNR_ZERO_COUNT, (double) parameters - signals.length);
        if (signals.length > 0) {
            expected.put(
                    LayerMetric.GSNR,
                    Arrays.stream(signals)
                            .mapToDouble(i -> mean[i] * mean[i] / variances[i])
                            .average()
                            .getAsDouble());
            double squares = dot(mean, mean);
            double trace = Arrays.stream(variances).sum();
            expected.put(LayerMetric.NOISE_SCALE, trace / squares);
            if (n > 1) {
                double[] products =
                        Arrays.stream(gradients).mapToDouble(g -> dot(g, mean)).toArray();
                double sampleVariance = variance(products) * n / (n - 1);
                expected.put(LayerMetric.NORM_TEST, trace * n / (n - 1) / batch / squares);
                expected.put(LayerMetric.INNER_PRODUCT_TEST, sampleVariance / batch / squares / squares);
            }
        }
        return expected;
    }

    private static double[] column(double[][] matrix, int column) {
        return Arrays.stream(matrix).mapToDouble(row -> row[column]).toArray();
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    static double mean(double[] x) {
        return Arrays.stream(x).sum() / x.length;
    }

    static double variance(double[] x) {
        double mean = mean(x);
        return Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / x.length;
    }
}
