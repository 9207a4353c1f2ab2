package io.gradflow.engine;

import java.util.Random;
import java.util.stream.IntStream;

/**
 * What is known exactly of a ReLU network with normal weights of variance 2 / fan-in (He) and zero biases, before it is
 * trained.
 *
 * <p>M is the mean square of a layer's activations at one input. Given the layer before, each z of a layer is normal
 * with variance 2 M, and positive with probability 1/2. So from one layer to the next M is multiplied by (2 / n) times
 * the sum of the squares of k standard normal numbers, where n is the layer's width and k, the number of its active
 * units, is binomial (n, 1/2). The factors of different layers are independent. The sum is chi-squared with k degrees
 * of freedom, whose logarithm has the cumulants log 2 + psi(k / 2), psi'(k / 2), psi''(k / 2) and so on.
 *
 * <p>All moments are of a network that is alive, so that k is at least 1 in each layer.
 *
 * @param alive the probability that M is not 0
 * @param mean of log M, less that of the inputs
 * @param variance of log M
 * @param fourth cumulant of log M: the fourth central moment less three times the square of the variance
 */
record ReluLaw(double alive, double mean, double variance, double fourth) {
    private static final double EULER = 0.5772156649015329;

    /** Of the inputs themselves. */
    static final ReluLaw OF_INPUTS = new ReluLaw(1, 0, 0, 0);

    /** After one more layer. Cumulants of independent numbers add up. */
    ReluLaw then(int width) {
        var factor = factor(width);
        return new ReluLaw(
                alive * factor.alive, mean + factor.mean, variance + factor.variance, fourth + factor.fourth);
    }

    /** The law of the factor of one layer. */
    static ReluLaw factor(int width) {
        double[] weights = IntStream.rangeClosed(1, width)
                .mapToDouble(k -> binomial(width, k) / (Math.pow(2, width) - 1))
                .toArray();
        double mean = 0;
        for (int k = 1; k <= width; k++) {
            mean += weights[k - 1] * polygamma(0, k);
        }
        double second = 0;
        double fourth = 0;
        for (int k = 1; k <= width; k++) {
            // Central moments of a mixture, from the cumulants of its parts and their distances from its mean.
            double d = polygamma(0, k) - mean;
            double k2 = polygamma(1, k);
            double k3 = polygamma(2, k);
            double k4 = polygamma(3, k);
            second += weights[k - 1] * (k2 + d * d);
            fourth += weights[k - 1] * (k4 + 3 * k2 * k2 + 4 * d * k3 + 6 * d * d * k2 + d * d * d * d);
        }
        return new ReluLaw(
                1 - Math.pow(2, -width),
                Math.log(2.0 / width) + Math.log(2) + mean,
                second,
                fourth - 3 * second * second);
    }

    private static double binomial(int n, int k) {
        double result = 1;
        for (int i = 1; i <= k; i++) {
            result *= (n - k + i) / (double) i;
        }
        return result;
    }

    /**
     * The derivative of the digamma function of an order from 0 to 3 at k / 2. From its values at 1/2 and 1 by the
     * recurrence psi^(m)(x + 1) = psi^(m)(x) + (-1)^m m! / x^(m + 1) (Abramowitz and Stegun, 6.4.6).
     */
    static double polygamma(int order, int k) {
        boolean isHalf = k % 2 == 1;
        double zeta3 = 1.2020569031595942;
        double result = switch (order) {
            case 0 -> -EULER - (isHalf ? 2 * Math.log(2) : 0);
            case 1 -> Math.PI * Math.PI / (isHalf ? 2 : 6);
            case 2 -> (isHalf ? -14 : -2) * zeta3;
            case 3 -> Math.pow(Math.PI, 4) / (isHalf ? 1 : 15);
            default -> throw new IllegalArgumentException("order must be from 0 to 3, not " + order);
        };
        double[] factorials = {1, -1, 2, -6};
        for (double x = isHalf ? 0.5 : 1; x < k / 2.0; x++) {
            result += factorials[order] / Math.pow(x, order + 1);
        }
        return result;
    }

    /** A number that was simulated, and its standard error. */
    record Estimate(double value, double standardError) {}

    /**
     * The share of networks of one feature that are dead at inputs of both signs, after so many layers of a width.
     *
     * <p>A network is dead at all positive inputs or at none, and so at the negative ones. Let a be the known
     * probability that it is alive at a positive input, and b that it is alive at both signs. Then it is dead at both
     * with probability 1 - 2 a + b. Let c be the cosine of the activations at 1 and at -1; it is -1 of the inputs. A
     * unit of the next layer is off at both inputs with probability q(c) = 1/4 + arcsin(c) / (2 pi). So, of the
     * networks that are alive at both inputs, 1 - 2 2^-n + q(c)^n are so after one more layer. The mean of the product
     * of these numbers over chains of c, which are simulated, is b.
     */
    static Estimate deadAtBothSigns(int width, int layers, int chains, long seed) {
        var random = new Random(seed);
        double sum = 0;
        double squares = 0;
        for (int chain = 0; chain < chains; chain++) {
            double c = -1;
            double product = 1;
            for (int layer = 0; layer < layers; layer++) {
                double off = 0.25 + Math.asin(c) / (2 * Math.PI);
                product *= 1 - 2 * Math.pow(2, -width) + Math.pow(off, width);
                c = nextCosine(width, c, random);
            }
            sum += product;
            squares += product * product;
        }
        double b = sum / chains;
        double a = Math.pow(1 - Math.pow(2, -width), layers);
        return new Estimate(1 - 2 * a + b, Math.sqrt((squares / chains - b * b) / chains));
    }

    /** Of a layer that is alive at both inputs. */
    private static double nextCosine(int width, double c, Random random) {
        while (true) {
            double xx = 0;
            double yy = 0;
            double xy = 0;
            for (int unit = 0; unit < width; unit++) {
                double u = random.nextGaussian();
                double v = c * u + Math.sqrt(1 - c * c) * random.nextGaussian();
                double x = Math.max(u, 0);
                double y = Math.max(v, 0);
                xx += x * x;
                yy += y * y;
                xy += x * y;
            }
            if (xx > 0 && yy > 0) {
                return Math.min(1, xy / Math.sqrt(xx * yy));
            }
        }
    }
}
