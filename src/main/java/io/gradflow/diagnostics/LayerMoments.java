package io.gradflow.diagnostics;

import io.gradflow.nn.function.SquareScale;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the moments of a hidden layer, over all its units and training samples: means and variances of z and phi(z),
 * the mean of z^2, the mean cosine of pairs of samples, and percentiles of |z| and |phi'|.
 */
public final class LayerMoments {
    /** The percentiles of |z|. */
    private static final LayerMetric[] OF_Z = {
        LayerMetric.Z_P01_ABS,
        LayerMetric.Z_P10_ABS,
        LayerMetric.Z_P50_ABS,
        LayerMetric.Z_P90_ABS,
        LayerMetric.Z_P99_ABS
    };

    /** The percentiles of |phi'|, of the same probabilities. */
    private static final LayerMetric[] OF_DERIVATIVES = {
        LayerMetric.DPHI_P01_ABS,
        LayerMetric.DPHI_P10_ABS,
        LayerMetric.DPHI_P50_ABS,
        LayerMetric.DPHI_P90_ABS,
        LayerMetric.DPHI_P99_ABS
    };

    private LayerMoments() {}

    /** The probabilities of the percentiles, of |z| and of |phi'| alike. */
    public static double[] probabilities() {
        return Arrays.stream(OF_Z).mapToDouble(LayerMetric::probability).toArray();
    }

    /**
     * Sets all moments of hidden layers from their results.
     *
     * @param hidden the layers from first to last, as {@link #set(Measurement, int, HiddenLayer, int)} takes them
     * @param samples how many samples they have
     */
    public static void set(Measurement measurement, List<HiddenLayer> hidden, int samples) {
        for (int layer = 0; layer < hidden.size(); layer++) {
            set(measurement, layer, hidden.get(layer), samples);
        }
    }

    /**
     * Sets all moments of a layer from its results. This is their definition.
     *
     * @param layer from 0
     * @param hidden whose arrays have all samples of the first unit, then of the next
     * @param samples how many samples they have
     */
    public static void set(Measurement measurement, int layer, HiddenLayer hidden, int samples) {
        double[] z = hidden.preActivations();
        setMoments(measurement, layer, LayerMetric.Z_MEAN, LayerMetric.Z_VAR, z);
        setMoments(measurement, layer, LayerMetric.PHI_MEAN, LayerMetric.PHI_VAR, hidden.values());
        double squares = 0;
        for (double value : z) {
            squares += value * value;
        }
        measurement.set(layer, LayerMetric.Z_SQ_MEAN, squares / z.length);
        setCosine(measurement, layer, z, samples);
        double[] probabilities = probabilities();
        setPercentiles(
                measurement,
                layer,
                Percentiles.of(absolute(z), probabilities),
                Percentiles.of(absolute(hidden.derivatives()), probabilities));
    }

    private static void setMoments(
            Measurement measurement, int layer, LayerMetric mean, LayerMetric variance, double[] values) {
        double shift = values[0];
        double sum = 0;
        double plainSum = 0;
        double squares = 0;
        for (double value : values) {
            double shifted = value - shift;
            plainSum += value;
            sum += shifted;
            squares += shifted * shifted;
        }
        if (Double.isFinite(sum)) {
            setMoments(measurement, layer, mean, variance, values.length, shift, sum, squares);
        } else if (Arrays.stream(values).allMatch(Double::isFinite)) {
            // One of fewer than 2^31 differences is above 2^992, so that its square is no double.
            measurement.set(layer, mean, meanOfLarge(values));
            measurement.set(layer, variance, Double.POSITIVE_INFINITY);
        } else {
            measurement.set(layer, mean, plainSum / values.length);
            measurement.set(layer, variance, Double.NaN);
        }
    }

    /** The mean of finite values whose sum may be no double. */
    private static double meanOfLarge(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * 0x1p-32;
        }
        return sum / values.length * 0x1p32;
    }

    /** Sets the moments of a layer, but for the percentiles, from its sums. */
    public static void set(Measurement measurement, int layer, MomentTotals totals) {
        int count = totals.samples() * totals.units();
        setMoments(
                measurement,
                layer,
                LayerMetric.Z_MEAN,
                LayerMetric.Z_VAR,
                count,
                totals.zShift(),
                totals.zSum(),
                totals.zShiftedSquares());
        setMoments(
                measurement,
                layer,
                LayerMetric.PHI_MEAN,
                LayerMetric.PHI_VAR,
                count,
                totals.phiShift(),
                totals.phiSum(),
                totals.phiShiftedSquares());
        measurement.set(layer, LayerMetric.Z_SQ_MEAN, totals.zSquares() / count);
        setCosine(measurement, layer, totals.samples(), totals.zeros(), totals.directionSquares());
    }

    private static void setMoments(
            Measurement measurement,
            int layer,
            LayerMetric mean,
            LayerMetric variance,
            int count,
            double shift,
            double sum,
            double squares) {
        double shifted = sum / count;
        measurement.set(layer, mean, shift + shifted);
        measurement.set(
                layer,
                variance,
                squares == Double.POSITIVE_INFINITY ? squares : Math.max(0, squares / count - shifted * shifted));
    }

    private static void setCosine(Measurement measurement, int layer, double[] z, int samples) {
        int units = z.length / samples;
        var directions = new double[units];
        int zeros = 0;
        for (int sample = 0; sample < samples; sample++) {
            double scale = SquareScale.of(squares(z, sample, samples, 1));
            double norm = Math.sqrt(squares(z, sample, samples, scale));
            if (norm == 0) {
                zeros++;
                continue;
            }
            for (int unit = 0; unit < units; unit++) {
                directions[unit] += z[unit * samples + sample] * scale / norm;
            }
        }
        double squares = 0;
        for (double direction : directions) {
            squares += direction * direction;
        }
        setCosine(measurement, layer, samples, zeros, squares);
    }

    private static double squares(double[] z, int sample, int samples, double scale) {
        double squares = 0;
        for (int i = sample; i < z.length; i += samples) {
            double scaled = z[i] * scale;
            squares += scaled * scaled;
        }
        return squares;
    }

    /**
     * Sets the mean cosine of pairs of samples. Over m vectors u of length 1 the cosines of all ordered pairs add up to
     * |sum of u|^2, of which m are those of a vector with itself. With fewer than two vectors there is no pair, and the
     * layer does not have the metric.
     */
    private static void setCosine(Measurement measurement, int layer, int samples, int zeros, double squares) {
        measurement.set(layer, LayerMetric.Z_ZERO_COUNT, zeros);
        double directed = samples - zeros;
        if (directed > 1) {
            measurement.set(
                    layer, LayerMetric.Z_COS_MEAN, Math.min(1, (squares - directed) / (directed * (directed - 1))));
        }
    }

    /**
     * Sets the percentiles.
     *
     * @param ofZ those of |z|, in the order of {@link #probabilities}
     * @param ofDerivatives those of |phi'|, in the same order
     */
    public static void setPercentiles(Measurement measurement, int layer, double[] ofZ, double[] ofDerivatives) {
        for (int i = 0; i < OF_Z.length; i++) {
            measurement.set(layer, OF_Z[i], ofZ[i]);
            measurement.set(layer, OF_DERIVATIVES[i], ofDerivatives[i]);
        }
    }

    private static double[] absolute(double[] values) {
        var absolute = new double[values.length];
        Arrays.setAll(absolute, i -> Math.abs(values[i]));
        return absolute;
    }
}
