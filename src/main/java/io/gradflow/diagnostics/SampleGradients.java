package io.gradflow.diagnostics;

/**
 * The gradients of single samples by the parameters of a layer: each is the product of an input of the layer, or of 1
 * for a bias, and of the derivative of the sample's loss by a pre-activation of the layer.
 *
 * @param samples how many there are
 * @param inputs of the layer; unit by unit, all samples of the first unit first
 * @param deltas the derivatives of each sample's own loss (not of the mean), in the same order
 */
public record SampleGradients(int samples, double[] inputs, double[] deltas) {

    /** How many parameters the layer has: its weights, row-major, and its biases, which follow them. */
    private int parameters() {
        return (inputs.length / samples + 1) * (deltas.length / samples);
    }

    /**
     * Computes the totals by their definitions, right whatever the size of the gradients.
     *
     * @param gradient the mean of the gradients, which the training has computed, in {@code [from, ...)}
     */
    public NoiseTotals totals(double[] gradient, int from) {
        int parameters = parameters();
        var ofLayer = new double[parameters];
        System.arraycopy(gradient, from, ofLayer, 0, parameters);
        if (!areFinite(inputs) || !areFinite(deltas) || !areFinite(ofLayer)) {
            return NoiseTotals.undefined(samples, parameters);
        }
        double gradientNorm = Spread.norm(ofLayer);
        var along = new double[samples];
        var deviations = new double[parameters];
        var ofParameter = new double[samples];
        int zeros = 0;
        double ratios = 0;
        for (int parameter = 0; parameter < parameters; parameter++) {
            copy(parameter, ofParameter);
            var noise = ParameterNoise.of(ofParameter, ofLayer[parameter]);
            deviations[parameter] = noise.deviation();
            if (Double.isNaN(noise.ratio())) {
                zeros++;
            } else {
                ratios += noise.ratio();
            }
            double direction = gradientNorm == 0 ? 0 : ofLayer[parameter] / gradientNorm;
            for (int sample = 0; sample < samples; sample++) {
                along[sample] += ofParameter[sample] * direction;
            }
        }
        double[] norms = norms();
        return new NoiseTotals(
                samples,
                Spread.mean(norms),
                Spread.deviation(norms),
                parameters,
                zeros,
                ratios,
                Spread.norm(deviations),
                gradientNorm,
                Spread.deviation(along));
    }

    /** Signal and noise of one parameter, by their definitions. */
    public ParameterNoise noise(int parameter, double mean) {
        var gradients = new double[samples];
        copy(parameter, gradients);
        return ParameterNoise.of(gradients, mean);
    }

    private void copy(int parameter, double[] to) {
        int units = deltas.length / samples;
        int input = parameter / units * samples;
        int delta = parameter % units * samples;
        for (int sample = 0; sample < samples; sample++) {
            double factor = input < inputs.length ? inputs[input + sample] : 1;
            to[sample] = factor * deltas[delta + sample];
        }
    }

    private double[] norms() {
        var norms = new double[samples];
        for (int sample = 0; sample < samples; sample++) {
            var factors = new double[inputs.length / samples + 1];
            factors[factors.length - 1] = 1;
            for (int unit = 0; unit < factors.length - 1; unit++) {
                factors[unit] = inputs[unit * samples + sample];
            }
            var others = new double[deltas.length / samples];
            for (int unit = 0; unit < others.length; unit++) {
                others[unit] = deltas[unit * samples + sample];
            }
            norms[sample] = Spread.norm(factors) * Spread.norm(others);
        }
        return norms;
    }

    private static boolean areFinite(double[] x) {
        for (double element : x) {
            if (!Double.isFinite(element)) {
                return false;
            }
        }
        return true;
    }
}
