package io.gradflow.engine.kernels;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The products and quotients that make a gradient, on the Vector API.
 */
final class VectorGradientKernels implements GradientKernels {
    private static final VectorSpecies<Double> SPECIES = VectorWidth.species(MethodHandles.lookup());
    private static final int LANES = SPECIES.length();
    /** Doubles from one unit of a tile to the next. */
    private static final int UNIT = LaneTile.SAMPLES * LANES;

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

    /** Adds four rows of four columns. The sixteen sums stay in registers. */
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

    /** Adds four rows of one of the columns that are left over. */
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

    /** Adds eight columns of one of the rows that are left over: eight sums, none of which waits for another. */
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

    /** Adds one element of the corner that is left over. */
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
    public void divide(double[] x, int from, int count, double divisor) {
        for (int i = from; i < from + count * LANES; i += LANES) {
            DoubleVector.fromArray(SPECIES, x, i).div(divisor).intoArray(x, i);
        }
    }
}
