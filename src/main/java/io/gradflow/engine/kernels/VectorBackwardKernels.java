package io.gradflow.engine.kernels;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The products of the backward pass on the Vector API.
 */
final class VectorBackwardKernels implements BackwardKernels {
    private static final VectorSpecies<Double> SPECIES = VectorWidth.species(MethodHandles.lookup());
    private static final int LANES = SPECIES.length();
    /** Doubles from one unit of a tile to the next. */
    private static final int UNIT = LaneTile.SAMPLES * LANES;

    @Override
    public void multiplyAndScale(
            LaneTile a, PackedMatrix b, LaneTile factors, LaneTile c, int samples, int inner, int columns) {
        int column = 0;
        for (; column + 4 <= columns; column += 4) {
            for (int sample = 0; sample < samples; sample += 4) {
                multiply4x4(a, b, factors, c, sample, inner, column);
            }
        }
        for (; column < columns; column++) {
            multiply16x1(a, b, factors, c, inner, column);
        }
    }

    /**
     * Computes four samples of four columns. The sixteen sums stay in registers, and a step of the inner loop needs
     * eight loads for sixteen multiply-adds.
     */
    private static void multiply4x4(
            LaneTile a, PackedMatrix b, LaneTile factors, LaneTile c, int sample, int inner, int column) {
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
        int bi = b.offset() + column * inner * LANES;
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

    /** Computes one of the columns that are left over, for all samples of a tile at once. */
    private static void multiply16x1(LaneTile a, PackedMatrix b, LaneTile factors, LaneTile c, int inner, int column) {
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
        int bi = b.offset() + column * inner * LANES;
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

    @Override
    public void multiplyTwice(
            LaneTile a,
            PackedMatrix b,
            LaneTile vectors,
            int samples,
            int inner,
            int columns,
            double[] results,
            int resultsFrom) {
        Arrays.fill(results, resultsFrom, resultsFrom + UNIT, 0);
        int column = 0;
        for (; column + 4 <= columns; column += 4) {
            for (int sample = 0; sample < samples; sample += 4) {
                multiplyTwice4x4(a, b, vectors, sample, inner, column, results, resultsFrom);
            }
        }
        for (; column < columns; column++) {
            multiplyTwice16x1(a, b, vectors, inner, column, results, resultsFrom);
        }
    }

    /** Adds four columns of four samples. */
    private static void multiplyTwice4x4(
            LaneTile a,
            PackedMatrix b,
            LaneTile vectors,
            int sample,
            int inner,
            int column,
            double[] results,
            int resultsFrom) {
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
        int bi = b.offset() + column * inner * LANES;
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
        double[] vs = vectors.data();
        int vi = vectors.offset() + column * UNIT + sample * LANES;
        int ri = resultsFrom + sample * LANES;
        var r0 = DoubleVector.fromArray(SPECIES, results, ri);
        var r1 = DoubleVector.fromArray(SPECIES, results, ri + LANES);
        var r2 = DoubleVector.fromArray(SPECIES, results, ri + 2 * LANES);
        var r3 = DoubleVector.fromArray(SPECIES, results, ri + 3 * LANES);
        r0 = DoubleVector.fromArray(SPECIES, vs, vi).fma(c00, r0);
        r1 = DoubleVector.fromArray(SPECIES, vs, vi + LANES).fma(c10, r1);
        r2 = DoubleVector.fromArray(SPECIES, vs, vi + 2 * LANES).fma(c20, r2);
        r3 = DoubleVector.fromArray(SPECIES, vs, vi + 3 * LANES).fma(c30, r3);
        r0 = DoubleVector.fromArray(SPECIES, vs, vi + UNIT).fma(c01, r0);
        r1 = DoubleVector.fromArray(SPECIES, vs, vi + UNIT + LANES).fma(c11, r1);
        r2 = DoubleVector.fromArray(SPECIES, vs, vi + UNIT + 2 * LANES).fma(c21, r2);
        r3 = DoubleVector.fromArray(SPECIES, vs, vi + UNIT + 3 * LANES).fma(c31, r3);
        r0 = DoubleVector.fromArray(SPECIES, vs, vi + 2 * UNIT).fma(c02, r0);
        r1 = DoubleVector.fromArray(SPECIES, vs, vi + 2 * UNIT + LANES).fma(c12, r1);
        r2 = DoubleVector.fromArray(SPECIES, vs, vi + 2 * UNIT + 2 * LANES).fma(c22, r2);
        r3 = DoubleVector.fromArray(SPECIES, vs, vi + 2 * UNIT + 3 * LANES).fma(c32, r3);
        r0 = DoubleVector.fromArray(SPECIES, vs, vi + 3 * UNIT).fma(c03, r0);
        r1 = DoubleVector.fromArray(SPECIES, vs, vi + 3 * UNIT + LANES).fma(c13, r1);
        r2 = DoubleVector.fromArray(SPECIES, vs, vi + 3 * UNIT + 2 * LANES).fma(c23, r2);
        r3 = DoubleVector.fromArray(SPECIES, vs, vi + 3 * UNIT + 3 * LANES).fma(c33, r3);
        r0.intoArray(results, ri);
        r1.intoArray(results, ri + LANES);
        r2.intoArray(results, ri + 2 * LANES);
        r3.intoArray(results, ri + 3 * LANES);
    }

    /** Adds one of the columns that are left over, for all samples of a tile at once. */
    private static void multiplyTwice16x1(
            LaneTile a, PackedMatrix b, LaneTile vectors, int inner, int column, double[] results, int resultsFrom) {
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
        int bi = b.offset() + column * inner * LANES;
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
        double[] vs = vectors.data();
        int vi = vectors.offset() + column * UNIT;
        DoubleVector.fromArray(SPECIES, vs, vi)
                .fma(c0, DoubleVector.fromArray(SPECIES, results, resultsFrom))
                .intoArray(results, resultsFrom);
        DoubleVector.fromArray(SPECIES, vs, vi + LANES)
                .fma(c1, DoubleVector.fromArray(SPECIES, results, resultsFrom + LANES))
                .intoArray(results, resultsFrom + LANES);
        DoubleVector.fromArray(SPECIES, vs, vi + 2 * LANES)
                .fma(c2, DoubleVector.fromArray(SPECIES, results, resultsFrom + 2 * LANES))
                .intoArray(results, resultsFrom + 2 * LANES);
        DoubleVector.fromArray(SPECIES, vs, vi + 3 * LANES)
                .fma(c3, DoubleVector.fromArray(SPECIES, results, resultsFrom + 3 * LANES))
                .intoArray(results, resultsFrom + 3 * LANES);
        DoubleVector.fromArray(SPECIES, vs, vi + 4 * LANES)
                .fma(c4, DoubleVector.fromArray(SPECIES, results, resultsFrom + 4 * LANES))
                .intoArray(results, resultsFrom + 4 * LANES);
        DoubleVector.fromArray(SPECIES, vs, vi + 5 * LANES)
                .fma(c5, DoubleVector.fromArray(SPECIES, results, resultsFrom + 5 * LANES))
                .intoArray(results, resultsFrom + 5 * LANES);
        DoubleVector.fromArray(SPECIES, vs, vi + 6 * LANES)
                .fma(c6, DoubleVector.fromArray(SPECIES, results, resultsFrom + 6 * LANES))
                .intoArray(results, resultsFrom + 6 * LANES);
        DoubleVector.fromArray(SPECIES, vs, vi + 7 * LANES)
                .fma(c7, DoubleVector.fromArray(SPECIES, results, resultsFrom + 7 * LANES))
                .intoArray(results, resultsFrom + 7 * LANES);
        DoubleVector.fromArray(SPECIES, vs, vi + 8 * LANES)
                .fma(c8, DoubleVector.fromArray(SPECIES, results, resultsFrom + 8 * LANES))
                .intoArray(results, resultsFrom + 8 * LANES);
        DoubleVector.fromArray(SPECIES, vs, vi + 9 * LANES)
                .fma(c9, DoubleVector.fromArray(SPECIES, results, resultsFrom + 9 * LANES))
                .intoArray(results, resultsFrom + 9 * LANES);
        DoubleVector.fromArray(SPECIES, vs, vi + 10 * LANES)
                .fma(c10, DoubleVector.fromArray(SPECIES, results, resultsFrom + 10 * LANES))
                .intoArray(results, resultsFrom + 10 * LANES);
        DoubleVector.fromArray(SPECIES, vs, vi + 11 * LANES)
                .fma(c11, DoubleVector.fromArray(SPECIES, results, resultsFrom + 11 * LANES))
                .intoArray(results, resultsFrom + 11 * LANES);
        DoubleVector.fromArray(SPECIES, vs, vi + 12 * LANES)
                .fma(c12, DoubleVector.fromArray(SPECIES, results, resultsFrom + 12 * LANES))
                .intoArray(results, resultsFrom + 12 * LANES);
        DoubleVector.fromArray(SPECIES, vs, vi + 13 * LANES)
                .fma(c13, DoubleVector.fromArray(SPECIES, results, resultsFrom + 13 * LANES))
                .intoArray(results, resultsFrom + 13 * LANES);
        DoubleVector.fromArray(SPECIES, vs, vi + 14 * LANES)
                .fma(c14, DoubleVector.fromArray(SPECIES, results, resultsFrom + 14 * LANES))
                .intoArray(results, resultsFrom + 14 * LANES);
        DoubleVector.fromArray(SPECIES, vs, vi + 15 * LANES)
                .fma(c15, DoubleVector.fromArray(SPECIES, results, resultsFrom + 15 * LANES))
                .intoArray(results, resultsFrom + 15 * LANES);
    }
}
