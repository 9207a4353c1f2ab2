package io.gradflow.query.figure;

/**
 * The epochs of an axis, cut into parts of equal width on it. Of each part of a curve the first and last point stay,
 * and those with the least and the greatest value. So a curve has at most some points for each part, and none of its
 * peaks is lost.
 *
 * @param first the first epoch that counts
 * @param last the last epoch that counts
 * @param parts how many
 * @param isLogarithmic whether the axis is
 */
public record EpochParts(int first, int last, int parts, boolean isLogarithmic) {
    /** The condition on epochs. */
    String condition() {
        return "epoch BETWEEN " + first + " AND " + last;
    }

    /** The number of the part that an epoch is in. */
    String part() {
        if (isLogarithmic) {
            int least = Math.max(first, 1);
            double width = Math.max(Math.log((last + 1.0) / least), 1e-9);
            return "floor(ln(greatest(epoch, " + least + ") / " + least + ".0D) * " + parts + " / CAST('" + width
                    + "' AS DOUBLE))";
        }
        return "floor((epoch - " + first + ") * CAST(" + parts + " AS DOUBLE) / " + (last - first + 1.0) + "D)";
    }
}
