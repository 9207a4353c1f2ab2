package io.gradflow.nn.function;

/**
 * The elementary functions of training and diagnostics, on doubles: exp, expm1, log, log1p, tanh, the logistic sigmoid
 * and arctan, within 2 ulp of the true value everywhere.
 *
 * <p>Each function is a fixed sequence of correctly rounded operations ({@code + - * /} and {@link Math#fma}), selects,
 * and integer arithmetic on the bits of a double. So the bits are the same on every CPU and JDK. A vector kernel that
 * does the same operations lane by lane, with the constants of this class, has the same bits too. There is no table, no
 * branch, and at most one division.
 *
 * <p>The errors below are measured, not proved. They are the largest among 70 to 110 million arguments of each
 * function, many of them where errors are largest, by double-double arithmetic. The tests check a million arguments of
 * each function against the tested bound.
 *
 * <table>
 * <caption>Errors in units of the last place</caption>
 * <tr><th>function</th><th>largest seen</th><th>at</th><th>tested bound</th></tr>
 * <tr><td>exp</td><td>0.895</td><td>-708.75</td><td>0.95</td></tr>
 * <tr><td>expm1</td><td>1.33</td><td>0.349</td><td>1.4</td></tr>
 * <tr><td>log</td><td>0.862</td><td>1.407</td><td>0.9</td></tr>
 * <tr><td>log1p</td><td>1.41</td><td>0.422</td><td>1.5</td></tr>
 * <tr><td>tanh</td><td>1.87</td><td>0.549</td><td>1.9</td></tr>
 * <tr><td>sigmoid</td><td>1.48</td><td>-4.85</td><td>1.55</td></tr>
 * <tr><td>arctan</td><td>1.48</td><td>0.344</td><td>1.55</td></tr>
 * </table>
 *
 * <p>NaN gives NaN, whose bits are not specified. A kernel may replace a select by any other operation that gives the
 * same value.
 *
 * <p>The polynomials are minimax. They were found with the Remez algorithm at 60 digits, for the relative error of the
 * function they serve, and rounded to double. For tanh, arctan and log, the first coefficient was rounded before the
 * others were fitted. A coefficient is named after the power it belongs to. The comment on each group says what it
 * approximates, in which range and how well.
 */
public final class Elementary {

    /** The bits of 1.0; adding {@code k << 52} to them gives 2^k. */
    public static final long ONE_BITS = 0x3ff0_0000_0000_0000L;

    /** The number of bits of a double below its exponent. */
    public static final int EXPONENT_SHIFT = 52;

    private static final long SIGN_BIT = Long.MIN_VALUE;

    /**
     * 1.5 * 2^52. Adding it to a double below 2^51 in magnitude rounds that double to an integer, which the lowest bits
     * of the sum hold in two's complement.
     */
    public static final double ROUNDER = 0x1.8p52;

    /** The bits of {@link #ROUNDER}. */
    public static final long ROUNDER_BITS = 0x4338_0000_0000_0000L;

    public static final double LOG2_E = 0x1.71547652b82fep0;

    /** The upper 32 bits of ln 2. Its product with an exponent is exact. */
    public static final double LN2_HI = 0x1.62e42feep-1;

    /** ln 2 - {@link #LN2_HI}. */
    public static final double LN2_LO = 0x1.a39ef35793c76p-33;

    /** exp of a smaller number rounds to 0. */
    public static final double EXP_LOWEST = -746;

    /** exp of a larger number rounds to infinity. */
    public static final double EXP_HIGHEST = 710;

    /** expm1 of a smaller number rounds to -1. */
    public static final double EXPM1_LOWEST = -40;

    // (exp(r) - 1 - r) / r^2 for |r| <= ln(2)/2, degree 10. The relative error of exp(r) - 1 is below 2^-59.
    public static final double EXP_2 = 0x1.0000000000000p-1;
    public static final double EXP_3 = 0x1.5555555555559p-3;
    public static final double EXP_4 = 0x1.555555555555ap-5;
    public static final double EXP_5 = 0x1.111111110f757p-7;
    public static final double EXP_6 = 0x1.6c16c16c14551p-10;
    public static final double EXP_7 = 0x1.a01a01afa94e8p-13;
    public static final double EXP_8 = 0x1.a01a01b0770ffp-16;
    public static final double EXP_9 = 0x1.71ddf8dd447d6p-19;
    public static final double EXP_10 = 0x1.27e4c6143de60p-22;
    public static final double EXP_11 = 0x1.af5de10340e3dp-26;
    public static final double EXP_12 = 0x1.1f94c8793c83bp-29;

