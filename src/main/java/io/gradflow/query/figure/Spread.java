package io.gradflow.query.figure;

/**
 * What a curve and the band around it show of the runs of a group at an epoch. In the texts of its constants a question
 * mark stands for the column of numbers.
 */
public enum Spread {
    /** The mean and a standard deviation of the population to each side. */
    STD("avg(?)", "avg(?) - stddev_pop(?)", "avg(?) + stddev_pop(?)"),
    /** The mean and a standard deviation of the sample, which make Student's interval. */
    CI("avg(?)", "avg(?) - stddev_samp(?)", "avg(?) + stddev_samp(?)"),
    /** The median and the quartiles, all of one aggregate, which Spark then computes once. */
    IQR(Spread.QUARTILES + "[1]", Spread.QUARTILES + "[0]", Spread.QUARTILES + "[2]"),
    /** The mean and the extremes. */
    MINMAX("avg(?)", "min(?)", "max(?)"),
    /** The mean alone. */
    NONE("avg(?)", "CAST(NULL AS DOUBLE)", "CAST(NULL AS DOUBLE)");

    private static final String QUARTILES = "percentile(?, array(0.25D, 0.5D, 0.75D))";

    private final String middle;
    private final String low;
    private final String high;

    Spread(String middle, String low, String high) {
        this.middle = middle;
        this.low = low;
        this.high = high;
    }

    /** The columns {@code middle}, {@code low} and {@code high} over the numbers of a column. */
    String columns(String numbers) {
        return (middle + " AS middle, " + low + " AS low, " + high + " AS high").replace("?", numbers);
    }
}
