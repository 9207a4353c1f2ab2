package io.gradflow.engine;

import io.gradflow.diagnostics.HiddenLayer;
import io.gradflow.diagnostics.HiddenStatistics;
import io.gradflow.nn.function.Elementary;

/** The counts and sums of a hidden layer as the lane engine must add them up: see {@link ScalarReference}. */
final class ScalarStatistics {
    private ScalarStatistics() {}

    static HiddenStatistics of(HiddenLayer layer, int samples) {
        double preActivationSum = 0;
        double derivativeSum = 0;
        double logSum = 0;
        long small = 0;
        long nearZero = 0;
        boolean hasLimitRegion = layer.activation().traits().limitRegion().isPresent();
        long atLimit = 0;
        int count = layer.preActivations().length;
        int units = count / samples;
        int next = 0;
        for (int first = 0; first < samples; first += 16) {
            for (int unit = 0; unit < units; unit++) {
                double preActivationsOfUnit = 0;
                double derivativesOfUnit = 0;
                double product = 1;
                for (int sample = first; sample < Math.min(first + 16, samples); sample++) {
                    double z = layer.preActivations()[next];
                    double derivative = Math.abs(layer.derivatives()[next]);
                    preActivationsOfUnit += Math.abs(z);
                    derivativesOfUnit += derivative;
                    product *= derivative + 1e-12;
                    small += derivative < 1e-3 ? 1 : 0;
                    nearZero += Math.abs(z) <= 0.1 ? 1 : 0;
                    atLimit += layer.activation().isAtLimit(z, layer.values()[next]) ? 1 : 0;
                    next++;
                }
                preActivationSum += preActivationsOfUnit;
                derivativeSum += derivativesOfUnit;
                logSum += Elementary.log(product);
            }
        }
        return new HiddenStatistics(
                count,
                small,
                nearZero,
                hasLimitRegion ? atLimit : HiddenStatistics.NO_LIMIT,
                derivativeSum,
                logSum,
                preActivationSum);
    }
}
