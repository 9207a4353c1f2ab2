package io.gradflow.engine.lanes;

import static jdk.incubator.vector.VectorOperators.AND_NOT;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.IS_NEGATIVE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.MIN;
import static jdk.incubator.vector.VectorOperators.XOR;

import io.gradflow.diagnostics.HiddenStatistics;
import io.gradflow.nn.activation.Arctan;
import io.gradflow.nn.activation.ElementwiseActivation;
import io.gradflow.nn.activation.LeakyRelu;
import io.gradflow.nn.activation.LimitRegion;
import io.gradflow.nn.activation.Relu;
import io.gradflow.nn.activation.Sigmoid;
import io.gradflow.nn.activation.Softsign;
import io.gradflow.nn.activation.Tanh;
import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.nn.function.Elementary;
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
 * <p>What keeps vectors in registers, and out of objects, in HotSpot's C2: methods are called on vectors that the same
 * pass of the loop has made, and those from before it are arguments, since of these the compiler knows the class but from
 * profiles, which it may not have yet; a kernel is one method with one innermost loop and no calls but those of the
 * Vector API (calls of our own are not inlined once a method is large); long operations have no NEG and counts no masks
 * (JDK 17 has neither as instructions). So exp stands in two kernels and the logarithm of a reduced argument in two. The
 * JVM options in pom.xml see to the rest, which is when and within what a kernel is compiled. AllocationTest fails when a
 * kernel boxes.
 *
 * <p>Where multiply-adds are many, shifts have a vector as their count: JDK 17 makes a shift by a scalar the one by a
 * register, even if the count is a constant, and Zen 4 does that in the units of multiply-adds.
 */