    /** The bits of the double next to sqrt(1/2). Mantissas are taken from sqrt(1/2) to sqrt(2). */
    public static final long SQRT_HALF_BITS = 0x3fe6_a09e_667f_3bcdL;

    /** 2^54, which makes a subnormal number normal. */
    public static final double SUBNORMAL_SCALE = 0x1p54;

    /** The exponent of {@link #SUBNORMAL_SCALE}. */
    public static final double SUBNORMAL_EXPONENT = 54;

    // (log((1 + s) / (1 - s)) - 2 s) / s^3 in s^2, for |s| <= (sqrt(2) - 1)^2, degree 6. The relative error of the
    // logarithm is below 2^-59.
    public static final double LOG_3 = 0x1.5555555555592p-1;
    public static final double LOG_5 = 0x1.999999997ff09p-2;
    public static final double LOG_7 = 0x1.24924941e2df0p-2;
    public static final double LOG_9 = 0x1.c71c5212a841cp-3;
    public static final double LOG_11 = 0x1.74663d56d1ad9p-3;
    public static final double LOG_13 = 0x1.39a1dc8a9e6e7p-3;
    public static final double LOG_15 = 0x1.2f044451ce6b7p-3;

    /** tanh of a larger number rounds to 1. */
    public static final double TANH_HIGHEST = 22;

    public static final double TWO_LOG2_E = 0x1.71547652b82fep1;

    public static final double HALF_LN2 = 0x1.62e42fefa39efp-2;

    /** 1.5 * 2^44. Its sum with a small double has 8 binary places. */
    public static final double FLOORER = 0x1.8p44;

    /** {@link #FLOORER} + 1/4. */
    public static final double FLOORER_AND_QUARTER = 0x1.8p44 + 0.25;

    /** Clears the 8 binary places of a sum with {@link #FLOORER}, which rounds it down to an integer. */
    public static final long FLOORER_MASK = -256;

    /** The shift that moves the integer part of a sum with {@link #FLOORER} to the exponent. */
    public static final int FLOORER_SHIFT = 44;

    // (tanh(u) - u) / u^3 in u^2, for |u| <= 0.2607, degree 6. The relative error of tanh is below 2^-56.
    public static final double TANH_3 = -0x1.55555555554b1p-2;
    public static final double TANH_5 = 0x1.11111110f275fp-3;
    public static final double TANH_7 = -0x1.ba1ba17cb8ad6p-5;
    public static final double TANH_9 = 0x1.664f2b5d60abfp-6;
    public static final double TANH_11 = -0x1.2266cd568a75dp-7;
    public static final double TANH_13 = 0x1.d4c069fa5911ep-9;
    public static final double TANH_15 = -0x1.56a58d9bd0c42p-10;

    /** arctan of a larger number rounds to pi/2. */
    public static final double ARCTAN_HIGHEST = 0x1p60;

    /** Above this, arctan is computed relative to {@link #ARCTAN_CENTER_1}. */
    public static final double ARCTAN_THRESHOLD_1 = 0.34375;

    /** Above this, arctan is computed relative to {@link #ARCTAN_CENTER_2}. */
    public static final double ARCTAN_THRESHOLD_2 = 1.28;

    /**
     * One of the few numbers whose arctan is a double within 1e-5 ulp. Subtracting it from a number between the
     * thresholds is exact. Just above the first threshold, where the result is small, |w| is below 1/4, which halves
     * the errors of w.
     */
    public static final double ARCTAN_CENTER_1 = 0x1.4c63f141227b2p-1;

    /** arctan of {@link #ARCTAN_CENTER_1}. */
    public static final double ARCTAN_OF_CENTER_1 = 0x1.26d0e99092aacp-1;

    /**
     * Another such number. Subtracting it from a number between the second threshold and twice its own value is exact.
     * Its reciprocal, 0.3445, bounds |w|, the argument of the polynomial.
     */
    public static final double ARCTAN_CENTER_2 = 0x1.739581065a93cp+1;

