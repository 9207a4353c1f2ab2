package io.gradflow.nn.optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the updaters of all optimizers have in common: learning rates, clipping, weight decay, and the walk over the
 * elements in blocks. The settings of a block's elements are the same in each block, so they are repeated in arrays as
 * long as one: then an update is a plain loop, which the JIT compiler vectorises, and its settings stay in the cache.
 */
abstract class LaneUpdater implements Optimizer.Updater {
    /** Elements of a block, or a few less. */
    private static final int BLOCK = 128;

    /** What PyTorch adds to the norm. */
    private static final double CLIP_EPSILON = 1e-6;

    final int laneCount;
    /** Elements of a block: a multiple of the lanes. */
    private final int block;

    private final double[] learningRates;
    private final double[] decays;
    private final double[] clipNorms;
    private final boolean isGradientChanged;
    /** The gradient after clipping and decay; null if there is neither in any lane. */
    private final double[] changed;

    private final double[] unchanged;
    /** The factors that {@link #rates} are made with; NaN before the first update. */
    private final double[] currentFactors;

    /** The learning rate of each element of a block, in this update. */
    final double[] rates;

    /**
     * Prepares the updates.
     *
     * @param penalty of a lane's rule: the factor on the parameters that are added to the gradient
     */
    LaneUpdater(List<Optimizer> lanes, int parameterCount, ToDoubleFunction<Optimizer> penalty) {
        laneCount = lanes.size();
        block = Math.max(1, BLOCK / laneCount) * laneCount;
        learningRates = lanes.stream().mapToDouble(Optimizer::learningRate).toArray();
        decays = lanes.stream().mapToDouble(penalty).toArray();
        clipNorms = lanes.stream().mapToDouble(Optimizer::clipNorm).toArray();
        isGradientChanged = Arrays.stream(decays).anyMatch(decay -> decay != 0)
                || Arrays.stream(clipNorms).anyMatch(norm -> norm != 0);
        changed = isGradientChanged ? state(parameterCount) : null;
        unchanged = ones();
        currentFactors = new double[laneCount];
        Arrays.fill(currentFactors, Double.NaN);
        rates = new double[block];
    }

    /** Zeros, one for each parameter of each lane. */
    final double[] state(int parameterCount) {
        return new double[Math.multiplyExact(parameterCount, laneCount)];
    }

    /** A one for each lane. */
    final double[] ones() {
        var ones = new double[laneCount];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** The lanes' numbers, repeated for a block. */
    final double[] repeated(double... ofLanes) {
        var values = new double[block];
        repeat(ofLanes, values);
        return values;
    }

    /** A setting of each lane's rule. */
    static <T> double[] settings(List<Optimizer> lanes, Class<T> rule, ToDoubleFunction<T> setting) {
        return lanes.stream().map(rule::cast).mapToDouble(setting).toArray();
    }

    /** Writes the lanes' numbers again and again, to the end. */
    final void repeat(double[] ofLanes, double[] values) {
        for (int from = 0; from < values.length; from += laneCount) {
            System.arraycopy(ofLanes, 0, values, from, laneCount);
        }
    }

    /** The learning rate of a lane in this update. */
    final double rate(int lane) {
        return rates[lane];
    }

    @Override
    public final void update(double[] parameters, double[] gradient) {
        update(parameters, gradient, unchanged);
    }

    @Override
    public final void update(double[] parameters, double[] gradient, double[] factors) {
        if (!Arrays.equals(factors, currentFactors)) {
            System.arraycopy(factors, 0, currentFactors, 0, laneCount);
            for (int i = 0; i < block; i += laneCount) {
                for (int lane = 0; lane < laneCount; lane++) {
                    rates[i + lane] = learningRates[lane] * factors[lane];
                }
            }
        }
        double[] used = isGradientChanged ? clippedAndDecayed(decaying(parameters), gradient) : gradient;
        beginStep();
        for (int from = 0; from < parameters.length; from += block) {
            step(parameters, used, from, Math.min(block, parameters.length - from));
        }
    }

    /** What an L2 penalty is on: the point at which the gradient was taken. */
    double[] decaying(double[] parameters) {
        return parameters;
    }

    /** Computes what all elements of an update share. */
    void beginStep() {}

    /** Updates the parameters {@code [from, from + count)}; the settings of the first are at 0. */
    abstract void step(double[] parameters, double[] gradient, int from, int count);

    /** Lane by lane, for a lane without clipping or decay must not see that another has it, be it by a zero's sign. */
    private double[] clippedAndDecayed(double[] decaying, double[] gradient) {
        System.arraycopy(gradient, 0, changed, 0, gradient.length);
        for (int lane = 0; lane < laneCount; lane++) {
            if (clipNorms[lane] != 0) {
                double squares = 0;
                for (int i = lane; i < changed.length; i += laneCount) {
                    squares = Math.fma(changed[i], changed[i], squares);
                }
                double scale = Math.min(1, clipNorms[lane] / (Math.sqrt(squares) + CLIP_EPSILON));
                for (int i = lane; i < changed.length; i += laneCount) {
                    changed[i] *= scale;
                }
            }
            if (decays[lane] != 0) {
                for (int i = lane; i < changed.length; i += laneCount) {
                    changed[i] += decays[lane] * decaying[i];
                }
            }
        }
        return changed;
    }
}
