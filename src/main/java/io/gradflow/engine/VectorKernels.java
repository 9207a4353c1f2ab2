package io.gradflow.engine;

import static jdk.incubator.vector.VectorOperators.AND_NOT;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.IS_NEGATIVE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.MIN;

import io.gradflow.diagnostics.HiddenStatistics;
import io.gradflow.nn.Activation;
import io.gradflow.nn.Arctan;
import io.gradflow.nn.ArrayFunctions;
import io.gradflow.nn.Elementary;
import io.gradflow.nn.LeakyRelu;
import io.gradflow.nn.Relu;
import io.gradflow.nn.Sigmoid;
import io.gradflow.nn.Softsign;
import io.gradflow.nn.Tanh;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels on the Vector API. Loaded as a hidden class once for each lane width, so that the species is a constant to
 * the JIT compiler; see {@link LaneKernelLoader}.
 *
 * <p>What keeps vectors in registers, and out of objects, in HotSpot's C2: a kernel is one method with one innermost
 * loop and no calls but those of the Vector API (calls of our own are not inlined once a method is large), long
 * operations have no NEG and counts no masks (JDK 17 has neither as instructions). So exp stands in two kernels and the
 * logarithm of a reduced argument in two. AllocationTest fails when a kernel boxes.
 */
final class VectorKernels implements LaneKernels {
    private static final VectorSpecies<Double> SPECIES = species();
    private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, SPECIES.vectorShape());
    private static final int LANES = SPECIES.length();

    private static final long SIGN = Long.MIN_VALUE;
    private static final long MAGNITUDE = Long.MAX_VALUE;
    private static final long MIN_NORMAL_BITS = Double.doubleToRawLongBits(Double.MIN_NORMAL);
    private static final long TANH_HIGHEST_BITS = Double.doubleToRawLongBits(Elementary.TANH_HIGHEST);
    private static final long ARCTAN_HIGHEST_BITS = Double.doubleToRawLongBits(Elementary.ARCTAN_HIGHEST);
    private static final long ARCTAN_CENTER_BITS = Double.doubleToRawLongBits(Elementary.ARCTAN_CENTER);
    private static final long ARCTAN_OF_CENTER_BITS = Double.doubleToRawLongBits(Elementary.ARCTAN_OF_CENTER);

    /** Of an exponent of this magnitude or a smaller one, exp is a normal number. Seldom is it larger. */
    private static final long ORDINARY_BITS = Double.doubleToRawLongBits(700);

    private static final long INFINITY_BITS = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);

    private static VectorSpecies<Double> species() {
        try {
            int lanes = MethodHandles.classData(MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, Integer.class);
            return VectorSpecies.of(double.class, VectorShape.forBitSize(lanes * Double.SIZE));
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public int preferredLanes() {
        return DoubleVector.SPECIES_PREFERRED.length();
    }

    @Override
    public void multiplyAdd(
            LaneMatrix start, LaneMatrix a, LaneMatrix b, LaneMatrix c, int rows, int inner, int columns) {
        int row = 0;
        for (; row + 4 <= rows; row += 4) {
            int column = 0;
            for (; column + 4 <= columns; column += 4) {
                multiplyAdd4x4(start, a, b, c, row, column, inner);
            }
            for (; column < columns; column++) {
                multiplyAdd4x1(start, a, b, c, row, column, inner);
            }
        }
        for (; row < rows; row++) {
            int column = 0;
            for (; column + 4 <= columns; column += 4) {
                multiplyAdd1x4(start, a, b, c, row, column, inner);
            }
            for (; column < columns; column++) {
                multiplyAdd1x1(start, a, b, c, row, column, inner);
            }
        }
    }

    /** Sixteen sums in registers: eight loads for sixteen multiply-adds. */
    private static void multiplyAdd4x4(
            LaneMatrix start, LaneMatrix a, LaneMatrix b, LaneMatrix c, int row, int column, int inner) {
        double[] starts = start.data();
        int startRow = start.rowStride();
        int startColumn = start.columnStride();
        int s = start.offset() + row * startRow + column * startColumn;
        var c00 = DoubleVector.fromArray(SPECIES, starts, s);
        var c01 = DoubleVector.fromArray(SPECIES, starts, s + startColumn);
        var c02 = DoubleVector.fromArray(SPECIES, starts, s + 2 * startColumn);
        var c03 = DoubleVector.fromArray(SPECIES, starts, s + 3 * startColumn);
        s += startRow;
        var c10 = DoubleVector.fromArray(SPECIES, starts, s);
        var c11 = DoubleVector.fromArray(SPECIES, starts, s + startColumn);
        var c12 = DoubleVector.fromArray(SPECIES, starts, s + 2 * startColumn);
        var c13 = DoubleVector.fromArray(SPECIES, starts, s + 3 * startColumn);
        s += startRow;
        var c20 = DoubleVector.fromArray(SPECIES, starts, s);
        var c21 = DoubleVector.fromArray(SPECIES, starts, s + startColumn);
        var c22 = DoubleVector.fromArray(SPECIES, starts, s + 2 * startColumn);
        var c23 = DoubleVector.fromArray(SPECIES, starts, s + 3 * startColumn);
        s += startRow;
        var c30 = DoubleVector.fromArray(SPECIES, starts, s);
        var c31 = DoubleVector.fromArray(SPECIES, starts, s + startColumn);
        var c32 = DoubleVector.fromArray(SPECIES, starts, s + 2 * startColumn);
        var c33 = DoubleVector.fromArray(SPECIES, starts, s + 3 * startColumn);
        double[] as = a.data();
        double[] bs = b.data();
        int aRow = a.rowStride();
        int aInner = a.columnStride();
        int bInner = b.rowStride();
        int bColumn = b.columnStride();
        int ai = a.offset() + row * aRow;
        int bi = b.offset() + column * bColumn;
        for (int k = 0; k < inner; k++) {
            var b0 = DoubleVector.fromArray(SPECIES, bs, bi);
            var b1 = DoubleVector.fromArray(SPECIES, bs, bi + bColumn);
            var b2 = DoubleVector.fromArray(SPECIES, bs, bi + 2 * bColumn);
            var b3 = DoubleVector.fromArray(SPECIES, bs, bi + 3 * bColumn);
            var a0 = DoubleVector.fromArray(SPECIES, as, ai);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            var a1 = DoubleVector.fromArray(SPECIES, as, ai + aRow);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            var a2 = DoubleVector.fromArray(SPECIES, as, ai + 2 * aRow);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            var a3 = DoubleVector.fromArray(SPECIES, as, ai + 3 * aRow);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
            ai += aInner;
            bi += bInner;
        }
        double[] cs = c.data();
        int cRow = c.rowStride();
        int cColumn = c.columnStride();
        int ci = c.offset() + row * cRow + column * cColumn;
        c00.intoArray(cs, ci);
        c01.intoArray(cs, ci + cColumn);
        c02.intoArray(cs, ci + 2 * cColumn);
        c03.intoArray(cs, ci + 3 * cColumn);
        ci += cRow;
        c10.intoArray(cs, ci);
        c11.intoArray(cs, ci + cColumn);
        c12.intoArray(cs, ci + 2 * cColumn);
        c13.intoArray(cs, ci + 3 * cColumn);
        ci += cRow;
        c20.intoArray(cs, ci);
        c21.intoArray(cs, ci + cColumn);
        c22.intoArray(cs, ci + 2 * cColumn);
        c23.intoArray(cs, ci + 3 * cColumn);
        ci += cRow;
        c30.intoArray(cs, ci);
        c31.intoArray(cs, ci + cColumn);
        c32.intoArray(cs, ci + 2 * cColumn);
        c33.intoArray(cs, ci + 3 * cColumn);
    }

    /** The columns that are left over. */
    private static void multiplyAdd4x1(
            LaneMatrix start, LaneMatrix a, LaneMatrix b, LaneMatrix c, int row, int column, int inner) {
        double[] starts = start.data();
        int startRow = start.rowStride();
        int startColumn = start.columnStride();
        int s = start.offset() + row * startRow + column * startColumn;
        var c00 = DoubleVector.fromArray(SPECIES, starts, s);
        s += startRow;
        var c10 = DoubleVector.fromArray(SPECIES, starts, s);
        s += startRow;
        var c20 = DoubleVector.fromArray(SPECIES, starts, s);
        s += startRow;
        var c30 = DoubleVector.fromArray(SPECIES, starts, s);
        double[] as = a.data();
        double[] bs = b.data();
        int aRow = a.rowStride();
        int aInner = a.columnStride();
        int bInner = b.rowStride();
        int bColumn = b.columnStride();
        int ai = a.offset() + row * aRow;
        int bi = b.offset() + column * bColumn;
        for (int k = 0; k < inner; k++) {
            var b0 = DoubleVector.fromArray(SPECIES, bs, bi);
            var a0 = DoubleVector.fromArray(SPECIES, as, ai);
            c00 = a0.fma(b0, c00);
            var a1 = DoubleVector.fromArray(SPECIES, as, ai + aRow);
            c10 = a1.fma(b0, c10);
            var a2 = DoubleVector.fromArray(SPECIES, as, ai + 2 * aRow);
            c20 = a2.fma(b0, c20);
            var a3 = DoubleVector.fromArray(SPECIES, as, ai + 3 * aRow);
            c30 = a3.fma(b0, c30);
            ai += aInner;
            bi += bInner;
        }
        double[] cs = c.data();
        int cRow = c.rowStride();
        int cColumn = c.columnStride();
        int ci = c.offset() + row * cRow + column * cColumn;
        c00.intoArray(cs, ci);
        ci += cRow;
        c10.intoArray(cs, ci);
        ci += cRow;
        c20.intoArray(cs, ci);
        ci += cRow;
        c30.intoArray(cs, ci);
    }

    /** The rows that are left over. */
    private static void multiplyAdd1x4(
            LaneMatrix start, LaneMatrix a, LaneMatrix b, LaneMatrix c, int row, int column, int inner) {
        double[] starts = start.data();
        int startRow = start.rowStride();
        int startColumn = start.columnStride();
        int s = start.offset() + row * startRow + column * startColumn;
        var c00 = DoubleVector.fromArray(SPECIES, starts, s);
        var c01 = DoubleVector.fromArray(SPECIES, starts, s + startColumn);
        var c02 = DoubleVector.fromArray(SPECIES, starts, s + 2 * startColumn);
        var c03 = DoubleVector.fromArray(SPECIES, starts, s + 3 * startColumn);
        double[] as = a.data();
        double[] bs = b.data();
        int aRow = a.rowStride();
        int aInner = a.columnStride();
        int bInner = b.rowStride();
        int bColumn = b.columnStride();
        int ai = a.offset() + row * aRow;
        int bi = b.offset() + column * bColumn;
        for (int k = 0; k < inner; k++) {
            var b0 = DoubleVector.fromArray(SPECIES, bs, bi);
            var b1 = DoubleVector.fromArray(SPECIES, bs, bi + bColumn);
            var b2 = DoubleVector.fromArray(SPECIES, bs, bi + 2 * bColumn);
            var b3 = DoubleVector.fromArray(SPECIES, bs, bi + 3 * bColumn);
            var a0 = DoubleVector.fromArray(SPECIES, as, ai);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            ai += aInner;
            bi += bInner;
        }
        double[] cs = c.data();
        int cRow = c.rowStride();
        int cColumn = c.columnStride();
        int ci = c.offset() + row * cRow + column * cColumn;
        c00.intoArray(cs, ci);
        c01.intoArray(cs, ci + cColumn);
        c02.intoArray(cs, ci + 2 * cColumn);
        c03.intoArray(cs, ci + 3 * cColumn);
    }

    /** The corner that is left over. */
    private static void multiplyAdd1x1(
            LaneMatrix start, LaneMatrix a, LaneMatrix b, LaneMatrix c, int row, int column, int inner) {
        double[] starts = start.data();
        int startRow = start.rowStride();
        int startColumn = start.columnStride();
        int s = start.offset() + row * startRow + column * startColumn;
        var c00 = DoubleVector.fromArray(SPECIES, starts, s);
        double[] as = a.data();
        double[] bs = b.data();
        int aRow = a.rowStride();
        int aInner = a.columnStride();
        int bInner = b.rowStride();
        int bColumn = b.columnStride();
        int ai = a.offset() + row * aRow;
        int bi = b.offset() + column * bColumn;
        for (int k = 0; k < inner; k++) {
            var b0 = DoubleVector.fromArray(SPECIES, bs, bi);
            var a0 = DoubleVector.fromArray(SPECIES, as, ai);
            c00 = a0.fma(b0, c00);
            ai += aInner;
            bi += bInner;
        }
        double[] cs = c.data();
        int cRow = c.rowStride();
        int cColumn = c.columnStride();
        int ci = c.offset() + row * cRow + column * cColumn;
        c00.intoArray(cs, ci);
    }

    @Override
    public void activate(
            Activation activation, double[] z, int zFrom, double[] values, double[] derivatives, int count) {
        if (activation instanceof Relu) {
            relu(z, zFrom, values, derivatives, count);
        } else if (activation instanceof LeakyRelu leaky) {
            leakyRelu(leaky.slope(), z, zFrom, values, derivatives, count);
        } else if (activation instanceof Tanh) {
            tanh(z, zFrom, values, derivatives, count);
        } else if (activation instanceof Sigmoid) {
            sigmoid(z, zFrom, values, derivatives, count);
        } else if (activation instanceof Arctan) {
            arctan(z, zFrom, values, derivatives, count);
        } else if (activation instanceof Softsign) {
            softsign(z, zFrom, values, derivatives, count);
        } else {
            throw new IllegalArgumentException("no kernel for " + activation);
        }
    }

    @Override
    public void countAtLimit(Activation activation, double[] z, int zFrom, double[] values, int count, long[] atLimit) {
        if (activation instanceof Relu || activation instanceof LeakyRelu) {
            countNotPositive(z, zFrom, count, atLimit);
        } else if (activation instanceof Tanh) {
            countBeyond(Tanh.LIMIT, values, count, atLimit);
        } else if (activation instanceof Sigmoid) {
            countOutside(Sigmoid.LOW_LIMIT, Sigmoid.HIGH_LIMIT, values, count, atLimit);
        } else if (activation instanceof Arctan) {
            countBeyond(Arctan.LIMIT, values, count, atLimit);
        } else if (activation instanceof Softsign) {
            countBeyond(Softsign.LIMIT, values, count, atLimit);
        } else {
            throw new IllegalArgumentException("no kernel for " + activation);
        }
    }

    private static void countNotPositive(double[] z, int zFrom, int count, long[] counts) {
        var zero = LongVector.zero(LONGS);
        var sum = LongVector.fromArray(LONGS, counts, 0);
        for (int i = 0; i < count * LANES; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, z, zFrom + i).reinterpretAsLongs();
            sum = sum.add(zero.sub(x).lanewise(AND_NOT, x).lanewise(ASHR, 63).add(1));
        }
        sum.intoArray(counts, 0);
    }

    private static void countBeyond(double limit, double[] values, int count, long[] counts) {
        var sum = LongVector.fromArray(LONGS, counts, 0);
        for (int i = 0; i < count * LANES; i += LANES) {
            var excess = DoubleVector.broadcast(SPECIES, limit)
                    .sub(DoubleVector.fromArray(SPECIES, values, i).abs());
            sum = sum.add(excess.reinterpretAsLongs().lanewise(LSHR, 63));
        }
        sum.intoArray(counts, 0);
    }

    private static void countOutside(double low, double high, double[] values, int count, long[] counts) {
        var sum = LongVector.fromArray(LONGS, counts, 0);
        for (int i = 0; i < count * LANES; i += LANES) {
            var value = DoubleVector.fromArray(SPECIES, values, i);
            var isLow = value.sub(low).reinterpretAsLongs();
            var isHigh = DoubleVector.broadcast(SPECIES, high).sub(value).reinterpretAsLongs();
            sum = sum.add(isLow.or(isHigh).lanewise(LSHR, 63));
        }
        sum.intoArray(counts, 0);
    }

    private static void relu(double[] z, int zFrom, double[] values, double[] derivatives, int count) {
        var zero = LongVector.zero(LONGS);
        var infinity = LongVector.broadcast(LONGS, INFINITY_BITS);
        for (int i = 0; i < count * LANES; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, z, zFrom + i).reinterpretAsLongs();
            // Of -0.0, whose negation is itself, the second operation makes 0.
            var isPositive = zero.sub(x).lanewise(AND_NOT, x).lanewise(ASHR, 63);
            var isNan = infinity.sub(x.and(MAGNITUDE)).lanewise(ASHR, 63);
            x.and(isPositive.or(isNan)).reinterpretAsDoubles().intoArray(values, i);
            isPositive.and(Elementary.ONE_BITS).reinterpretAsDoubles().intoArray(derivatives, i);
        }
    }

    private static void leakyRelu(
            double slope, double[] z, int zFrom, double[] values, double[] derivatives, int count) {
        var zero = LongVector.zero(LONGS);
        var slopeBits = DoubleVector.broadcast(SPECIES, slope).reinterpretAsLongs();
        for (int i = 0; i < count * LANES; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, z, zFrom + i);
            // As in relu.
            var isPositive = zero.sub(x.reinterpretAsLongs())
                    .lanewise(AND_NOT, x.reinterpretAsLongs())
                    .lanewise(ASHR, 63);
            x.mul(slope)
                    .reinterpretAsLongs()
                    .lanewise(AND_NOT, isPositive)
                    .or(x.reinterpretAsLongs().and(isPositive))
                    .reinterpretAsDoubles()
                    .intoArray(values, i);
            slopeBits
                    .lanewise(AND_NOT, isPositive)
                    .or(isPositive.and(Elementary.ONE_BITS))
                    .reinterpretAsDoubles()
                    .intoArray(derivatives, i);
        }
    }

    private static void tanh(double[] z, int zFrom, double[] values, double[] derivatives, int count) {
        var infinity = LongVector.broadcast(LONGS, INFINITY_BITS);
        for (int i = 0; i < count * LANES; i += LANES) {
            var zBits = DoubleVector.fromArray(SPECIES, z, zFrom + i).reinterpretAsLongs();
            var magnitude = zBits.and(MAGNITUDE);
            // Order among doubles without sign is that of their bits. Only NaN, which is lost here, is above infinity.
            var clamped = magnitude.lanewise(MIN, TANH_HIGHEST_BITS).reinterpretAsDoubles();
            var floored = clamped.fma(
                            DoubleVector.broadcast(SPECIES, Elementary.TWO_LOG2_E),
                            DoubleVector.broadcast(SPECIES, Elementary.FLOORER_AND_QUARTER))
                    .reinterpretAsLongs()
                    .and(Elementary.FLOORER_MASK);
            var k = floored.reinterpretAsDoubles().sub(Elementary.FLOORER);
            var scale = floored.lanewise(LSHL, Elementary.FLOORER_SHIFT)
                    .add(Elementary.ONE_BITS)
                    .reinterpretAsDoubles();
            var u = k.fma(DoubleVector.broadcast(SPECIES, -Elementary.HALF_LN2), clamped);
            var square = u.mul(u);
            var polynomial = DoubleVector.broadcast(SPECIES, Elementary.TANH_15);
            polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.TANH_13));
            polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.TANH_11));
            polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.TANH_9));
            polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.TANH_7));
            polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.TANH_5));
            polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.TANH_3));
            var t = u.mul(square).fma(polynomial, u);
            var numerator = scale.add(1).fma(t, scale.sub(1));
            var denominator =
                    numerator.add(t.fma(DoubleVector.broadcast(SPECIES, -2), DoubleVector.broadcast(SPECIES, 2)));
            var absolute = numerator.div(denominator);
            var isNan = infinity.sub(magnitude).lanewise(ASHR, 63);
            var value =
                    absolute.reinterpretAsLongs().or(zBits.and(SIGN)).or(isNan).reinterpretAsDoubles();
            value.intoArray(values, i);
            value.fma(value.neg(), DoubleVector.broadcast(SPECIES, 1)).intoArray(derivatives, i);
        }
    }

    /** In three loops: all constants of one would not fit into the registers. */
    private static void arctan(double[] z, int zFrom, double[] values, double[] derivatives, int count) {
        reduceArctan(z, zFrom, values, derivatives, count);
        arctanOfReduced(z, zFrom, values, derivatives, count);
        arctanDerivatives(z, zFrom, derivatives, count);
    }

    /** The argument of the polynomial, and what is to be added to its value. */
    private static void reduceArctan(double[] z, int zFrom, double[] arguments, double[] bases, int count) {
        for (int i = 0; i < count * LANES; i += LANES) {
            var clamped = DoubleVector.fromArray(SPECIES, z, zFrom + i)
                    .reinterpretAsLongs()
                    .and(MAGNITUDE)
                    .lanewise(MIN, ARCTAN_HIGHEST_BITS)
                    .reinterpretAsDoubles();
            var isAbove = DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_THRESHOLD)
                    .sub(clamped)
                    .reinterpretAsLongs()
                    .lanewise(ASHR, 63);
            var center = isAbove.and(ARCTAN_CENTER_BITS).reinterpretAsDoubles();
            clamped.sub(center)
                    .div(clamped.fma(center, DoubleVector.broadcast(SPECIES, 1)))
                    .intoArray(arguments, i);
            isAbove.and(ARCTAN_OF_CENTER_BITS).reinterpretAsDoubles().intoArray(bases, i);
        }
    }

    private static void arctanOfReduced(double[] z, int zFrom, double[] values, double[] bases, int count) {
        var infinity = LongVector.broadcast(LONGS, INFINITY_BITS);
        for (int i = 0; i < count * LANES; i += LANES) {
            var w = DoubleVector.fromArray(SPECIES, values, i);
            var square = w.mul(w);
            var fourth = square.mul(square);
            var even = DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_27);
            even = even.fma(fourth, DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_23));
            even = even.fma(fourth, DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_19));
            even = even.fma(fourth, DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_15));
            even = even.fma(fourth, DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_11));
            even = even.fma(fourth, DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_7));
            even = even.fma(fourth, DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_3));
            var odd = DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_25);
            odd = odd.fma(fourth, DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_21));
            odd = odd.fma(fourth, DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_17));
            odd = odd.fma(fourth, DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_13));
            odd = odd.fma(fourth, DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_9));
            odd = odd.fma(fourth, DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_5));
            var absolute = w.mul(square).fma(odd.fma(square, even), w).add(DoubleVector.fromArray(SPECIES, bases, i));
            var zBits = DoubleVector.fromArray(SPECIES, z, zFrom + i).reinterpretAsLongs();
            var isNan = infinity.sub(zBits.and(MAGNITUDE)).lanewise(ASHR, 63);
            absolute.reinterpretAsLongs()
                    .or(zBits.and(SIGN))
                    .or(isNan)
                    .reinterpretAsDoubles()
                    .intoArray(values, i);
        }
    }

    private static void arctanDerivatives(double[] z, int zFrom, double[] derivatives, int count) {
        for (int i = 0; i < count * LANES; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, z, zFrom + i);
            DoubleVector.broadcast(SPECIES, 1)
                    .div(x.fma(x, DoubleVector.broadcast(SPECIES, 1)))
                    .intoArray(derivatives, i);
        }
    }

    private void sigmoid(double[] z, int zFrom, double[] values, double[] derivatives, int count) {
        logistic(z, zFrom, values, 0, count);
        sigmoidDerivatives(values, derivatives, count);
    }

    private static void sigmoidDerivatives(double[] values, double[] derivatives, int count) {
        for (int i = 0; i < count * LANES; i += LANES) {
            var value = DoubleVector.fromArray(SPECIES, values, i);
            value.mul(DoubleVector.broadcast(SPECIES, 1).sub(value)).intoArray(derivatives, i);
        }
    }

    private static void softsign(double[] z, int zFrom, double[] values, double[] derivatives, int count) {
        for (int i = 0; i < count * LANES; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, z, zFrom + i);
            var reciprocal = DoubleVector.broadcast(SPECIES, 1).div(x.abs().add(1));
            var value = x.mul(reciprocal);
            value.intoArray(values, i);
            reciprocal.mul(reciprocal).intoArray(derivatives, i);
        }
    }

    @Override
    public void addStatistics(double[] z, int zFrom, double[] derivatives, int count, HiddenSums sums) {
        for (int first = 0; first < count; first += HiddenStatistics.FACTORS_PER_LOG) {
            int size = Math.min(HiddenStatistics.FACTORS_PER_LOG, count - first);
            addGroup(z, zFrom + first * LANES, derivatives, first * LANES, size, sums);
        }
    }

    private static void addGroup(
            double[] z, int zFrom, double[] derivatives, int derivativesFrom, int count, HiddenSums layer) {
        double[] sums = layer.sums;
        long[] counts = layer.counts;
        var absoluteSum = DoubleVector.fromArray(SPECIES, sums, 0);
        var derivativeSum = DoubleVector.fromArray(SPECIES, sums, LANES);
        var small = LongVector.fromArray(LONGS, counts, 0);
        var notNearZero = LongVector.fromArray(LONGS, counts, LANES);
        var product = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < count * LANES; i += LANES) {
            var absolute = DoubleVector.fromArray(SPECIES, z, zFrom + i).abs();
            var derivative = DoubleVector.fromArray(SPECIES, derivatives, derivativesFrom + i)
                    .abs();
            absoluteSum = absoluteSum.add(absolute);
            derivativeSum = derivativeSum.add(derivative);
            // The sign of a difference is 1 where the difference is negative.
            small = small.add(derivative
                    .sub(HiddenStatistics.SMALL_DERIVATIVE)
                    .reinterpretAsLongs()
                    .lanewise(LSHR, 63));
            notNearZero = notNearZero.add(DoubleVector.broadcast(SPECIES, HiddenStatistics.NEAR_ZERO)
                    .sub(absolute)
                    .reinterpretAsLongs()
                    .lanewise(LSHR, 63));
            product = product.mul(derivative.add(HiddenStatistics.LOG_OFFSET));
        }
        absoluteSum.intoArray(sums, 0);
        derivativeSum.intoArray(sums, LANES);
        small.intoArray(counts, 0);
        notNearZero.intoArray(counts, LANES);
        product.intoArray(layer.products, layer.productsEnd);
        layer.productsEnd += LANES;
    }

    @Override
    public void find(double[] z, int zFrom, int count, Brackets brackets) {
        double[] bounds = brackets.bounds;
        long[] below = brackets.below;
        double[] found = brackets.found;
        int end = brackets.foundEnd;
        var low0 = DoubleVector.fromArray(SPECIES, bounds, 0);
        var high0 = DoubleVector.fromArray(SPECIES, bounds, LANES);
        var low1 = DoubleVector.fromArray(SPECIES, bounds, 2 * LANES);
        var high1 = DoubleVector.fromArray(SPECIES, bounds, 3 * LANES);
        var below0 = LongVector.fromArray(LONGS, below, 0);
        var below1 = LongVector.fromArray(LONGS, below, LANES);
        for (int i = 0; i < count * LANES; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, z, zFrom + i).abs();
            var isBelow0 = x.sub(low0).reinterpretAsLongs();
            var isBelow1 = x.sub(low1).reinterpretAsLongs();
            below0 = below0.add(isBelow0.lanewise(LSHR, 63));
            below1 = below1.add(isBelow1.lanewise(LSHR, 63));
            var within0 = x.sub(high0).reinterpretAsLongs().lanewise(AND_NOT, isBelow0);
            var within1 = x.sub(high1).reinterpretAsLongs().lanewise(AND_NOT, isBelow1);
            if (within0.or(within1).test(IS_NEGATIVE).anyTrue()) {
                x.intoArray(found, end);
                end += LANES;
            }
        }
        below0.intoArray(below, 0);
        below1.intoArray(below, LANES);
        brackets.foundEnd = end;
    }

    @Override
    public void multiply(double[] x, double[] factors, int count) {
        for (int i = 0; i < count * LANES; i += LANES) {
            DoubleVector.fromArray(SPECIES, x, i)
                    .mul(DoubleVector.fromArray(SPECIES, factors, i))
                    .intoArray(x, i);
        }
    }

    @Override
    public void addRows(double[] matrix, int from, int rows, int columns, double[] sums, int sumsFrom) {
        int column = 0;
        for (; column + 4 <= columns; column += 4) {
            addRows4(matrix, from + column * LANES, rows, columns * LANES, sums, sumsFrom + column * LANES);
        }
        for (; column < columns; column++) {
            addRows1(matrix, from + column * LANES, rows, columns * LANES, sums, sumsFrom + column * LANES);
        }
    }

    /** Four columns, whose sums do not wait for one another. */
    private static void addRows4(double[] matrix, int from, int rows, int stride, double[] sums, int sumsFrom) {
        var sum0 = DoubleVector.fromArray(SPECIES, sums, sumsFrom);
        var sum1 = DoubleVector.fromArray(SPECIES, sums, sumsFrom + LANES);
        var sum2 = DoubleVector.fromArray(SPECIES, sums, sumsFrom + 2 * LANES);
        var sum3 = DoubleVector.fromArray(SPECIES, sums, sumsFrom + 3 * LANES);
        int i = from;
        for (int row = 0; row < rows; row++) {
            sum0 = sum0.add(DoubleVector.fromArray(SPECIES, matrix, i));
            sum1 = sum1.add(DoubleVector.fromArray(SPECIES, matrix, i + LANES));
            sum2 = sum2.add(DoubleVector.fromArray(SPECIES, matrix, i + 2 * LANES));
            sum3 = sum3.add(DoubleVector.fromArray(SPECIES, matrix, i + 3 * LANES));
            i += stride;
        }
        sum0.intoArray(sums, sumsFrom);
        sum1.intoArray(sums, sumsFrom + LANES);
        sum2.intoArray(sums, sumsFrom + 2 * LANES);
        sum3.intoArray(sums, sumsFrom + 3 * LANES);
    }

    private static void addRows1(double[] matrix, int from, int rows, int stride, double[] sums, int sumsFrom) {
        var sum = DoubleVector.fromArray(SPECIES, sums, sumsFrom);
        for (int row = 0; row < rows; row++) {
            sum = sum.add(DoubleVector.fromArray(SPECIES, matrix, from + row * stride));
        }
        sum.intoArray(sums, sumsFrom);
    }

    @Override
    public void divide(double[] x, int from, int count, double divisor) {
        for (int i = from; i < from + count * LANES; i += LANES) {
            DoubleVector.fromArray(SPECIES, x, i).div(divisor).intoArray(x, i);
        }
    }

    @Override
    public void addSquares(double[] x, int from, int count, double[] sums) {
        var sum = DoubleVector.fromArray(SPECIES, sums, 0);
        for (int i = from; i < from + count * LANES; i += LANES) {
            var element = DoubleVector.fromArray(SPECIES, x, i);
            sum = element.fma(element, sum);
        }
        sum.intoArray(sums, 0);
    }

    @Override
    public void addNonFinite(double[] x, int count, double[] sums) {
        var sum = DoubleVector.fromArray(SPECIES, sums, 0);
        for (int i = 0; i < count * LANES; i += LANES) {
            sum = DoubleVector.fromArray(SPECIES, x, i).mul(0).add(sum);
        }
        sum.intoArray(sums, 0);
    }

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
            // Of a normal number the scaling is exact, so one step will do.
            var scale = rounded.reinterpretAsLongs()
                    .lanewise(LSHL, Elementary.EXPONENT_SHIFT)
                    .add(Elementary.ONE_BITS)
                    .reinterpretAsDoubles();
            power.mul(scale).intoArray(y, i);
        }
    }

    @Override
    public void sigmoid(double[] x, double[] y, int from, int to) {
        logistic(x, from, y, from, (to - from) / LANES);
    }

    private static void logistic(double[] x, int xFrom, double[] y, int yFrom, int count) {
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
            // Of a normal number the scaling is exact, so one step will do.
            var scale = rounded.reinterpretAsLongs()
                    .lanewise(LSHL, Elementary.EXPONENT_SHIFT)
                    .add(Elementary.ONE_BITS)
                    .reinterpretAsDoubles();
            var e = power.mul(scale);
            // e where z is negative, 1 elsewhere.
            var isNegative = z.reinterpretAsLongs().lanewise(ASHR, 63);
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
            // From 0 to 1: all that the loss has.
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
}
