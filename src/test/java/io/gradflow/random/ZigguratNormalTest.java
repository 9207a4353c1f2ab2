package io.gradflow.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Regenerates the tables from their definition, with exp, log and the tail's area from their series. */
class ZigguratNormalTest {

    private static final int LAYERS = 256;
    private static final MathContext DIGITS = new MathContext(60);
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal UNITS = TWO.pow(52);

    @Test
    void tablesAreTheRecurrenceInDoubleArithmetic() {
        double area = 0.004928673233974652;
        double[] x = new double[LAYERS];
        double[] f = new double[LAYERS];
        x[255] = 3.654152885361009;
        f[255] = roundedDensity(x[255]);
        for (int i = 254; i > 0; i--) {
            double upperEdge = f[i + 1] + area / x[i + 1];
            x[i] = Math.sqrt(-2 * log(new BigDecimal(upperEdge)).doubleValue());
            f[i] = roundedDensity(x[i]);
            if (i == 38) {
                // This is the only value of NumPy that is not correctly rounded. The layers above follow from it.
                f[i] = Math.nextUp(f[i]);
            }
        }
        x[0] = area / f[255];
        f[0] = 1;

        assertArrayEquals(x, ZigguratNormal.X);
        assertArrayEquals(f, ZigguratNormal.F);
    }

    @Test
    void tablesAreCloseToTheRecurrenceAtSixtyDigits() {
        BigDecimal r = new BigDecimal("3.6541528853610087963519472518");
        BigDecimal area = r.multiply(density(r)).add(tailArea(r));
        BigDecimal[] x = new BigDecimal[LAYERS];
        BigDecimal[] f = new BigDecimal[LAYERS];
        x[255] = r;
        f[255] = density(r);
        for (int i = 254; i > 0; i--) {
            f[i] = f[i + 1].add(area.divide(x[i + 1], DIGITS));
            x[i] = log(f[i]).multiply(TWO).negate().sqrt(DIGITS);
        }
        x[0] = area.divide(f[255], DIGITS);
        f[0] = f[1].add(area.divide(x[1], DIGITS));

        assertEquals(130, largest(i -> ulps(x[i], ZigguratNormal.X[i])));
        assertEquals(16, largest(i -> ulps(f[i], ZigguratNormal.F[i])));
        assertEquals(31, largest(i -> Math.abs(inside(x, i) - ZigguratNormal.INSIDE[i])));
    }

    @Test
    void insideIsNumpys() {
        // This is ki_double, the 256 uint64 after wi_double in random/_generator*.so of NumPy 2.4.6.
        long[] inside = ZigguratNormal.INSIDE;
        assertEquals(0xef33d8025ef6aL, inside[0]);
        assertEquals(0, inside[1]);
        assertEquals(3387314423973544L, inside[2]);
        assertEquals(4455885117109368L, inside[38]);
        assertEquals(4251099761679434L, inside[255]);
        // h = 0; for k in ki: h = (31 * h + k) % 2**64
        assertEquals(-8905472634955352842L, Arrays.stream(inside).reduce(0, (hash, k) -> 31 * hash + k));
    }

    @Test
    void aMillionNumbersHaveTheMomentsAndTheTailOfTheNormalDistribution() {
        Pcg64 bits = new Pcg64(new SeedSequence(42));
        double[] drawn = DoubleStream.generate(() -> ZigguratNormal.next(bits))
                .limit(1_000_000)
                .toArray();
        // The tolerances are five standard errors: 1/1000 of the mean, sqrt(2)/1000 of the second moment, sqrt(96)/1000
        // of the fourth, and 16.1 of the count of 258.0, the expected number beyond r.
        assertEquals(0, Arrays.stream(drawn).average().orElseThrow(), 0.005);
        assertEquals(1, Arrays.stream(drawn).map(z -> z * z).average().orElseThrow(), 0.0071);
        assertEquals(3, Arrays.stream(drawn).map(z -> z * z * z * z).average().orElseThrow(), 0.049);
        double beyond = Arrays.stream(drawn)
                .map(z -> Math.abs(z) > ZigguratNormal.X[255] ? 1 : 0)
                .sum();
        assertEquals(258.0, beyond, 80);
        assertTrue(Arrays.stream(drawn).anyMatch(z -> z < -ZigguratNormal.X[255]));
        assertTrue(Arrays.stream(drawn).anyMatch(z -> z > ZigguratNormal.X[255]));
    }

    private static long largest(IntToLongFunction difference) {
        return IntStream.range(0, LAYERS).mapToLong(difference).max().orElseThrow();
    }

    private static long ulps(BigDecimal exact, double value) {
        return Math.abs(Double.doubleToLongBits(exact.doubleValue()) - Double.doubleToLongBits(value));
    }

    private static long inside(BigDecimal[] x, int layer) {
        BigDecimal below = switch (layer) {
            case 0 -> x[255];
            case 1 -> BigDecimal.ZERO;
            default -> x[layer - 1];
        };
        return below.multiply(UNITS)
                .divide(x[layer], DIGITS)
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    /** The correctly rounded exp of the double nearest to -x^2 / 2. */
    private static double roundedDensity(double x) {
        return exp(new BigDecimal(-0.5 * x * x)).doubleValue();
    }

    private static BigDecimal density(BigDecimal x) {
        return exp(x.pow(2, DIGITS).divide(TWO, DIGITS).negate());
    }

    /**
     * Sums the power series at x / 2^10 and squares ten times. The extra digits make up for those that squaring loses.
     */
    private static BigDecimal exp(BigDecimal x) {
        MathContext digits = new MathContext(DIGITS.getPrecision() + 10);
        BigDecimal small = x.divide(TWO.pow(10), digits);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int n = 1; n < 40; n++) {
            term = term.multiply(small).divide(BigDecimal.valueOf(n), digits);
            sum = sum.add(term);
        }
        return sum.pow(1 << 10, digits);
    }

    /** Solves exp(y) = x by Newton's method. Each step doubles the digits, from the 15 of the first guess. */
    private static BigDecimal log(BigDecimal x) {
        BigDecimal y = new BigDecimal(Math.log(x.doubleValue()));
        for (int digits = 15; digits < DIGITS.getPrecision(); digits *= 2) {
            y = y.add(x.divide(exp(y), DIGITS)).subtract(BigDecimal.ONE);
        }
        return y;
    }

    /** The integral of the density from r on, by Laplace's continued fraction f(r) / (r + 1 / (r + 2 / (r + ...))). */
    private static BigDecimal tailArea(BigDecimal r) {
        BigDecimal fraction = r;
        for (int k = 1000; k > 0; k--) {
            fraction = r.add(BigDecimal.valueOf(k).divide(fraction, DIGITS));
        }
        return density(r).divide(fraction, DIGITS);
    }
}
