package io.gradflow.nn.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The true value of an elementary function at a double, as a double-double times a power of two. It is accurate to
 * about 1e-9 ulp of a double. Functions are computed by Taylor series, inverse functions by one Newton step from
 * {@link StrictMath}, and the far complementary error function by its continued fraction. Angles are reduced with as
 * many digits of pi as any double needs.
 */
public record TrueValue(DoubleDouble significand, int exponent) {

    private static final DoubleDouble LN2 = new DoubleDouble(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56);

    /** exp(r) - 1 is computed for r / 2^HALVINGS. */
    private static final int HALVINGS = 8;

    private static final DoubleDouble[] INVERSE_FACTORIALS = inverseFactorials(36);

    /** Below this magnitude, expm1, log1p and any odd function with slope 1 at 0 are the identity, to within 2^-100. */
    private static final double TINY = 0x1p-100;

    /** 1 / sqrt(pi). */
    private static final DoubleDouble INVERSE_SQRT_PI = new DoubleDouble(0x1.20dd750429b6dp-1, 0x1.1ae3a914fed80p-57);

    /** From this x on, the error function is 1, to within 2^-75. */
    private static final double ERF_HIGHEST = 7;

    /** From this x on, {@link #FRACTION_STEPS} steps of the continued fraction give its limit, to within 2^-110. */
    private static final double FRACTION_LOWEST = 2;

    private static final int FRACTION_STEPS = 200;

    /** The largest doubles have 309 digits, and no double is closer to a multiple of pi / 2 than 1e-19. */
    private static final int PI_DIGITS = 400;

    private static final BigDecimal PI = machinPi();

    /** The difference from an independently computed value, relative to that value. */
    public BigDecimal relativeDifference(BigDecimal other) {
        var power = new BigDecimal(2).pow(exponent, MathContext.DECIMAL128);
        var value = significand.toBigDecimal().multiply(power);
        return value.subtract(other).divide(other, MathContext.DECIMAL128).abs();
    }

    public static TrueValue exp(double x) {
        int k = exponentOf(x);
        return new TrueValue(expm1OfReduced(x, k).plus(1), k);
    }

    public static TrueValue expm1(double x) {
        return x > 50 ? exp(x) : of(doubleDoubleExpm1(x));
    }

    public static TrueValue log(double x) {
        if (x >= 0.5 && x <= 2) {
            return log1p(x - 1);
        }
        return of(newtonLog(DoubleDouble.of(x), StrictMath.log(x)));
    }

    public static TrueValue log1p(double x) {
        double near = StrictMath.log1p(x);
        if (x > 1) {
            return of(newtonLog(DoubleDouble.sum(x, 1), near));
        }
        var expm1 = doubleDoubleExpm1(near);
        return of(DoubleDouble.of(x).minus(expm1).over(expm1.plus(1)).plus(near));
    }

    public static TrueValue tanh(double x) {
        if (Math.abs(x) > 40) {
            return of(DoubleDouble.of(Math.signum(x)));
        }
        var expm1 = doubleDoubleExpm1(2 * x);
        return of(expm1.over(expm1.plus(2)));
    }

    public static TrueValue sigmoid(double x) {
        var exp = exp(-Math.abs(x));
        var plusOne = exp.significand.scaled(exp.exponent).plus(1);
        return x < 0 ? new TrueValue(exp.significand.over(plusOne), exp.exponent) : of(DoubleDouble.ONE.over(plusOne));
    }

    public static TrueValue arctan(double x) {
        double near = StrictMath.atan(x);
        var square = DoubleDouble.of(near).times(near);
        var sin = alternatingSeries(square, 1).times(near);
        var cos = alternatingSeries(square, 0);
        // This is the arctan of the difference, which equals the difference at this precision.
        return of(cos.times(x).minus(sin).over(sin.times(x).plus(cos)).plus(near));
    }

