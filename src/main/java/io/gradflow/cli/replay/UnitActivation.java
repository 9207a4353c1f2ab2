package io.gradflow.cli.replay;

import io.gradflow.diagnostics.Percentiles;
import io.gradflow.engine.breeze.NetworkOutputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The activation phi(z) of a hidden unit over samples. All numbers are NaN if one of the samples has none that is
 * finite.
 *
 * @param layer the hidden layer, from 1
 * @param unit in the layer, from 1
 * @param mean over the samples
 * @param p10 the 10th percentile
 * @param p90 the 90th percentile
 */
record UnitActivation(int layer, int unit, double mean, double p10, double p90) {
    private static final double LOW = 0.1;
    private static final double HIGH = 0.9;

    /** All hidden units of a network, layer by layer. */
    static List<UnitActivation> of(NetworkOutputs network, int samples) {
        var units = new ArrayList<UnitActivation>();
        for (int layer = 0; layer < network.hidden().size(); layer++) {
            double[] values = network.hidden().get(layer);
            for (int unit = 0; unit * samples < values.length; unit++) {
                units.add(of(layer + 1, unit + 1, Arrays.copyOfRange(values, unit * samples, (unit + 1) * samples)));
            }
        }
        return units;
    }

    private static UnitActivation of(int layer, int unit, double[] values) {
        if (!Arrays.stream(values).allMatch(Double::isFinite)) {
            return new UnitActivation(layer, unit, Double.NaN, Double.NaN, Double.NaN);
        }
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double[] ends = Percentiles.of(values, LOW, HIGH);
        return new UnitActivation(layer, unit, mean, ends[0], ends[1]);
    }
}
