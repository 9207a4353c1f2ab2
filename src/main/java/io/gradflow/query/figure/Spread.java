package io.gradflow.query.figure;

/** What a curve and the band around it show of the runs of a group at an epoch. */
public enum Spread {
    /** The mean and a standard deviation of the population to each side. */
    STD("avg(v)", "avg(v) - stddev_pop(v)", "avg(v) + stddev_pop(v)"),
    /** The mean and a standard deviation of the sample, which make Student's interval. */
    CI("avg(v)", "avg(v) - stddev_samp(v)", "avg(v) + stddev_samp(v)"),
    /** The median and the quartiles, all of one aggregate, which Spark then computes once. */
    IQR(Spread.QUARTILES + "[1]", Spread.QUARTILES + "[0]", Spread.QUARTILES + "[2]"),
    /** The mean and the extremes. */
    MINMAX("avg(v)", "min(v)", "max(v)"),
    /** The mean alone. */
    NONE("avg(v)", "CAST(NULL AS DOUBLE)", "CAST(NULL AS DOUBLE)");

    private static final String QUARTILES = "percentile(v, array(0.25D, 0.5D, 0.75D))";

    private final String middle;
    private final String low;
    private final String high;

    Spread(String middle, String low, String high) {
        this.middle = middle;
        this.low = low;
        this.high = high;
    }

    String columns() {
        return middle + " AS middle, " + low + " AS low, " + high + " AS high";
    }
}