    /** e^(-factor x^2), for a factor that is a power of two. */
    public static TrueValue gaussian(double factor, double x) {
        double square = x * x;
        double lost = -factor * Math.fma(x, x, -square);
        var exp = exp(-factor * square);
        // This is e to the power of the rounding error of the square, which is below 1e-13.
        var correction = DoubleDouble.of(lost).times(lost).times(0.5).plus(lost).plus(1);
        return new TrueValue(exp.significand.times(correction), exp.exponent);
    }

    public static TrueValue erf(double x) {
        if (Math.abs(x) < TINY) {
            // The number is scaled, because subnormal numbers have too few digits.
            int exponent = x == 0 ? 0 : Math.getExponent(x);
            return new TrueValue(INVERSE_SQRT_PI.times(Math.scalb(x, 60 - exponent)), exponent - 59);
        }
        if (Math.abs(x) > ERF_HIGHEST) {
            return of(DoubleDouble.of(Math.signum(x)));
        }
        var gaussian = gaussian(1, x);
        return new TrueValue(
                gaussian.significand.times(erfSeries(x)).times(INVERSE_SQRT_PI).times(2), gaussian.exponent);
    }

    public static TrueValue erfDerivative(double x) {
        var gaussian = gaussian(1, x);
        return new TrueValue(gaussian.significand.times(INVERSE_SQRT_PI).times(2), gaussian.exponent);
    }

    /** e^(x^2) erfc(x), for x from 0 on. */
    public static TrueValue scaledComplement(double x) {
        if (x < FRACTION_LOWEST) {
            var gaussian = gaussian(1, x);
            var inverse = DoubleDouble.ONE.over(gaussian.significand.scaled(gaussian.exponent));
            return of(inverse.minus(erfSeries(x).times(INVERSE_SQRT_PI).times(2)));
        }
        var fraction = DoubleDouble.of(x);
        for (int k = FRACTION_STEPS; k >= 1; k--) {
            fraction = DoubleDouble.of(0.5 * k).over(fraction).plus(x);
        }
        return of(INVERSE_SQRT_PI.over(fraction));
    }

    public static TrueValue sin(double x) {
        if (Math.abs(x) < TINY) {
            return of(DoubleDouble.of(x));
        }
        var n = new BigDecimal(x).divide(PI, 0, RoundingMode.HALF_EVEN).toBigInteger();
        return sinOfRest(x, new BigDecimal(n), n.testBit(0));
    }

    public static TrueValue cos(double x) {
        if (Math.abs(x) < TINY) {
            return of(DoubleDouble.ONE);
        }
        // cos(x) = sin(x + pi / 2), and x + pi / 2 - n pi = x - (n - 1/2) pi.
        var n = new BigDecimal(x)
                .divide(PI, 0, RoundingMode.FLOOR)
                .toBigInteger()
                .add(BigInteger.ONE);
        return sinOfRest(x, new BigDecimal(n).subtract(new BigDecimal("0.5")), n.testBit(0));
    }

    /** (-1)^n sin(x - turns pi). */
    private static TrueValue sinOfRest(double x, BigDecimal turns, boolean isOdd) {
        var rest = new BigDecimal(x).subtract(turns.multiply(PI)).round(new MathContext(40));
        double high = rest.doubleValue();
        double low = rest.subtract(new BigDecimal(high)).doubleValue();
        var r = new DoubleDouble(high, low);
        var sin = alternatingSeries(r.times(r), 1).times(r);
        return of(isOdd ? sin.negated() : sin);
    }

    /** The error of a result in ulps of the double nearest to the true value. */
    public double errorOf(double result) {
        double nearest = Math.scalb(significand.high(), exponent);
        if (Double.isInfinite(nearest) || Double.isInfinite(result)) {
            return nearest == result ? 0 : Double.POSITIVE_INFINITY;
        }
        // Result and ulp are scaled to the significand, because the true value may be outside the range of exponents.
        double scaledResult = Math.scalb(result, -exponent);
        double ulp = Math.scalb(Math.ulp(nearest), -exponent);
        return Math.abs(DoubleDouble.of(scaledResult).minus(significand).high()) / ulp;
    }

