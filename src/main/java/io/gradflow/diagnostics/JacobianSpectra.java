package io.gradflow.diagnostics;

import io.gradflow.nn.function.Elementary;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;
import io.gradflow.results.Metric;

/** The singular values of a Jacobian at several points, and what is told of them. */
final class JacobianSpectra {
    private final int points;
    /** How many singular values there are at each point. */
    private final int count;
    /** Those of the first point, from the largest to the least, then those of the next. */
    private final double[] values;
    /**
     * If the least singular value is not larger than this share of the largest, rounding of the elements may have made
     * it, and the Jacobian counts as singular.
     */
    private final double negligible;

    private double mean;
    private double squareMean;
    private double squareVariance;
    private double largestSquare;
    private int zeros;
    private int singular;
    /** The mean logarithm of condition numbers. */
    private double logCondition;

    private double stableRank;
    private double participation;

    JacobianSpectra(int points, int rows, int columns) {
        this.points = points;
        count = Math.min(rows, columns);
        values = new double[Math.multiplyExact(points, count)];
        negligible = Math.max(rows, columns) * Math.ulp(1.0);
    }

    /** The singular values, to be set. */
    double[] values() {
        return values;
    }

    /** Where those of a point begin. */
    int first(int point) {
        return point * count;
    }

    /** Gives a point the singular values of the one before it. */
    void repeat(int point) {
        System.arraycopy(values, first(point - 1), values, first(point), count);
    }

    /** Sets the metrics of the network. */
    void set(Measurement measurement) {
        set((ofNetwork, ofLayer, value) -> measurement.set(ofNetwork, value));
    }

    /** Sets the metrics of a layer. */
    void set(Measurement measurement, int layer) {
        set((ofNetwork, ofLayer, value) -> measurement.set(layer, ofLayer, value));
    }

    /** Sets a metric of the network or the same one of a layer. */
    @FunctionalInterface
    private interface Target {
        void set(Metric ofNetwork, LayerMetric ofLayer, double value);
    }

    private void set(Target target) {
        compute();
        target.set(Metric.JAC_SV_MEAN, LayerMetric.JAC_SV_MEAN, mean);
        target.set(Metric.JAC_SV_SQ_MEAN, LayerMetric.JAC_SV_SQ_MEAN, squareMean);
        target.set(Metric.JAC_SV_SQ_VAR, LayerMetric.JAC_SV_SQ_VAR, squareVariance);
        target.set(Metric.JAC_SV_SQ_MAX, LayerMetric.JAC_SV_SQ_MAX, largestSquare);
        if (singular < points) {
            target.set(Metric.JAC_COND, LayerMetric.JAC_COND, Elementary.exp(logCondition));
        }
        if (zeros < points) {
            target.set(Metric.JAC_STABLE_RANK, LayerMetric.JAC_STABLE_RANK, stableRank);
            target.set(Metric.JAC_PARTICIPATION, LayerMetric.JAC_PARTICIPATION, participation);
        }
        target.set(Metric.JAC_SINGULAR_COUNT, LayerMetric.JAC_SINGULAR_COUNT, singular);
        target.set(Metric.JAC_ZERO_COUNT, LayerMetric.JAC_ZERO_COUNT, zeros);
    }

    private void compute() {
        computeMoments();
        zeros = 0;
        singular = 0;
        logCondition = 0;
        stableRank = 0;
        participation = 0;
        for (int point = 0; point < points; point++) {
            add(point);
        }
        logCondition /= points - singular;
        stableRank /= points - zeros;
        participation /= points - zeros;
    }

    /**
     * Computes what is told of the singular values of all points together. Differences to the first one make the
     * variance of equal numbers 0.
     */
    private void computeMoments() {
        double first = values[0];
        double firstSquare = first * first;
        mean = 0;
        squareMean = 0;
        largestSquare = 0;
        for (double value : values) {
            mean += value - first;
            squareMean += value * value - firstSquare;
            largestSquare = Math.max(largestSquare, value * value);
        }
        mean = first + mean / values.length;
        squareMean = firstSquare + squareMean / values.length;
        squareVariance = 0;
        for (double value : values) {
            double difference = value * value - squareMean;
            squareVariance += difference * difference;
        }
        squareVariance /= values.length;
        if (largestSquare == Double.POSITIVE_INFINITY) {
            // Infinite squares have no differences.
            squareMean = largestSquare;
            squareVariance = largestSquare;
        }
    }

    /** Adds what is told of each point alone. */
    private void add(int point) {
        int first = first(point);
        double largest = values[first];
        double least = values[first + count - 1];
        if (least <= negligible * largest) {
            singular++;
        } else {
            logCondition += Elementary.log(largest / least);
        }
        if (largest == 0) {
            zeros++;
            return;
        }
        double squares = 0;
        double fourthPowers = 0;
        for (int i = first; i < first + count; i++) {
            double share = values[i] / largest;
            squares += share * share;
            fourthPowers += share * share * (share * share);
        }
        stableRank += squares;
        participation += squares * squares / fourthPowers;
    }
}