    /** arctan of {@link #ARCTAN_CENTER_2}. */
    public static final double ARCTAN_OF_CENTER_2 = 0x1.3d32bba79b48fp+0;

    // (arctan(w) - w) / w^3 in w^2, for |w| <= 0.3446, degree 8. The relative error of arctan is below 2^-54.8.
    public static final double ARCTAN_3 = -0x1.55555555552fap-2;
    public static final double ARCTAN_5 = 0x1.99999999354b5p-3;
    public static final double ARCTAN_7 = -0x1.249248f690851p-3;
    public static final double ARCTAN_9 = 0x1.c71c5d0a3926bp-4;
    public static final double ARCTAN_11 = -0x1.745a70058cb37p-4;
    public static final double ARCTAN_13 = 0x1.3adee5bc0275bp-4;
    public static final double ARCTAN_15 = -0x1.0e83282ddc3c4p-4;
    public static final double ARCTAN_17 = 0x1.baf30350e9e7cp-5;
    public static final double ARCTAN_19 = -0x1.028d63366b30cp-5;

    private Elementary() {}

    /** e^x. It is 0 at -infinity, underflows gradually, and is infinite above about 709.78. */
    public static double exp(double x) {
        double clamped = x < EXP_LOWEST ? EXP_LOWEST : x;
        clamped = clamped > EXP_HIGHEST ? EXP_HIGHEST : clamped;
        return expOfClamped(clamped);
    }

    /**
     * x = k ln 2 + r with |r| <= ln(2)/2, and e^x = 2^k e^r. The scaling takes two steps, because 2^k alone may not be
     * a double.
     */
    private static double expOfClamped(double x) {
        double rounded = Math.fma(x, LOG2_E, ROUNDER);
        double k = rounded - ROUNDER;
        double r = Math.fma(k, -LN2_LO, Math.fma(k, -LN2_HI, x));
        double power = Math.fma(r, Math.fma(r, expPolynomial(r, r * r), 1), 1);
        long exponent = Double.doubleToRawLongBits(rounded) - ROUNDER_BITS;
        long half = exponent >> 1;
        return power * powerOfTwo(half) * powerOfTwo(exponent - half);
    }

    /**
     * (e^r - 1 - r) / r^2. Even and odd powers are summed separately, which halves the chain of dependent operations.
     */
    private static double expPolynomial(double r, double square) {
        double even = Math.fma(EXP_12, square, EXP_10);
        even = Math.fma(even, square, EXP_8);
        even = Math.fma(even, square, EXP_6);
        even = Math.fma(even, square, EXP_4);
        even = Math.fma(even, square, EXP_2);
        double odd = Math.fma(EXP_11, square, EXP_9);
        odd = Math.fma(odd, square, EXP_7);
        odd = Math.fma(odd, square, EXP_5);
        odd = Math.fma(odd, square, EXP_3);
        return Math.fma(odd, r, even);
    }

    /** e^x - 1 without cancellation; -0.0 gives -0.0. */
    public static double expm1(double x) {
        double clamped = x < EXPM1_LOWEST ? EXPM1_LOWEST : x;
        clamped = clamped > EXP_HIGHEST ? EXP_HIGHEST : clamped;
        double rounded = Math.fma(clamped, LOG2_E, ROUNDER);
        double k = rounded - ROUNDER;
        double coarse = Math.fma(k, -LN2_HI, clamped);
        double r = Math.fma(k, -LN2_LO, coarse);
        double rest = Math.fma(k, -LN2_LO, coarse - r);
        long exponent = Double.doubleToRawLongBits(rounded) - ROUNDER_BITS;
        long half = exponent >> 1;
        double scale = powerOfTwo(half);
        // scale e^r - 1 / (the other scale), as the rounded sum of the two largest terms plus the small rest.
        double constant = scale - powerOfTwo(half - exponent);
        double sum = Math.fma(scale, r, constant);
        double lost = Math.fma(scale, rest, Math.fma(scale, r, constant - sum));
        double square = r * r;
        double scaled = sum + Math.fma(scale * square, expPolynomial(r, square), lost);
        return withSignOf(x, scaled * powerOfTwo(exponent - half));
    }