    private static TrueValue of(DoubleDouble value) {
        return new TrueValue(value, 0);
    }

    private static int exponentOf(double x) {
        return (int) Math.rint(x / LN2.high());
    }

    private static DoubleDouble doubleDoubleExpm1(double x) {
        if (Math.abs(x) < TINY) {
            return DoubleDouble.of(x);
        }
        int k = exponentOf(x);
        return expm1OfReduced(x, k).scaled(k).plus(DoubleDouble.sum(Math.scalb(1.0, k), -1));
    }

    /** exp(x - k ln 2) - 1. */
    private static DoubleDouble expm1OfReduced(double x, int k) {
        var r = DoubleDouble.of(x).minus(LN2.times(k)).scaled(-HALVINGS);
        var series = INVERSE_FACTORIALS[11];
        for (int n = 10; n >= 1; n--) {
            series = series.times(r).plus(INVERSE_FACTORIALS[n]);
        }
        var expm1 = series.times(r);
        for (int i = 0; i < HALVINGS; i++) {
            expm1 = expm1.times(expm1).plus(expm1.times(2));
        }
        return expm1;
    }

    /** near + (x exp(-near) - 1), which is log(x) with an error of the square of that of near. */
    private static DoubleDouble newtonLog(DoubleDouble x, double near) {
        var exp = exp(-near);
        // The scaling takes two steps, because the power of two alone may not be a double.
        int half = exp.exponent / 2;
        var ratio = x.scaled(half).times(exp.significand).scaled(exp.exponent - half);
        return ratio.plus(-1).plus(near);
    }

    /** The sum of 2^n x^(2 n + 1) / (1 * 3 * ... * (2 n + 1)), whose terms all have the same sign. */
    private static DoubleDouble erfSeries(double x) {
        var twiceSquare = DoubleDouble.of(x).times(x).times(2);
        var term = DoubleDouble.of(x);
        var sum = term;
        for (int n = 1; Math.abs(term.high()) > 0x1p-110 * Math.abs(sum.high()); n++) {
            term = term.times(twiceSquare).over(DoubleDouble.of(2 * n + 1));
            sum = sum.plus(term);
        }
        return sum;
    }

    /** Machin's formula, 16 arctan(1/5) - 4 arctan(1/239). */
    private static BigDecimal machinPi() {
        return arctanOfInverse(5)
                .multiply(BigDecimal.valueOf(16))
                .subtract(arctanOfInverse(239).multiply(BigDecimal.valueOf(4)));
    }

    private static BigDecimal arctanOfInverse(int x) {
        var square = BigDecimal.valueOf((long) x * x);
        var power = BigDecimal.ONE.divide(BigDecimal.valueOf(x), PI_DIGITS, RoundingMode.HALF_EVEN);
        var sum = power;
        for (int n = 3; power.signum() != 0; n += 2) {
            power = power.divide(square, PI_DIGITS, RoundingMode.HALF_EVEN).negate();
            sum = sum.add(power.divide(BigDecimal.valueOf(n), PI_DIGITS, RoundingMode.HALF_EVEN));
        }
        return sum;
    }

    /** The sum of (-square)^n / (2 n + first)!. */
    private static DoubleDouble alternatingSeries(DoubleDouble square, int first) {
        var minusSquare = square.negated();
        var series = DoubleDouble.of(0);
        for (int n = INVERSE_FACTORIALS.length / 2 - 1; n >= 0; n--) {
            series = series.times(minusSquare).plus(INVERSE_FACTORIALS[2 * n + first]);
        }
        return series;
    }

    private static DoubleDouble[] inverseFactorials(int count) {
        var inverses = new DoubleDouble[count];
        inverses[0] = DoubleDouble.ONE;
        for (int n = 1; n < count; n++) {
            inverses[n] = inverses[n - 1].over(DoubleDouble.of(n));
        }
        return inverses;
    }
}
