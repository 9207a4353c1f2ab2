package io.gradflow.nn.optimizer;

import io.gradflow.nn.function.SquareScale;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The common part of the updaters of all optimizers: learning rates, clipping, weight decay, and the loop over the
 * parameters in blocks. A lane is one of the networks that are updated side by side.
 *
 * <p>The settings of a block's parameters are the same in each block. They are therefore repeated in arrays as long as
 * a block, so that an update is a plain loop, which the just-in-time compiler vectorises, and its settings stay in the
 * cache.
 *
 * @param <T> the optimizer's record class, which has the settings
 */
abstract class LaneUpdater<T extends Optimizer> implements Optimizer.Updater {
    /**
     * The target size of a block in parameters. A block is a few smaller if this is not a multiple of the number of
     * lanes.
     */
    private static final int BLOCK = 128;

    /** The number that PyTorch adds to the norm of the gradient before it divides by the norm. */
    private static final double CLIP_EPSILON = 1e-6;

    private final List<T> optimizers;
    private final int parameterCount;
    final int laneCount;
    /** The size of a block in parameters, a multiple of the number of lanes. */
    private final int block;

    private final double[] learningRates;
    private final double[] penalties;
    private final double[] clipNorms;
    private final boolean isGradientChanged;
    /** The gradient after clipping and the penalty; null if no lane has either. */
    private final double[] changedGradient;

    /** The schedules' factors that {@link #rates} were computed with; NaN before the first update. */
    private final double[] currentFactors;

    /** The learning rate of each parameter of a block in the current update. */
    final double[] rates;

    /**
     * Prepares the updates.
     *
     * @param type the class of all optimizers in {@code lanes}
     * @param lanes the optimizer of each network
     * @param parameterCount the number of parameters of each network
     */
    LaneUpdater(Class<T> type, List<Optimizer> lanes, int parameterCount) {
        optimizers = lanes.stream().map(type::cast).toList();
        this.parameterCount = parameterCount;
        laneCount = lanes.size();
        block = Math.max(1, BLOCK / laneCount) * laneCount;
        learningRates = settings(Optimizer::learningRate);
        penalties = settings(Optimizer::penalty);
        clipNorms = settings(Optimizer::clipNorm);
        isGradientChanged = Arrays.stream(penalties).anyMatch(penalty -> penalty != 0)
                || Arrays.stream(clipNorms).anyMatch(norm -> norm != 0);
        changedGradient = isGradientChanged ? state() : null;
        currentFactors = new double[laneCount];
        Arrays.fill(currentFactors, Double.NaN);
        rates = new double[block];
    }

    /** A new array of state, with a zero for each parameter of each lane. */
    final double[] state() {
        return new double[Math.multiplyExact(parameterCount, laneCount)];
    }

    /** A one for each lane. */
    final double[] onePerLane() {
        var ones = new double[laneCount];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** The value of a setting for each lane's optimizer. */
    final double[] settings(ToDoubleFunction<? super T> setting) {
        return optimizers.stream().mapToDouble(setting).toArray();
    }

    /** For each parameter of a block, the value of a setting of its lane's optimizer. */
    final double[] repeated(ToDoubleFunction<? super T> setting) {
        var values = zerosForBlock();
        repeat(settings(setting), values);
        return values;
    }

    /** A zero for each parameter of a block, for {@link #repeat} to fill. */
    final double[] zerosForBlock() {
        return new double[block];
    }

    /** Repeats the numbers of the lanes to the end of a block. */
    final void repeat(double[] ofLanes, double[] values) {
        for (int from = 0; from < values.length; from += laneCount) {
            System.arraycopy(ofLanes, 0, values, from, laneCount);
        }
    }

    /** The learning rate of a lane in the current update. */
    final double rate(int lane) {
        return rates[lane];
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
        double[] used = isGradientChanged ? clippedAndPenalised(penaltyPoint(parameters), gradient) : gradient;
        beginStep();
        for (int from = 0; from < parameters.length; from += block) {
            step(parameters, used, from, Math.min(block, parameters.length - from));
        }
    }

    /** The point at which the L2 penalty is computed, which is where the gradient was computed. */
    double[] penaltyPoint(double[] parameters) {
        return parameters;
    }

    /** Computes the numbers that all parameters of an update share. */
    void beginStep() {}

    /**
     * Updates the parameters {@code [from, from + count)}.
     *
     * @param parameters the parameters of all lanes; the one at {@code from} belongs to the first element of the
     *     settings' arrays
     * @param gradient the gradient after clipping and the penalty
     * @param count at most the length of a block
     */
    abstract void step(double[] parameters, double[] gradient, int from, int count);

    /**
     * Clips the gradient of the lanes that ask for it, and adds their penalty. Lanes that ask for neither are skipped,
     * so that another lane's settings cannot affect them, not even the sign of a zero.
     */
    private double[] clippedAndPenalised(double[] point, double[] gradient) {
        System.arraycopy(gradient, 0, changedGradient, 0, gradient.length);
        for (int lane = 0; lane < laneCount; lane++) {
            if (clipNorms[lane] != 0) {
                clip(lane);
            }
            if (penalties[lane] != 0) {
                for (int i = lane; i < changedGradient.length; i += laneCount) {
                    changedGradient[i] += penalties[lane] * point[i];
                }
            }
        }
        return changedGradient;
    }

    /**
     * Clips a lane's gradient. If the sum of squares overflows, the norm is computed from scaled elements. A sum that
     * is too small needs no scale, because its norm vanishes beside {@link #CLIP_EPSILON}.
     */
    private void clip(int lane) {
        double squares = squares(lane, 1);
        double scale = Math.min(1, SquareScale.of(squares));
        double norm = Math.sqrt(scale == 1 ? squares : squares(lane, scale)) + CLIP_EPSILON * scale;
        double factor = clipNorms[lane] / norm;
        // This also holds if the factor is NaN, so that a gradient that is NaN stays so.
        if (!(factor * scale >= 1)) {
            for (int i = lane; i < changedGradient.length; i += laneCount) {
                changedGradient[i] = changedGradient[i] * scale * factor;
            }
        }
    }

    private double squares(int lane, double scale) {
        double squares = 0;
        for (int i = lane; i < changedGradient.length; i += laneCount) {
            double scaled = changedGradient[i] * scale;
            squares = Math.fma(scaled, scaled, squares);
        }
        return squares;
    }
}