    /** The natural logarithm. It is -infinity at 0 and NaN below. */
    public static double log(double x) {
        boolean subnormal = x < Double.MIN_NORMAL;
        long bits = Double.doubleToRawLongBits(subnormal ? x * SUBNORMAL_SCALE : x);
        long exponent = (bits - SQRT_HALF_BITS) >> EXPONENT_SHIFT;
        double mantissa = Double.longBitsToDouble(bits - (exponent << EXPONENT_SHIFT));
        double k = toDouble(exponent) - (subnormal ? SUBNORMAL_EXPONENT : 0);
        double result = logOfReduced(k, mantissa - 1);
        result = x < Double.POSITIVE_INFINITY ? result : x;
        result = x == 0 ? Double.NEGATIVE_INFINITY : result;
        return x < 0 ? Double.NaN : result;
    }

    /** log(1 + x) without cancellation. It is -infinity at -1 and NaN below; -0.0 gives -0.0. */
    public static double log1p(double x) {
        double sum = 1 + x;
        double part = sum - 1;
        double lost = (1 - (sum - part)) + (x - part);
        long bits = Double.doubleToRawLongBits(sum);
        long exponent = (bits - SQRT_HALF_BITS) >> EXPONENT_SHIFT;
        double mantissa = Double.longBitsToDouble(bits - (exponent << EXPONENT_SHIFT));
        // The rounding error of the sum is scaled like its mantissa. In numbers near the largest double it does not
        // matter.
        long scale = Math.max((ONE_BITS >> EXPONENT_SHIFT) - exponent, 0) << EXPONENT_SHIFT;
        double f = Math.fma(lost, Double.longBitsToDouble(scale), mantissa - 1);
        double result = logOfReduced(toDouble(exponent), f);
        result = x < Double.POSITIVE_INFINITY ? result : x;
        result = x == -1 ? Double.NEGATIVE_INFINITY : result;
        return x < -1 ? Double.NaN : withSignOf(x, result);
    }

    /**
     * k ln 2 + log(1 + f). With s = f / (2 + f), log(1 + f) = log((1 + s) / (1 - s)) = 2 s + R(s), which is rearranged
     * to f - f^2/2 + s (f^2/2 + R(s)/s) as in fdlibm, so that the rounding of s has little effect.
     */
    private static double logOfReduced(double k, double f) {
        double s = f / (2 + f);
        double square = s * s;
        double polynomial = Math.fma(LOG_15, square, LOG_13);
        polynomial = Math.fma(polynomial, square, LOG_11);
        polynomial = Math.fma(polynomial, square, LOG_9);
        polynomial = Math.fma(polynomial, square, LOG_7);
        polynomial = Math.fma(polynomial, square, LOG_5);
        polynomial = Math.fma(polynomial, square, LOG_3);
        double halfSquare = 0.5 * f * f;
        double small = Math.fma(s, Math.fma(polynomial, square, halfSquare), k * LN2_LO);
        return Math.fma(k, LN2_HI, f - (halfSquare - small));
    }

    /**
     * The hyperbolic tangent. It is odd to the bit.
     *
     * <p>|z| = k ln(2)/2 + u and, with t = tanh(u) and 2^k = e^(2 (|z| - u)), the addition theorem gives
     *
     * <pre>
     * tanh(|z|) = n / (n + 2 - 2 t),  n = (2^k - 1) + (2^k + 1) t
     * </pre>
     *
     * For k = 0 this is 2 t / 2, so the only error is that of t. k is |z| / (ln(2)/2) + 1/4, rounded down. So k = 0
     * reaches beyond tanh = 1/4, below which the steps for k = 1 would cost more than 2 ulp.
     */
    public static double tanh(double z) {
        double magnitude = Math.abs(z);
        double clamped = magnitude > TANH_HIGHEST ? TANH_HIGHEST : magnitude;
        double shifted = Math.fma(clamped, TWO_LOG2_E, FLOORER_AND_QUARTER);
        long floored = Double.doubleToRawLongBits(shifted) & FLOORER_MASK;
        double k = Double.longBitsToDouble(floored) - FLOORER;
        double scale = Double.longBitsToDouble((floored << FLOORER_SHIFT) + ONE_BITS);
        double u = Math.fma(k, -HALF_LN2, clamped);
        double square = u * u;
        double polynomial = Math.fma(TANH_15, square, TANH_13);
        polynomial = Math.fma(polynomial, square, TANH_11);
        polynomial = Math.fma(polynomial, square, TANH_9);
        polynomial = Math.fma(polynomial, square, TANH_7);
        polynomial = Math.fma(polynomial, square, TANH_5);
        polynomial = Math.fma(polynomial, square, TANH_3);
        double t = Math.fma(u * square, polynomial, u);
        double numerator = Math.fma(scale + 1, t, scale - 1);
        double denominator = numerator + Math.fma(-2, t, 2);
        return withSignOf(z, numerator / denominator);
    }