final class VectorKernels implements LaneKernels {
    private static final VectorSpecies<Double> SPECIES = species();
    private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, SPECIES.vectorShape());
    private static final int LANES = SPECIES.length();
    /** From a unit of a tile to the next. */
    private static final int UNIT = LaneTile.SAMPLES * LANES;

    private static final long SIGN = Long.MIN_VALUE;
    private static final long MAGNITUDE = Long.MAX_VALUE;
    private static final long MIN_NORMAL_BITS = Double.doubleToRawLongBits(Double.MIN_NORMAL);
    private static final long TANH_HIGHEST_BITS = Double.doubleToRawLongBits(Elementary.TANH_HIGHEST);
    private static final long ARCTAN_HIGHEST_BITS = Double.doubleToRawLongBits(Elementary.ARCTAN_HIGHEST);
    private static final long ARCTAN_CENTER_BITS = Double.doubleToRawLongBits(Elementary.ARCTAN_CENTER_1);
    private static final long ARCTAN_OF_CENTER_BITS = Double.doubleToRawLongBits(Elementary.ARCTAN_OF_CENTER_1);
    /** What differs between the second center and the first. */
    private static final long ARCTAN_CENTER_CHANGE =
            ARCTAN_CENTER_BITS ^ Double.doubleToRawLongBits(Elementary.ARCTAN_CENTER_2);

    private static final long ARCTAN_OF_CENTER_CHANGE =
            ARCTAN_OF_CENTER_BITS ^ Double.doubleToRawLongBits(Elementary.ARCTAN_OF_CENTER_2);

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
    public void multiply(LaneTile a, LanePanels b, LaneTile c, LaneTile factors, int samples, int inner, int columns) {
        int column = 0;
        for (; column + 4 <= columns; column += 4) {
            for (int sample = 0; sample < samples; sample += 4) {
                multiply4x4(a, b, c, factors, sample, inner, column);
            }
        }
        for (; column < columns; column++) {
            multiply16x1(a, b, c, factors, inner, column);
        }
    }

    @Override
    public void pack(
            double[] matrix, int from, int rowStride, int columnStride, LanePanels panels, int rows, int columns) {
        double[] to = panels.data();
        int next = panels.offset();
        for (int column = 0; column < columns; ) {
            int width = column + 4 <= columns ? 4 : 1;
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < width; i++) {
                    DoubleVector.fromArray(SPECIES, matrix, from + row * rowStride + (column + i) * columnStride)
                            .intoArray(to, next);
                    next += LANES;
                }
            }
            column += width;
        }
    }

    /** Sixteen sums in registers: eight loads for sixteen multiply-adds. */
    private static void multiply4x4(
            LaneTile a, LanePanels b, LaneTile c, LaneTile factors, int sample, int inner, int column) {
        var c00 = DoubleVector.zero(SPECIES);
        var c01 = c00;
        var c02 = c00;
        var c03 = c00;
        var c10 = c00;
        var c11 = c00;
        var c12 = c00;
        var c13 = c00;
        var c20 = c00;
        var c21 = c00;
        var c22 = c00;
        var c23 = c00;
        var c30 = c00;
        var c31 = c00;
        var c32 = c00;
        var c33 = c00;
        double[] as = a.data();
        double[] bs = b.data();
        int ai = a.offset() + sample * LANES;
        int bi = b.offset() + column * (factors == null ? inner + 1 : inner) * LANES;
        for (int k = 0; k < inner; k++) {
            var b0 = DoubleVector.fromArray(SPECIES, bs, bi + k * 4 * LANES);
            var b1 = DoubleVector.fromArray(SPECIES, bs, bi + k * 4 * LANES + LANES);
            var b2 = DoubleVector.fromArray(SPECIES, bs, bi + k * 4 * LANES + 2 * LANES);
            var b3 = DoubleVector.fromArray(SPECIES, bs, bi + k * 4 * LANES + 3 * LANES);
            var a0 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            var a1 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT + LANES);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            var a2 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT + 2 * LANES);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            var a3 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT + 3 * LANES);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
        }
        double[] cs = c.data();
        int ci = c.offset() + column * UNIT + sample * LANES;
        if (factors == null) {
            int last = bi + inner * 4 * LANES;
            var b0 = DoubleVector.fromArray(SPECIES, bs, last);
            var b1 = DoubleVector.fromArray(SPECIES, bs, last + LANES);
            var b2 = DoubleVector.fromArray(SPECIES, bs, last + 2 * LANES);
            var b3 = DoubleVector.fromArray(SPECIES, bs, last + 3 * LANES);
            b0.add(c00).intoArray(cs, ci);
            b0.add(c10).intoArray(cs, ci + LANES);
            b0.add(c20).intoArray(cs, ci + 2 * LANES);
            b0.add(c30).intoArray(cs, ci + 3 * LANES);
            b1.add(c01).intoArray(cs, ci + UNIT);
            b1.add(c11).intoArray(cs, ci + UNIT + LANES);
            b1.add(c21).intoArray(cs, ci + UNIT + 2 * LANES);
            b1.add(c31).intoArray(cs, ci + UNIT + 3 * LANES);
            b2.add(c02).intoArray(cs, ci + 2 * UNIT);
            b2.add(c12).intoArray(cs, ci + 2 * UNIT + LANES);
            b2.add(c22).intoArray(cs, ci + 2 * UNIT + 2 * LANES);
            b2.add(c32).intoArray(cs, ci + 2 * UNIT + 3 * LANES);
            b3.add(c03).intoArray(cs, ci + 3 * UNIT);
            b3.add(c13).intoArray(cs, ci + 3 * UNIT + LANES);
            b3.add(c23).intoArray(cs, ci + 3 * UNIT + 2 * LANES);
            b3.add(c33).intoArray(cs, ci + 3 * UNIT + 3 * LANES);
        } else {
            double[] fs = factors.data();
            int fi = factors.offset() + column * UNIT + sample * LANES;
            DoubleVector.fromArray(SPECIES, fs, fi).mul(c00).intoArray(cs, ci);
            DoubleVector.fromArray(SPECIES, fs, fi + LANES).mul(c10).intoArray(cs, ci + LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 2 * LANES).mul(c20).intoArray(cs, ci + 2 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 3 * LANES).mul(c30).intoArray(cs, ci + 3 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + UNIT).mul(c01).intoArray(cs, ci + UNIT);
            DoubleVector.fromArray(SPECIES, fs, fi + UNIT + LANES).mul(c11).intoArray(cs, ci + UNIT + LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + UNIT + 2 * LANES).mul(c21).intoArray(cs, ci + UNIT + 2 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + UNIT + 3 * LANES).mul(c31).intoArray(cs, ci + UNIT + 3 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 2 * UNIT).mul(c02).intoArray(cs, ci + 2 * UNIT);
            DoubleVector.fromArray(SPECIES, fs, fi + 2 * UNIT + LANES).mul(c12).intoArray(cs, ci + 2 * UNIT + LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 2 * UNIT + 2 * LANES)
                    .mul(c22)
                    .intoArray(cs, ci + 2 * UNIT + 2 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 2 * UNIT + 3 * LANES)
                    .mul(c32)
                    .intoArray(cs, ci + 2 * UNIT + 3 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 3 * UNIT).mul(c03).intoArray(cs, ci + 3 * UNIT);
            DoubleVector.fromArray(SPECIES, fs, fi + 3 * UNIT + LANES).mul(c13).intoArray(cs, ci + 3 * UNIT + LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 3 * UNIT + 2 * LANES)
                    .mul(c23)
                    .intoArray(cs, ci + 3 * UNIT + 2 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 3 * UNIT + 3 * LANES)
                    .mul(c33)
                    .intoArray(cs, ci + 3 * UNIT + 3 * LANES);
        }
    }

    /** A column that is left over, for all samples at once. */
    private static void multiply16x1(LaneTile a, LanePanels b, LaneTile c, LaneTile factors, int inner, int column) {
        var c0 = DoubleVector.zero(SPECIES);
        var c1 = c0;
        var c2 = c0;
        var c3 = c0;
        var c4 = c0;
        var c5 = c0;
        var c6 = c0;
        var c7 = c0;
        var c8 = c0;
        var c9 = c0;
        var c10 = c0;
        var c11 = c0;
        var c12 = c0;
        var c13 = c0;
        var c14 = c0;
        var c15 = c0;
        double[] as = a.data();
        double[] bs = b.data();
        int ai = a.offset();
        int bi = b.offset() + column * (factors == null ? inner + 1 : inner) * LANES;
        for (int k = 0; k < inner; k++) {
            var b0 = DoubleVector.fromArray(SPECIES, bs, bi + k * LANES);
            c0 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT).fma(b0, c0);
            c1 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT + LANES).fma(b0, c1);
            c2 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT + 2 * LANES).fma(b0, c2);
            c3 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT + 3 * LANES).fma(b0, c3);
            c4 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT + 4 * LANES).fma(b0, c4);
            c5 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT + 5 * LANES).fma(b0, c5);
            c6 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT + 6 * LANES).fma(b0, c6);
            c7 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT + 7 * LANES).fma(b0, c7);
            c8 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT + 8 * LANES).fma(b0, c8);
            c9 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT + 9 * LANES).fma(b0, c9);
            c10 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT + 10 * LANES)
                    .fma(b0, c10);
            c11 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT + 11 * LANES)
                    .fma(b0, c11);
            c12 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT + 12 * LANES)
                    .fma(b0, c12);
            c13 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT + 13 * LANES)
                    .fma(b0, c13);
            c14 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT + 14 * LANES)
                    .fma(b0, c14);
            c15 = DoubleVector.fromArray(SPECIES, as, ai + k * UNIT + 15 * LANES)
                    .fma(b0, c15);
        }
        double[] cs = c.data();
        int ci = c.offset() + column * UNIT;
        if (factors == null) {
            var last = DoubleVector.fromArray(SPECIES, bs, bi + inner * LANES);
            last.add(c0).intoArray(cs, ci);
            last.add(c1).intoArray(cs, ci + LANES);
            last.add(c2).intoArray(cs, ci + 2 * LANES);
            last.add(c3).intoArray(cs, ci + 3 * LANES);
            last.add(c4).intoArray(cs, ci + 4 * LANES);
            last.add(c5).intoArray(cs, ci + 5 * LANES);
            last.add(c6).intoArray(cs, ci + 6 * LANES);
            last.add(c7).intoArray(cs, ci + 7 * LANES);
            last.add(c8).intoArray(cs, ci + 8 * LANES);
            last.add(c9).intoArray(cs, ci + 9 * LANES);
            last.add(c10).intoArray(cs, ci + 10 * LANES);
            last.add(c11).intoArray(cs, ci + 11 * LANES);
            last.add(c12).intoArray(cs, ci + 12 * LANES);
            last.add(c13).intoArray(cs, ci + 13 * LANES);
            last.add(c14).intoArray(cs, ci + 14 * LANES);
            last.add(c15).intoArray(cs, ci + 15 * LANES);
        } else {
            double[] fs = factors.data();
            int fi = factors.offset() + column * UNIT;
            DoubleVector.fromArray(SPECIES, fs, fi).mul(c0).intoArray(cs, ci);
            DoubleVector.fromArray(SPECIES, fs, fi + LANES).mul(c1).intoArray(cs, ci + LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 2 * LANES).mul(c2).intoArray(cs, ci + 2 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 3 * LANES).mul(c3).intoArray(cs, ci + 3 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 4 * LANES).mul(c4).intoArray(cs, ci + 4 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 5 * LANES).mul(c5).intoArray(cs, ci + 5 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 6 * LANES).mul(c6).intoArray(cs, ci + 6 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 7 * LANES).mul(c7).intoArray(cs, ci + 7 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 8 * LANES).mul(c8).intoArray(cs, ci + 8 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 9 * LANES).mul(c9).intoArray(cs, ci + 9 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 10 * LANES).mul(c10).intoArray(cs, ci + 10 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 11 * LANES).mul(c11).intoArray(cs, ci + 11 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 12 * LANES).mul(c12).intoArray(cs, ci + 12 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 13 * LANES).mul(c13).intoArray(cs, ci + 13 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 14 * LANES).mul(c14).intoArray(cs, ci + 14 * LANES);
            DoubleVector.fromArray(SPECIES, fs, fi + 15 * LANES).mul(c15).intoArray(cs, ci + 15 * LANES);
        }
    }

    @Override
    public void addProducts(LaneTile a, LaneTile b, double[] sums, int sumsFrom, int samples, int rows, int columns) {
        int row = 0;
        for (; row + 4 <= rows; row += 4) {
            int column = 0;
            for (; column + 4 <= columns; column += 4) {
                addProducts4x4(a, b, sums, sumsFrom, samples, row, column, columns);
            }
            for (; column < columns; column++) {
                addProducts4x1(a, b, sums, sumsFrom, samples, row, column, columns);
            }
        }
        for (; row < rows; row++) {
            int column = 0;
            for (; column + 8 <= columns; column += 8) {
                addProducts1x8(a, b, sums, sumsFrom, samples, row, column, columns);
            }
            for (; column < columns; column++) {
                addProducts1x1(a, b, sums, sumsFrom, samples, row, column, columns);
            }
        }
    }

    private static void addProducts4x4(
            LaneTile a, LaneTile b, double[] sums, int sumsFrom, int samples, int row, int column, int columns) {
        int sumsRow = columns * LANES;
        int s = sumsFrom + row * sumsRow + column * LANES;
        var c00 = DoubleVector.zero(SPECIES);
        var c01 = c00;
        var c02 = c00;
        var c03 = c00;
        var c10 = c00;
        var c11 = c00;
        var c12 = c00;
        var c13 = c00;
        var c20 = c00;
        var c21 = c00;
        var c22 = c00;
        var c23 = c00;
        var c30 = c00;
        var c31 = c00;
        var c32 = c00;
        var c33 = c00;
        double[] as = a.data();
        double[] bs = b.data();
        int ai = a.offset() + row * UNIT;
        int bi = b.offset() + column * UNIT;
        for (int i = 0; i < samples * LANES; i += LANES) {
            var b0 = DoubleVector.fromArray(SPECIES, bs, bi + i);
            var b1 = DoubleVector.fromArray(SPECIES, bs, bi + i + UNIT);
            var b2 = DoubleVector.fromArray(SPECIES, bs, bi + i + 2 * UNIT);
            var b3 = DoubleVector.fromArray(SPECIES, bs, bi + i + 3 * UNIT);
            var a0 = DoubleVector.fromArray(SPECIES, as, ai + i);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            var a1 = DoubleVector.fromArray(SPECIES, as, ai + i + UNIT);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            var a2 = DoubleVector.fromArray(SPECIES, as, ai + i + 2 * UNIT);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            var a3 = DoubleVector.fromArray(SPECIES, as, ai + i + 3 * UNIT);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
        }
        DoubleVector.fromArray(SPECIES, sums, s).add(c00).intoArray(sums, s);
        DoubleVector.fromArray(SPECIES, sums, s + LANES).add(c01).intoArray(sums, s + LANES);
        DoubleVector.fromArray(SPECIES, sums, s + 2 * LANES).add(c02).intoArray(sums, s + 2 * LANES);
        DoubleVector.fromArray(SPECIES, sums, s + 3 * LANES).add(c03).intoArray(sums, s + 3 * LANES);
        DoubleVector.fromArray(SPECIES, sums, s + sumsRow).add(c10).intoArray(sums, s + sumsRow);
        DoubleVector.fromArray(SPECIES, sums, s + sumsRow + LANES).add(c11).intoArray(sums, s + sumsRow + LANES);
        DoubleVector.fromArray(SPECIES, sums, s + sumsRow + 2 * LANES)
                .add(c12)
                .intoArray(sums, s + sumsRow + 2 * LANES);
        DoubleVector.fromArray(SPECIES, sums, s + sumsRow + 3 * LANES)
                .add(c13)
                .intoArray(sums, s + sumsRow + 3 * LANES);
        DoubleVector.fromArray(SPECIES, sums, s + 2 * sumsRow).add(c20).intoArray(sums, s + 2 * sumsRow);
        DoubleVector.fromArray(SPECIES, sums, s + 2 * sumsRow + LANES)
                .add(c21)
                .intoArray(sums, s + 2 * sumsRow + LANES);
        DoubleVector.fromArray(SPECIES, sums, s + 2 * sumsRow + 2 * LANES)
                .add(c22)
                .intoArray(sums, s + 2 * sumsRow + 2 * LANES);
        DoubleVector.fromArray(SPECIES, sums, s + 2 * sumsRow + 3 * LANES)
                .add(c23)
                .intoArray(sums, s + 2 * sumsRow + 3 * LANES);
        DoubleVector.fromArray(SPECIES, sums, s + 3 * sumsRow).add(c30).intoArray(sums, s + 3 * sumsRow);
        DoubleVector.fromArray(SPECIES, sums, s + 3 * sumsRow + LANES)
                .add(c31)
                .intoArray(sums, s + 3 * sumsRow + LANES);
        DoubleVector.fromArray(SPECIES, sums, s + 3 * sumsRow + 2 * LANES)
                .add(c32)
                .intoArray(sums, s + 3 * sumsRow + 2 * LANES);
        DoubleVector.fromArray(SPECIES, sums, s + 3 * sumsRow + 3 * LANES)
                .add(c33)
                .intoArray(sums, s + 3 * sumsRow + 3 * LANES);
    }

    /** The columns that are left over. */
    private static void addProducts4x1(
            LaneTile a, LaneTile b, double[] sums, int sumsFrom, int samples, int row, int column, int columns) {
        int sumsRow = columns * LANES;
        int s = sumsFrom + row * sumsRow + column * LANES;
        var c00 = DoubleVector.zero(SPECIES);
        var c10 = c00;
        var c20 = c00;
        var c30 = c00;
        double[] as = a.data();
        double[] bs = b.data();
        int ai = a.offset() + row * UNIT;
        int bi = b.offset() + column * UNIT;
        for (int i = 0; i < samples * LANES; i += LANES) {
            var b0 = DoubleVector.fromArray(SPECIES, bs, bi + i);
            var a0 = DoubleVector.fromArray(SPECIES, as, ai + i);
            c00 = a0.fma(b0, c00);
            var a1 = DoubleVector.fromArray(SPECIES, as, ai + i + UNIT);
            c10 = a1.fma(b0, c10);
            var a2 = DoubleVector.fromArray(SPECIES, as, ai + i + 2 * UNIT);
            c20 = a2.fma(b0, c20);
            var a3 = DoubleVector.fromArray(SPECIES, as, ai + i + 3 * UNIT);
            c30 = a3.fma(b0, c30);
        }
        DoubleVector.fromArray(SPECIES, sums, s).add(c00).intoArray(sums, s);
        DoubleVector.fromArray(SPECIES, sums, s + sumsRow).add(c10).intoArray(sums, s + sumsRow);
        DoubleVector.fromArray(SPECIES, sums, s + 2 * sumsRow).add(c20).intoArray(sums, s + 2 * sumsRow);
        DoubleVector.fromArray(SPECIES, sums, s + 3 * sumsRow).add(c30).intoArray(sums, s + 3 * sumsRow);
    }

    /** The rows that are left over: eight sums, which do not wait for one another. */
    private static void addProducts1x8(
            LaneTile a, LaneTile b, double[] sums, int sumsFrom, int samples, int row, int column, int columns) {
        int s = sumsFrom + (row * columns + column) * LANES;
        var c0 = DoubleVector.zero(SPECIES);
        var c1 = c0;
        var c2 = c0;
        var c3 = c0;
        var c4 = c0;
        var c5 = c0;
        var c6 = c0;
        var c7 = c0;
        double[] as = a.data();
        double[] bs = b.data();
        int ai = a.offset() + row * UNIT;
        int bi = b.offset() + column * UNIT;
        for (int i = 0; i < samples * LANES; i += LANES) {
            var a0 = DoubleVector.fromArray(SPECIES, as, ai + i);
            c0 = DoubleVector.fromArray(SPECIES, bs, bi + i).fma(a0, c0);
            c1 = DoubleVector.fromArray(SPECIES, bs, bi + i + UNIT).fma(a0, c1);
            c2 = DoubleVector.fromArray(SPECIES, bs, bi + i + 2 * UNIT).fma(a0, c2);
            c3 = DoubleVector.fromArray(SPECIES, bs, bi + i + 3 * UNIT).fma(a0, c3);
            c4 = DoubleVector.fromArray(SPECIES, bs, bi + i + 4 * UNIT).fma(a0, c4);
            c5 = DoubleVector.fromArray(SPECIES, bs, bi + i + 5 * UNIT).fma(a0, c5);
            c6 = DoubleVector.fromArray(SPECIES, bs, bi + i + 6 * UNIT).fma(a0, c6);
            c7 = DoubleVector.fromArray(SPECIES, bs, bi + i + 7 * UNIT).fma(a0, c7);
        }
        DoubleVector.fromArray(SPECIES, sums, s).add(c0).intoArray(sums, s);
        DoubleVector.fromArray(SPECIES, sums, s + LANES).add(c1).intoArray(sums, s + LANES);
        DoubleVector.fromArray(SPECIES, sums, s + 2 * LANES).add(c2).intoArray(sums, s + 2 * LANES);
        DoubleVector.fromArray(SPECIES, sums, s + 3 * LANES).add(c3).intoArray(sums, s + 3 * LANES);
        DoubleVector.fromArray(SPECIES, sums, s + 4 * LANES).add(c4).intoArray(sums, s + 4 * LANES);
        DoubleVector.fromArray(SPECIES, sums, s + 5 * LANES).add(c5).intoArray(sums, s + 5 * LANES);
        DoubleVector.fromArray(SPECIES, sums, s + 6 * LANES).add(c6).intoArray(sums, s + 6 * LANES);
        DoubleVector.fromArray(SPECIES, sums, s + 7 * LANES).add(c7).intoArray(sums, s + 7 * LANES);
    }

    /** The corner that is left over. */
    private static void addProducts1x1(
            LaneTile a, LaneTile b, double[] sums, int sumsFrom, int samples, int row, int column, int columns) {
        int s = sumsFrom + (row * columns + column) * LANES;
        var c00 = DoubleVector.zero(SPECIES);
        double[] as = a.data();
        double[] bs = b.data();
        int ai = a.offset() + row * UNIT;
        int bi = b.offset() + column * UNIT;
        for (int i = 0; i < samples * LANES; i += LANES) {
            var b0 = DoubleVector.fromArray(SPECIES, bs, bi + i);
            var a0 = DoubleVector.fromArray(SPECIES, as, ai + i);
            c00 = a0.fma(b0, c00);
        }
        DoubleVector.fromArray(SPECIES, sums, s).add(c00).intoArray(sums, s);
    }

    @Override
    public void activate(
            ElementwiseActivation activation, LaneTile z, LaneTile values, LaneTile derivatives, int count) {
        if (activation instanceof Relu) {
            relu(z, values, derivatives, count);
        } else if (activation instanceof LeakyRelu leaky) {
            leakyRelu(leaky.slope(), z, values, derivatives, count);
        } else if (activation instanceof Tanh) {
            tanh(z, values, derivatives, count);
        } else if (activation instanceof Sigmoid) {
            sigmoid(z, values, derivatives, count);
        } else if (activation instanceof Arctan) {
            arctan(z, values, derivatives, count);
        } else if (activation instanceof Softsign) {
            softsign(z, values, derivatives, count);
        } else {
            throw new IllegalArgumentException("no kernel for " + activation);
        }
    }

    @Override
    public void countAtLimit(
            LimitRegion region, double[] z, int zFrom, double[] values, int valuesFrom, int count, long[] atLimit) {
        boolean isOfValues = region.variable() == LimitRegion.Variable.VALUE;
        double[] x = isOfValues ? values : z;
        int from = isOfValues ? valuesFrom : zFrom;
        if (Double.isNaN(region.high())) {
            countUpTo(region.low(), x, from, count, atLimit);
        } else {
            countOutside(region.low(), region.high(), x, from, count, atLimit);
        }
    }

    private static void countUpTo(double low, double[] x, int from, int count, long[] counts) {
        var above = LongVector.zero(LONGS);
        for (int i = 0; i < count * LANES; i += LANES) {
            // The sign of a difference is 1 where the difference is negative.
            var isAbove = DoubleVector.broadcast(SPECIES, low).sub(DoubleVector.fromArray(SPECIES, x, from + i));
            above = isAbove.reinterpretAsLongs().lanewise(LSHR, 63).add(above);
        }
        LongVector.fromArray(LONGS, counts, 0).add(count).sub(above).intoArray(counts, 0);
    }

    private static void countOutside(double low, double high, double[] x, int from, int count, long[] counts) {
        var inside = LongVector.zero(LONGS);
        for (int i = 0; i < count * LANES; i += LANES) {
            var value = DoubleVector.fromArray(SPECIES, x, from + i);
            var isAbove = DoubleVector.broadcast(SPECIES, low).sub(value).reinterpretAsLongs();
            var isBelow = value.sub(high).reinterpretAsLongs();
            inside = isAbove.and(isBelow).lanewise(LSHR, 63).add(inside);
        }
        LongVector.fromArray(LONGS, counts, 0).add(count).sub(inside).intoArray(counts, 0);
    }

    private static void relu(LaneTile z, LaneTile values, LaneTile derivatives, int count) {
        double[] zs = z.data();
        int zFrom = z.offset();
        double[] vs = values.data();
        int valuesFrom = values.offset();
        double[] ds = derivatives.data();
        int derivativesFrom = derivatives.offset();
        for (int i = 0; i < count * LANES; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, zs, zFrom + i).reinterpretAsLongs();
            // Negative for 0 and for what has a sign.
            var isNotPositive = x.sub(1).or(x).lanewise(ASHR, 63);
            var isNan = LongVector.broadcast(LONGS, INFINITY_BITS)
                    .sub(x.and(MAGNITUDE))
                    .lanewise(ASHR, 63);
            x.lanewise(AND_NOT, isNotPositive)
                    .or(x.and(isNan))
                    .reinterpretAsDoubles()
                    .intoArray(vs, valuesFrom + i);
            LongVector.broadcast(LONGS, Elementary.ONE_BITS)
                    .lanewise(AND_NOT, isNotPositive)
                    .reinterpretAsDoubles()
                    .intoArray(ds, derivativesFrom + i);
        }
    }

    private static void leakyRelu(double slope, LaneTile z, LaneTile values, LaneTile derivatives, int count) {
        double[] zs = z.data();
        int zFrom = z.offset();
        double[] vs = values.data();
        int valuesFrom = values.offset();
        double[] ds = derivatives.data();
        int derivativesFrom = derivatives.offset();
        for (int i = 0; i < count * LANES; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, zs, zFrom + i);
            var bits = x.reinterpretAsLongs();
            // As in relu.
            var isNotPositive = bits.sub(1).or(bits).lanewise(ASHR, 63);
            x.mul(slope)
                    .reinterpretAsLongs()
                    .and(isNotPositive)
                    .or(bits.lanewise(AND_NOT, isNotPositive))
                    .reinterpretAsDoubles()
                    .intoArray(vs, valuesFrom + i);
            DoubleVector.broadcast(SPECIES, slope)
                    .reinterpretAsLongs()
                    .and(isNotPositive)
                    .or(LongVector.broadcast(LONGS, Elementary.ONE_BITS).lanewise(AND_NOT, isNotPositive))
                    .reinterpretAsDoubles()
                    .intoArray(ds, derivativesFrom + i);
        }
    }

    private static void tanh(LaneTile z, LaneTile values, LaneTile derivatives, int count) {
        double[] zs = z.data();
        int zFrom = z.offset();
        double[] vs = values.data();
        int valuesFrom = values.offset();
        double[] ds = derivatives.data();
        int derivativesFrom = derivatives.offset();
        for (int i = 0; i < count * LANES; i += LANES) {
            var zBits = DoubleVector.fromArray(SPECIES, zs, zFrom + i).reinterpretAsLongs();
            var magnitude = zBits.and(MAGNITUDE);
            // Order among doubles without sign is that of their bits. Only NaN, which is lost here, is above infinity.
            var clamped = magnitude.lanewise(MIN, TANH_HIGHEST_BITS).reinterpretAsDoubles();
            var floored = clamped.fma(
                            DoubleVector.broadcast(SPECIES, Elementary.TWO_LOG2_E),
                            DoubleVector.broadcast(SPECIES, Elementary.FLOORER_AND_QUARTER))
                    .reinterpretAsLongs()
                    .and(Elementary.FLOORER_MASK);
            var k = floored.reinterpretAsDoubles().sub(Elementary.FLOORER);
            var scale = floored.lanewise(LSHL, LongVector.broadcast(LONGS, Elementary.FLOORER_SHIFT))
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
            var isNan = LongVector.broadcast(LONGS, INFINITY_BITS)
                    .sub(magnitude)
                    .lanewise(ASHR, LongVector.broadcast(LONGS, 63));
            var value =
                    absolute.reinterpretAsLongs().or(zBits.and(SIGN)).or(isNan).reinterpretAsDoubles();
            value.intoArray(vs, valuesFrom + i);
            value.fma(value.neg(), DoubleVector.broadcast(SPECIES, 1)).intoArray(ds, derivativesFrom + i);
        }
    }

    private static void arctan(LaneTile z, LaneTile values, LaneTile derivatives, int count) {
        double[] zs = z.data();
        int zFrom = z.offset();
        double[] vs = values.data();
        int valuesFrom = values.offset();
        double[] ds = derivatives.data();
        int derivativesFrom = derivatives.offset();
        for (int i = 0; i < count * LANES; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, zs, zFrom + i);
            DoubleVector.broadcast(SPECIES, 1)
                    .div(x.fma(x, DoubleVector.broadcast(SPECIES, 1)))
                    .intoArray(ds, derivativesFrom + i);
            var zBits = x.reinterpretAsLongs();
            var magnitude = zBits.and(MAGNITUDE);
            // MIN, as in tanh, would take a unit of multiply-adds. NaN passes: it has no sign here, and gives the
            // difference none.
            var isHigh = DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_HIGHEST)
                    .sub(magnitude.reinterpretAsDoubles())
                    .reinterpretAsLongs()
                    .lanewise(ASHR, LongVector.broadcast(LONGS, 63));
            var clamped = magnitude
                    .lanewise(AND_NOT, isHigh)
                    .or(isHigh.and(ARCTAN_HIGHEST_BITS))
                    .reinterpretAsDoubles();
            var isAbove1 = DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_THRESHOLD_1)
                    .sub(clamped)
                    .reinterpretAsLongs()
                    .lanewise(ASHR, LongVector.broadcast(LONGS, 63));
            var isAbove2 = DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_THRESHOLD_2)
                    .sub(clamped)
                    .reinterpretAsLongs()
                    .lanewise(ASHR, LongVector.broadcast(LONGS, 63));
            var center = isAbove2.and(ARCTAN_CENTER_CHANGE)
                    .lanewise(XOR, isAbove1.and(ARCTAN_CENTER_BITS))
                    .reinterpretAsDoubles();
            var base = isAbove2.and(ARCTAN_OF_CENTER_CHANGE)
                    .lanewise(XOR, isAbove1.and(ARCTAN_OF_CENTER_BITS))
                    .reinterpretAsDoubles();
            var w = clamped.sub(center).div(clamped.fma(center, DoubleVector.broadcast(SPECIES, 1)));
            var square = w.mul(w);
            var fourth = square.mul(square);
            var p3 = DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_5)
                    .fma(square, DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_3));
            var p7 = DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_9)
                    .fma(square, DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_7));
            var p11 = DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_13)
                    .fma(square, DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_11));
            var p15 = DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_17)
                    .fma(square, DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_15));
            var polynomial =
                    DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_19).fma(fourth, p15);
            polynomial = polynomial.fma(fourth, p11);
            polynomial = polynomial.fma(fourth, p7);
            polynomial = polynomial.fma(fourth, p3);
            var absolute = w.mul(square).fma(polynomial, w).add(base);
            absolute.reinterpretAsLongs()
                    .or(zBits.and(SIGN))
                    .reinterpretAsDoubles()
                    .intoArray(vs, valuesFrom + i);
        }
    }

    private void sigmoid(LaneTile z, LaneTile values, LaneTile derivatives, int count) {
        logistic(z.data(), z.offset(), values.data(), values.offset(), count);
        sigmoidDerivatives(values, derivatives, count);
    }

    private static void sigmoidDerivatives(LaneTile values, LaneTile derivatives, int count) {
        double[] vs = values.data();
        int valuesFrom = values.offset();
        double[] ds = derivatives.data();
        int derivativesFrom = derivatives.offset();
        for (int i = 0; i < count * LANES; i += LANES) {
            var value = DoubleVector.fromArray(SPECIES, vs, valuesFrom + i);
            value.mul(DoubleVector.broadcast(SPECIES, 1).sub(value)).intoArray(ds, derivativesFrom + i);
        }
    }

    private static void softsign(LaneTile z, LaneTile values, LaneTile derivatives, int count) {
        double[] zs = z.data();
        int zFrom = z.offset();
        double[] vs = values.data();
        int valuesFrom = values.offset();
        double[] ds = derivatives.data();
        int derivativesFrom = derivatives.offset();
        for (int i = 0; i < count * LANES; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, zs, zFrom + i);
            var reciprocal = DoubleVector.broadcast(SPECIES, 1).div(x.abs().add(1));
            var value = x.mul(reciprocal);
            value.intoArray(vs, valuesFrom + i);
            reciprocal.mul(reciprocal).intoArray(ds, derivativesFrom + i);
        }
    }

    @Override
    public void addStatistics(LaneTile z, LaneTile derivatives, int samples, HiddenSums sums) {
        for (int unit = 0; unit < sums.units; unit++) {
            addUnit(
                    z.data(),
                    z.offset() + unit * UNIT,
                    derivatives.data(),
                    derivatives.offset() + unit * UNIT,
                    samples,
                    sums);
        }
    }

    /** From zero, so that no unit waits for the sums of the one before. */
    private static void addUnit(
            double[] z, int zFrom, double[] derivatives, int derivativesFrom, int count, HiddenSums layer) {
        double[] sums = layer.sums;
        long[] counts = layer.counts;
        var absoluteSum = DoubleVector.zero(SPECIES);
        var derivativeSum = DoubleVector.zero(SPECIES);
        var small = LongVector.zero(LONGS);
        var notNearZero = LongVector.zero(LONGS);
        var product = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < count * LANES; i += LANES) {
            var absolute = DoubleVector.fromArray(SPECIES, z, zFrom + i).abs();
            var derivative = DoubleVector.fromArray(SPECIES, derivatives, derivativesFrom + i)
                    .abs();
            absoluteSum = absolute.add(absoluteSum);
            derivativeSum = derivative.add(derivativeSum);
            // The sign of a difference is 1 where the difference is negative.
            small = derivative
                    .sub(HiddenStatistics.SMALL_DERIVATIVE)
                    .reinterpretAsLongs()
                    .lanewise(LSHR, 63)
                    .add(small);
            notNearZero = DoubleVector.broadcast(SPECIES, HiddenStatistics.NEAR_ZERO)
                    .sub(absolute)
                    .reinterpretAsLongs()
                    .lanewise(LSHR, 63)
                    .add(notNearZero);
            product = derivative.add(HiddenStatistics.LOG_OFFSET).mul(product);
        }
        DoubleVector.fromArray(SPECIES, sums, 0).add(absoluteSum).intoArray(sums, 0);
        DoubleVector.fromArray(SPECIES, sums, LANES).add(derivativeSum).intoArray(sums, LANES);
        LongVector.fromArray(LONGS, counts, 0).add(small).intoArray(counts, 0);
        LongVector.fromArray(LONGS, counts, LANES).add(notNearZero).intoArray(counts, LANES);
        DoubleVector.broadcast(SPECIES, 1).mul(product).intoArray(layer.products, layer.productsEnd);
        layer.productsEnd += LANES;
    }

    @Override
    public void find(double[] x, int from, int count, Brackets brackets) {
        if (brackets.isCountedBelowHigh) {
            findAndCount(x, from, count, brackets);
        } else {
            findAlone(x, from, count, brackets);
        }
    }

    /** Without what next to no activation needs, which would take a quarter of the time. */
    private static void findAlone(double[] x, int from, int count, Brackets brackets) {
        double[] bounds = brackets.bounds;
        long[] belowLow = brackets.belowLow;
        double[] found = brackets.found;
        int end = brackets.foundEnd;
        var low0 = DoubleVector.fromArray(SPECIES, bounds, 0);
        var high0 = DoubleVector.fromArray(SPECIES, bounds, LANES);
        var low1 = DoubleVector.fromArray(SPECIES, bounds, 2 * LANES);
        var high1 = DoubleVector.fromArray(SPECIES, bounds, 3 * LANES);
        var belowLow0 = LongVector.zero(LONGS);
        var belowLow1 = LongVector.zero(LONGS);
        for (int i = 0; i < count * LANES; i += LANES) {
            var magnitude = DoubleVector.fromArray(SPECIES, x, from + i).abs();
            var isBelowLow0 = magnitude.sub(low0).reinterpretAsLongs();
            var isBelowLow1 = magnitude.sub(low1).reinterpretAsLongs();
            var isBelowHigh0 = magnitude.sub(high0).reinterpretAsLongs();
            var isBelowHigh1 = magnitude.sub(high1).reinterpretAsLongs();
            belowLow0 = isBelowLow0.lanewise(LSHR, 63).add(belowLow0);
            belowLow1 = isBelowLow1.lanewise(LSHR, 63).add(belowLow1);
            var within0 = isBelowHigh0.lanewise(AND_NOT, isBelowLow0);
            var within1 = isBelowHigh1.lanewise(AND_NOT, isBelowLow1);
            // Without a branch, which could not be predicted; what was not to be kept is written over.
            magnitude.intoArray(found, end);
            end += within0.or(within1).test(IS_NEGATIVE).anyTrue() ? LANES : 0;
        }
        LongVector.fromArray(LONGS, belowLow, 0).add(belowLow0).intoArray(belowLow, 0);
        LongVector.fromArray(LONGS, belowLow, LANES).add(belowLow1).intoArray(belowLow, LANES);
        brackets.foundEnd = end;
    }

    private static void findAndCount(double[] x, int from, int count, Brackets brackets) {
        double[] bounds = brackets.bounds;
        long[] belowLow = brackets.belowLow;
        long[] belowHigh = brackets.belowHigh;
        double[] found = brackets.found;
        int end = brackets.foundEnd;
        var low0 = DoubleVector.fromArray(SPECIES, bounds, 0);
        var high0 = DoubleVector.fromArray(SPECIES, bounds, LANES);
        var low1 = DoubleVector.fromArray(SPECIES, bounds, 2 * LANES);
        var high1 = DoubleVector.fromArray(SPECIES, bounds, 3 * LANES);
        var belowLow0 = LongVector.zero(LONGS);
        var belowLow1 = LongVector.zero(LONGS);
        var belowHigh0 = LongVector.zero(LONGS);
        var belowHigh1 = LongVector.zero(LONGS);
        for (int i = 0; i < count * LANES; i += LANES) {
            var magnitude = DoubleVector.fromArray(SPECIES, x, from + i).abs();
            var isBelowLow0 = magnitude.sub(low0).reinterpretAsLongs();
            var isBelowLow1 = magnitude.sub(low1).reinterpretAsLongs();
            var isBelowHigh0 = magnitude.sub(high0).reinterpretAsLongs();
            var isBelowHigh1 = magnitude.sub(high1).reinterpretAsLongs();
            belowLow0 = isBelowLow0.lanewise(LSHR, 63).add(belowLow0);
            belowLow1 = isBelowLow1.lanewise(LSHR, 63).add(belowLow1);
            belowHigh0 = isBelowHigh0.lanewise(LSHR, 63).add(belowHigh0);
            belowHigh1 = isBelowHigh1.lanewise(LSHR, 63).add(belowHigh1);
            var within0 = isBelowHigh0.lanewise(AND_NOT, isBelowLow0);
            var within1 = isBelowHigh1.lanewise(AND_NOT, isBelowLow1);
            // Without a branch, which could not be predicted; what was not to be kept is written over.
            magnitude.intoArray(found, end);
            end += within0.or(within1).test(IS_NEGATIVE).anyTrue() ? LANES : 0;
        }
        LongVector.fromArray(LONGS, belowLow, 0).add(belowLow0).intoArray(belowLow, 0);
        LongVector.fromArray(LONGS, belowLow, LANES).add(belowLow1).intoArray(belowLow, LANES);
        LongVector.fromArray(LONGS, belowHigh, 0).add(belowHigh0).intoArray(belowHigh, 0);
        LongVector.fromArray(LONGS, belowHigh, LANES).add(belowHigh1).intoArray(belowHigh, LANES);
        brackets.foundEnd = end;
    }

    @Override
    public void divide(double[] x, int from, int count, double divisor) {
        for (int i = from; i < from + count * LANES; i += LANES) {
            DoubleVector.fromArray(SPECIES, x, i).div(divisor).intoArray(x, i);
        }
    }

    @Override
    public void add(double[] x, int count, double[] sums) {
        var sum = DoubleVector.zero(SPECIES);
        for (int i = 0; i < count * LANES; i += LANES) {
            sum = DoubleVector.fromArray(SPECIES, x, i).add(sum);
        }
        DoubleVector.fromArray(SPECIES, sums, 0).add(sum).intoArray(sums, 0);
    }

    @Override
    public void addSquares(double[] x, int from, int count, double[] sums) {
        var sum = DoubleVector.zero(SPECIES);
        for (int i = from; i < from + count * LANES; i += LANES) {
            var element = DoubleVector.fromArray(SPECIES, x, i);
            sum = element.fma(element, sum);
        }
        DoubleVector.fromArray(SPECIES, sums, 0).add(sum).intoArray(sums, 0);
    }

    @Override
    public void addNonFinite(double[] x, int count, double[] sums) {
        var sum = DoubleVector.zero(SPECIES);
        for (int i = 0; i < count * LANES; i += LANES) {
            sum = DoubleVector.fromArray(SPECIES, x, i).mul(0).add(sum);
        }
        DoubleVector.fromArray(SPECIES, sums, 0).add(sum).intoArray(sums, 0);
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
                    .lanewise(LSHL, LongVector.broadcast(LONGS, Elementary.EXPONENT_SHIFT))
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
                    .lanewise(LSHL, LongVector.broadcast(LONGS, Elementary.EXPONENT_SHIFT))
                    .add(Elementary.ONE_BITS)
                    .reinterpretAsDoubles();
            var e = power.mul(scale);
            // e where z is negative, 1 elsewhere.
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
            // As in relu.
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
