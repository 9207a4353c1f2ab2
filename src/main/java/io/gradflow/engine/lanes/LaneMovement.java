package io.gradflow.engine.lanes;

import io.gradflow.diagnostics.UpdateMetrics;
import io.gradflow.engine.kernels.LaneKernels;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.function.SquareScale;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;
import java.util.Arrays;

/**
 * Measures how the parameters of every lane move. Sums of all lanes are made at once; a lane whose sums are too small
 * or too large for that is measured by {@link UpdateMetrics} alone. An element has the same index in all arrays.
 */
final class LaneMovement {
    private final LaneKernels kernels;
    private final int lanes;
    private final Architecture architecture;
    private final double[] parameters;
    private final double[] initial;
    /** The parameters of this epoch, from {@link #begin} on. */
    private final double[] before;

    private double[] update;
    private double[] lastUpdate;
    private final double[] distance;
    private final double[] lastGradient;
    private boolean hasLastGradient;

    private final double[] squares;
    private final double[] otherSquares;
    private final double[] products;
    /** What makes the length of each update 1. */
    private final double[] factors;

    private final double[] otherFactors;
    private final double[] minus;
    private final double[] plus;

    /**
     * Prepares the measurements at the initial parameters.
     *
     * @param parameters of all lanes, lane-interleaved; the optimizer changes them
     */
    LaneMovement(LaneKernels kernels, Architecture architecture, double[] parameters) {
        this.kernels = kernels;
        this.architecture = architecture;
        this.parameters = parameters;
        lanes = kernels.lanes();
        initial = parameters.clone();
        before = new double[parameters.length];
        update = new double[parameters.length];
        lastUpdate = new double[parameters.length];
        distance = new double[parameters.length];
        lastGradient = new double[parameters.length];
        squares = new double[lanes];
        otherSquares = new double[lanes];
        products = new double[lanes];
        factors = new double[lanes];
        otherFactors = new double[lanes];
        minus = new double[lanes];
        plus = new double[lanes];
    }

    private int from(int layer) {
        return architecture.weightOffset(layer) * lanes;
    }

    /** How many parameters a layer has: its weights, and its biases, which follow them. */
    private int count(int layer) {
        return (architecture.fanIn(layer) + 1) * architecture.fanOut(layer);
    }

    /**
     * Sets what is known before the next updates.
     *
     * @param gradient of the mean loss
     * @param measurements one for each lane; null where nothing is measured
     */
    void setState(double[] gradient, Measurement[] measurements) {
        if (!isAny(measurements)) {
            return;
        }
        subtract(parameters, initial, distance);
        for (int layer = 0; layer < architecture.layers(); layer++) {
            squares(parameters, layer, squares);
            squares(distance, layer, otherSquares);
            for (int lane = 0; lane < lanes; lane++) {
                if (measurements[lane] != null) {
                    if (isInRange(squares[lane]) && isInRange(otherSquares[lane])) {
                        measurements[lane].set(layer, LayerMetric.PARAM_NORM, Math.sqrt(squares[lane]));
                        measurements[lane].set(layer, LayerMetric.INIT_DISTANCE, Math.sqrt(otherSquares[lane]));
                    } else {
                        UpdateMetrics.setNorms(
                                measurements[lane],
                                layer,
                                ofLane(parameters, layer, lane),
                                ofLane(initial, layer, lane),
                                0,
                                count(layer));
                    }
                }
            }
            if (hasLastGradient) {
                setGradientCosines(gradient, layer, measurements);
            }
        }
    }