    /**
     * The logistic function 1 / (1 + e^-z), with full relative accuracy where it goes to 0. It is 0 and 1 at the
     * infinities.
     *
     * <p>With e = e^-|z|, it is e / (1 + e) for negative z and 1 / (1 + e) otherwise. One Newton step corrects the
     * quotient for its own rounding and for that of 1 + e.
     */
    public static double sigmoid(double z) {
        double magnitude = Math.abs(z);
        double e = expOfClamped(magnitude > -EXP_LOWEST ? EXP_LOWEST : -magnitude);
        double numerator = z < 0 ? e : 1;
        double denominator = 1 + e;
        double lost = e - (denominator - 1);
        double reciprocal = 1 / denominator;
        double quotient = numerator * reciprocal;
        double remainder = Math.fma(-quotient, lost, Math.fma(-denominator, quotient, numerator));
        return Math.fma(remainder, reciprocal, quotient);
    }

    /**
     * The inverse tangent. It is odd to the bit, and the double next to pi/2 at infinity.
     *
     * <p>arctan(|z|) = arctan(c) + arctan(w) with w = (|z| - c) / (1 + c |z|), where c depends on two thresholds and is
     * 0 below the first.
     */
    public static double arctan(double z) {
        double magnitude = Math.abs(z);
        double clamped = magnitude > ARCTAN_HIGHEST ? ARCTAN_HIGHEST : magnitude;
        double center = 0;
        double base = 0;
        if (clamped > ARCTAN_THRESHOLD_2) {
            center = ARCTAN_CENTER_2;
            base = ARCTAN_OF_CENTER_2;
        } else if (clamped > ARCTAN_THRESHOLD_1) {
            center = ARCTAN_CENTER_1;
            base = ARCTAN_OF_CENTER_1;
        }
        double w = (clamped - center) / Math.fma(clamped, center, 1);
        double square = w * w;
        return withSignOf(z, base + Math.fma(w * square, arctanPolynomial(square, square * square), w));
    }

    /**
     * (arctan(w) - w) / w^3. Pairs of coefficients are combined first, which shortens the chain of dependent
     * operations.
     */
    private static double arctanPolynomial(double square, double fourth) {
        double polynomial = Math.fma(ARCTAN_19, fourth, Math.fma(ARCTAN_17, square, ARCTAN_15));
        polynomial = Math.fma(polynomial, fourth, Math.fma(ARCTAN_13, square, ARCTAN_11));
        polynomial = Math.fma(polynomial, fourth, Math.fma(ARCTAN_9, square, ARCTAN_7));
        return Math.fma(polynomial, fourth, Math.fma(ARCTAN_5, square, ARCTAN_3));
    }

    /** 2^k, for k from -1022 to 1023. */
    private static double powerOfTwo(long k) {
        return Double.longBitsToDouble((k << EXPONENT_SHIFT) + ONE_BITS);
    }

    /** An integer below 2^51 in magnitude as a double, without a conversion. */
    private static double toDouble(long k) {
        return Double.longBitsToDouble(k + ROUNDER_BITS) - ROUNDER;
    }

    /** The absolute value of {@code magnitude} with the sign of {@code signed}. */
    private static double withSignOf(double signed, double magnitude) {
        long sign = Double.doubleToRawLongBits(signed) & SIGN_BIT;
        return Double.longBitsToDouble((Double.doubleToRawLongBits(magnitude) & ~SIGN_BIT) | sign);
    }
}
