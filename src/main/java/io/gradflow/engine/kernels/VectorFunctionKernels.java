package io.gradflow.engine.kernels;

import static jdk.incubator.vector.VectorOperators.AND_NOT;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.IS_NEGATIVE;
import static jdk.incubator.vector.VectorOperators.LSHL;

import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.nn.function.Elementary;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementary functions over arrays on the Vector API.
 */
final class VectorFunctionKernels implements FunctionKernels {
    private static final VectorSpecies<Double> SPECIES = VectorWidth.species(MethodHandles.lookup());
    private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, SPECIES.vectorShape());
    private static final int LANES = SPECIES.length();

    private static final long MAGNITUDE = Long.MAX_VALUE;
    private static final long MIN_NORMAL_BITS = Double.doubleToRawLongBits(Double.MIN_NORMAL);
    private static final long INFINITY_BITS = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);

    /**
     * An argument of exp of this magnitude or a smaller one has a normal number as its result; larger ones are rare.
     */
    private static final long ORDINARY_BITS = Double.doubleToRawLongBits(700);

    @Override
    public void exp(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            var argument = DoubleVector.fromArray(SPECIES, x, i);
            if (LongVector.broadcast(LONGS, ORDINARY_BITS)
                    .sub(argument.reinterpretAsLongs().and(MAGNITUDE))
                    .test(IS_NEGATIVE)
                    .anyTrue()) {
                ArrayFunctions.SCALAR.exp(x, y, i, i + LANES);
                continue;
            }
            var rounded = argument.fma(
                    DoubleVector.broadcast(SPECIES, Elementary.LOG2_E),
                    DoubleVector.broadcast(SPECIES, Elementary.ROUNDER));
            var k = rounded.sub(Elementary.ROUNDER);
            var r = k.fma(DoubleVector.broadcast(SPECIES, -Elementary.LN2_HI), argument);
            r = k.fma(DoubleVector.broadcast(SPECIES, -Elementary.LN2_LO), r);
            var square = r.mul(r);
            var even = DoubleVector.broadcast(SPECIES, Elementary.EXP_12);
            even = even.fma(square, DoubleVector.broadcast(SPECIES, Elementary.EXP_10));
            even = even.fma(square, DoubleVector.broadcast(SPECIES, Elementary.EXP_8));
            even = even.fma(square, DoubleVector.broadcast(SPECIES, Elementary.EXP_6));
            even = even.fma(square, DoubleVector.broadcast(SPECIES, Elementary.EXP_4));
            even = even.fma(square, DoubleVector.broadcast(SPECIES, Elementary.EXP_2));
            var odd = DoubleVector.broadcast(SPECIES, Elementary.EXP_11);
            odd = odd.fma(square, DoubleVector.broadcast(SPECIES, Elementary.EXP_9));
            odd = odd.fma(square, DoubleVector.broadcast(SPECIES, Elementary.EXP_7));
            odd = odd.fma(square, DoubleVector.broadcast(SPECIES, Elementary.EXP_5));
            odd = odd.fma(square, DoubleVector.broadcast(SPECIES, Elementary.EXP_3));
            var power = odd.fma(r, even)
                    .fma(r, DoubleVector.broadcast(SPECIES, 1))
                    .fma(r, DoubleVector.broadcast(SPECIES, 1));
            // The result is a normal number, for which scaling is exact, so one step is enough.
            var scale = rounded.reinterpretAsLongs()
                    .lanewise(LSHL, LongVector.broadcast(LONGS, Elementary.EXPONENT_SHIFT))
                    .add(Elementary.ONE_BITS)
                    .reinterpretAsDoubles();
            power.mul(scale).intoArray(y, i);
        }
    }

    @Override
    public void sigmoid(double[] x, double[] y, int from, int to) {
        sigmoid(x, from, y, from, (to - from) / LANES);
    }

    @Override
    public void sigmoid(double[] x, int xFrom, double[] y, int yFrom, int count) {
        for (int i = 0; i < count * LANES; i += LANES) {
            var z = DoubleVector.fromArray(SPECIES, x, xFrom + i);
            var argument = z.abs().neg();
            if (LongVector.broadcast(LONGS, ORDINARY_BITS)
                    .sub(argument.reinterpretAsLongs().and(MAGNITUDE))
                    .test(IS_NEGATIVE)
                    .anyTrue()) {
                scalarSigmoid(x, xFrom + i, y, yFrom + i);
                continue;
            }
            var rounded = argument.fma(
                    DoubleVector.broadcast(SPECIES, Elementary.LOG2_E),
                    DoubleVector.broadcast(SPECIES, Elementary.ROUNDER));
            var k = rounded.sub(Elementary.ROUNDER);
            var r = k.fma(DoubleVector.broadcast(SPECIES, -Elementary.LN2_HI), argument);
            r = k.fma(DoubleVector.broadcast(SPECIES, -Elementary.LN2_LO), r);
            var square = r.mul(r);
            var even = DoubleVector.broadcast(SPECIES, Elementary.EXP_12);
            even = even.fma(square, DoubleVector.broadcast(SPECIES, Elementary.EXP_10));
            even = even.fma(square, DoubleVector.broadcast(SPECIES, Elementary.EXP_8));
            even = even.fma(square, DoubleVector.broadcast(SPECIES, Elementary.EXP_6));
            even = even.fma(square, DoubleVector.broadcast(SPECIES, Elementary.EXP_4));
            even = even.fma(square, DoubleVector.broadcast(SPECIES, Elementary.EXP_2));
            var odd = DoubleVector.broadcast(SPECIES, Elementary.EXP_11);
            odd = odd.fma(square, DoubleVector.broadcast(SPECIES, Elementary.EXP_9));
            odd = odd.fma(square, DoubleVector.broadcast(SPECIES, Elementary.EXP_7));
            odd = odd.fma(square, DoubleVector.broadcast(SPECIES, Elementary.EXP_5));
            odd = odd.fma(square, DoubleVector.broadcast(SPECIES, Elementary.EXP_3));
            var power = odd.fma(r, even)
                    .fma(r, DoubleVector.broadcast(SPECIES, 1))
                    .fma(r, DoubleVector.broadcast(SPECIES, 1));
            // The result is a normal number, for which scaling is exact, so one step is enough.
            var scale = rounded.reinterpretAsLongs()
                    .lanewise(LSHL, LongVector.broadcast(LONGS, Elementary.EXPONENT_SHIFT))
                    .add(Elementary.ONE_BITS)
                    .reinterpretAsDoubles();
            var e = power.mul(scale);
            // The numerator is e where z is negative, and 1 elsewhere.
            var isNegative = z.reinterpretAsLongs().lanewise(ASHR, LongVector.broadcast(LONGS, 63));
            var numerator = e.reinterpretAsLongs()
                    .and(isNegative)
                    .or(LongVector.broadcast(LONGS, Elementary.ONE_BITS).lanewise(AND_NOT, isNegative))
                    .reinterpretAsDoubles();
            var denominator = e.add(1);
            var lost = e.sub(denominator.sub(1));
            var reciprocal = DoubleVector.broadcast(SPECIES, 1).div(denominator);
            var quotient = numerator.mul(reciprocal);
            var remainder = quotient.neg().fma(lost, denominator.neg().fma(quotient, numerator));
            remainder.fma(reciprocal, quotient).intoArray(y, yFrom + i);
        }
    }

    private static void scalarSigmoid(double[] x, int xFrom, double[] y, int yFrom) {
        for (int lane = 0; lane < LANES; lane++) {
            y[yFrom + lane] = Elementary.sigmoid(x[xFrom + lane]);
        }
    }

    @Override
    public void log(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            var bits = DoubleVector.fromArray(SPECIES, x, i).reinterpretAsLongs();
            if (!LongVector.broadcast(LONGS, INFINITY_BITS - 1)
                    .sub(bits)
                    .or(bits.sub(MIN_NORMAL_BITS))
                    .test(IS_NEGATIVE)
                    .anyTrue()) {
                var exponent = bits.sub(Elementary.SQRT_HALF_BITS).lanewise(ASHR, Elementary.EXPONENT_SHIFT);
                var f = bits.sub(exponent.lanewise(LSHL, Elementary.EXPONENT_SHIFT))
                        .reinterpretAsDoubles()
                        .sub(1);
                var k = exponent.add(Elementary.ROUNDER_BITS)
                        .reinterpretAsDoubles()
                        .sub(Elementary.ROUNDER);
                var s = f.div(f.add(2));
                var square = s.mul(s);
                var polynomial = DoubleVector.broadcast(SPECIES, Elementary.LOG_15);
                polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.LOG_13));
                polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.LOG_11));
                polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.LOG_9));
                polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.LOG_7));
                polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.LOG_5));
                polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.LOG_3));
                var halfSquare = f.mul(0.5).mul(f);
                var small = s.fma(polynomial.fma(square, halfSquare), k.mul(Elementary.LN2_LO));
                k.fma(DoubleVector.broadcast(SPECIES, Elementary.LN2_HI), f.sub(halfSquare.sub(small)))
                        .intoArray(y, i);
            } else {
                ArrayFunctions.SCALAR.log(x, y, i, i + LANES);
            }
        }
    }

    @Override
    public void log1p(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            var argument = DoubleVector.fromArray(SPECIES, x, i);
            var argumentBits = argument.reinterpretAsLongs();
            // Arguments from 0 to 1, which are all that losses have.
            if (!LongVector.broadcast(LONGS, Elementary.ONE_BITS)
                    .sub(argumentBits)
                    .or(argumentBits)
                    .test(IS_NEGATIVE)
                    .anyTrue()) {
                var sum = argument.add(1);
                var part = sum.sub(1);
                var lost = DoubleVector.broadcast(SPECIES, 1).sub(sum.sub(part)).add(argument.sub(part));
                var bits = sum.reinterpretAsLongs();
                var exponent = bits.sub(Elementary.SQRT_HALF_BITS).lanewise(ASHR, Elementary.EXPONENT_SHIFT);
                var shifted = exponent.lanewise(LSHL, Elementary.EXPONENT_SHIFT);
                var scale = LongVector.broadcast(LONGS, Elementary.ONE_BITS)
                        .sub(shifted)
                        .reinterpretAsDoubles();
                var f = lost.fma(scale, bits.sub(shifted).reinterpretAsDoubles().sub(1));
                var k = exponent.add(Elementary.ROUNDER_BITS)
                        .reinterpretAsDoubles()
                        .sub(Elementary.ROUNDER);
                var s = f.div(f.add(2));
                var square = s.mul(s);
                var polynomial = DoubleVector.broadcast(SPECIES, Elementary.LOG_15);
                polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.LOG_13));
                polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.LOG_11));
                polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.LOG_9));
                polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.LOG_7));
                polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.LOG_5));
                polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.LOG_3));
                var halfSquare = f.mul(0.5).mul(f);
                var small = s.fma(polynomial.fma(square, halfSquare), k.mul(Elementary.LN2_LO));
                k.fma(DoubleVector.broadcast(SPECIES, Elementary.LN2_HI), f.sub(halfSquare.sub(small)))
                        .intoArray(y, i);
            } else {
                ArrayFunctions.SCALAR.log1p(x, y, i, i + LANES);
            }
        }
    }

    @Override
    public void clamp(double[] x, double[] y, double low, double high, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            DoubleVector.fromArray(SPECIES, x, i).max(low).min(high).intoArray(y, i);
        }
    }

    @Override
    public void step(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            var bits = DoubleVector.fromArray(SPECIES, x, i).reinterpretAsLongs();
            // All bits set for 0 and for numbers with a sign, as in VectorActivationKernels.
            var isNotPositive = bits.sub(1).or(bits).lanewise(ASHR, 63);
            var isNan = LongVector.broadcast(LONGS, INFINITY_BITS)
                    .sub(bits.and(MAGNITUDE))
                    .lanewise(ASHR, 63);
            LongVector.broadcast(LONGS, Elementary.ONE_BITS)
                    .lanewise(AND_NOT, isNotPositive)
                    .or(isNan)
                    .reinterpretAsDoubles()
                    .intoArray(y, i);
        }
    }
}