    private void setGradientCosines(double[] gradient, int layer, Measurement[] measurements) {
        squares(gradient, layer, squares);
        squares(lastGradient, layer, otherSquares);
        Arrays.fill(products, 0);
        kernels.sums().addProducts(gradient, lastGradient, from(layer), count(layer), products);
        for (int lane = 0; lane < lanes; lane++) {
            if (measurements[lane] != null) {
                if (isInRange(squares[lane]) && isInRange(otherSquares[lane])) {
                    double norm = Math.sqrt(squares[lane]);
                    double lastNorm = Math.sqrt(otherSquares[lane]);
                    UpdateMetrics.setGradientCosine(
                            measurements[lane], layer, norm, lastNorm, products[lane] / norm / lastNorm);
                } else {
                    UpdateMetrics.setGradientCosine(
                            measurements[lane],
                            layer,
                            ofLane(gradient, layer, lane),
                            ofLane(lastGradient, layer, lane),
                            0,
                            count(layer));
                }
            }
        }
    }

    /** Keeps the gradient of an epoch at which the group was due, for the next time. */
    void keep(double[] gradient) {
        System.arraycopy(gradient, 0, lastGradient, 0, gradient.length);
        hasLastGradient = true;
    }

    /** Begins the updates of an epoch, if they are measured. */
    void begin() {
        System.arraycopy(parameters, 0, before, 0, parameters.length);
    }

    /**
     * Ends the updates of an epoch that {@link #begin} has begun.
     *
     * @param measurements of the epoch before the updates, one for each lane; null where nothing is measured
     * @param hasLast whether there are updates of the epoch before; if anything is measured, these were the last that
     *     began and ended
     */
    void end(Measurement[] measurements, boolean hasLast) {
        var free = lastUpdate;
        lastUpdate = update;
        update = free;
        subtract(parameters, before, update);
        for (int layer = 0; isAny(measurements) && layer < architecture.layers(); layer++) {
            setUpdate(layer, measurements, hasLast);
        }
    }

    private static boolean isAny(Measurement[] measurements) {
        for (var measurement : measurements) {
            if (measurement != null) {
                return true;
            }
        }
        return false;
    }

    private void setUpdate(int layer, Measurement[] measurements, boolean hasLast) {
        squares(update, layer, squares);
        squares(lastUpdate, layer, otherSquares);
        if (hasLast) {
            for (int lane = 0; lane < lanes; lane++) {
                factors[lane] = 1 / Math.sqrt(squares[lane]);
                otherFactors[lane] = 1 / Math.sqrt(otherSquares[lane]);
            }
            Arrays.fill(minus, 0);
            Arrays.fill(plus, 0);
            kernels.sums()
                    .addSquaresOfDifferencesAndSums(
                            update, factors, lastUpdate, otherFactors, from(layer), count(layer), minus, plus);
        }
        for (int lane = 0; lane < lanes; lane++) {
            if (measurements[lane] == null) {
                continue;
            }
            if (isInRange(squares[lane]) && (!hasLast || isInRange(otherSquares[lane]))) {
                double norm = Math.sqrt(squares[lane]);
                UpdateMetrics.setUpdateNorm(measurements[lane], layer, norm);
                if (hasLast) {
                    UpdateMetrics.setUpdateAngle(
                            measurements[lane], layer, norm, Math.sqrt(otherSquares[lane]), minus[lane], plus[lane]);
                }
            } else {
                UpdateMetrics.setUpdate(
                        measurements[lane],
                        layer,
                        ofLane(update, layer, lane),
                        hasLast ? ofLane(lastUpdate, layer, lane) : null,
                        0,
                        count(layer));
            }
        }
    }

    private static boolean isInRange(double squares) {
        return SquareScale.of(squares) == 1;
    }

    private void squares(double[] x, int layer, double[] to) {
        Arrays.fill(to, 0);
        kernels.sums().addSquares(x, from(layer), count(layer), to);
    }

    private static void subtract(double[] x, double[] y, double[] difference) {
        for (int i = 0; i < difference.length; i++) {
            difference[i] = x[i] - y[i];
        }
    }

    private double[] ofLane(double[] x, int layer, int lane) {
        var ofLane = new double[count(layer)];
        for (int i = 0; i < ofLane.length; i++) {
            ofLane[i] = x[from(layer) + i * lanes + lane];
        }
        return ofLane;
    }
}
