package io.gradflow.stats.survival;

import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The outcome of a test whose statistic has a chi-squared distribution under the null hypothesis, for many runs.
 *
 * @param statistic the statistic, at least 0
 * @param degreesOfFreedom at least 1
 * @param pValue the probability of at least this statistic
 */
public record ChiSquared(double statistic, int degreesOfFreedom, double pValue) {
    private static final double SYMMETRY = 1e-9;
    private static final double SINGULAR = 1e-10;

    /** The quadratic form of scores with the inverse of their covariance. Empty if that is singular. */
    static Optional<ChiSquared> of(double[] scores, double[][] covariance) {
        double largest = 0;
        for (int i = 0; i < scores.length; i++) {
            largest = Math.max(largest, covariance[i][i]);
        }
        if (!(largest > 0)) {
            return Optional.empty();
        }
        RealMatrix scaled = new Array2DRowRealMatrix(covariance).scalarMultiply(1 / largest);
        RealVector vector = new ArrayRealVector(scores);
        try {
            var inverse = new CholeskyDecomposition(scaled, SYMMETRY, SINGULAR).getSolver();
            double statistic = Math.max(0, inverse.solve(vector).dotProduct(vector) / largest);
            double p = ChiSquaredDistribution.of(scores.length).survivalProbability(statistic);
            return Optional.of(new ChiSquared(statistic, scores.length, p));
        } catch (NonPositiveDefiniteMatrixException e) {
            return Optional.empty();
        }
    }
}
