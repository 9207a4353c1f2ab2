package io.gradflow.stats.crossed;

import io.gradflow.stats.Sample;
import java.util.Arrays;

/** A complete table of finite values, one for each data seed (row) and init seed (column). Immutable. */
public final class CrossedTable {
    private final double[][] rows;

    private CrossedTable(double[][] rows) {
        this.rows = rows;
    }

    /**
     * A table of these values, which are copied.
     *
     * @param rows for each data seed the values of all init seeds, in the same order everywhere
     * @throws IllegalArgumentException if there is no value, if rows differ in length, or if a value is infinite or NaN
     */
    public static CrossedTable of(double[]... rows) {
        if (rows.length == 0 || rows[0].length == 0) {
            throw new IllegalArgumentException("a table needs at least one data seed and one init seed");
        }
        for (double[] row : rows) {
            if (row.length != rows[0].length) {
                throw new IllegalArgumentException("every data seed needs the same init seeds, but one has "
                        + rows[0].length + " and another " + row.length);
            }
            Sample.requireFinite(row);
        }
        return new CrossedTable(Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new));
    }

    /** How many rows. */
    public int dataSeeds() {
        return rows.length;
    }

    /** How many columns. */
    public int initSeeds() {
        return rows[0].length;
    }

    /** The mean of all values. */
    public double mean() {
        return meansByDataSeed().mean();
    }

    /** The mean over init seeds for each data seed: independent values, as tests need them. */
    public Sample meansByDataSeed() {
        return Sample.of(rowMeans());
    }

    double[] rowMeans() {
        return Arrays.stream(rows).mapToDouble(row -> Sample.of(row).mean()).toArray();
    }

    double[] columnMeans() {
        var means = new double[initSeeds()];
        for (int j = 0; j < means.length; j++) {
            int column = j;
            means[j] = Sample.of(
                            Arrays.stream(rows).mapToDouble(row -> row[column]).toArray())
                    .mean();
        }
        return means;
    }

    double value(int dataSeed, int initSeed) {
        return rows[dataSeed][initSeed];
    }
}
