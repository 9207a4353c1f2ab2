package io.gradflow.stats.family;

import java.util.Arrays;
import java.util.Comparator;

/**
 * How the p-values of a family are adjusted: reject at alpha what has an adjusted p of at most alpha. The results are
 * those of R's {@code p.adjust}.
 */
public enum Adjustment {
    /**
     * The probability of any false rejection is at most alpha, whatever the dependence: the i-th smallest of k p-values
     * becomes the largest of (k - j + 1) p_j over j &lt;= i, at most 1.
     *
     * @see <a href="https://www.jstor.org/stable/4615733">S. Holm, A Simple Sequentially Rejective Multiple Test
     *     Procedure, Scandinavian Journal of Statistics 6 (1979)</a>
     */
    HOLM {
        @Override
        void adjust(double[] ascending) {
            int k = ascending.length;
            double largest = 0;
            for (int i = 0; i < k; i++) {
                largest = Math.max(largest, (k - i) * ascending[i]);
                ascending[i] = Math.min(1, largest);
            }
        }
    },
    /**
     * The expected share of false ones among the rejections is at most alpha if the tests are independent or positively
     * dependent: the i-th smallest of k p-values becomes the smallest of k p_j / j over j &gt;= i.
     *
     * @see <a href="https://www.jstor.org/stable/2346101">Y. Benjamini and Y. Hochberg, Controlling the False Discovery
     *     Rate, JRSS B 57 (1995)</a>
     */
    BENJAMINI_HOCHBERG {
        @Override
        void adjust(double[] ascending) {
            double k = ascending.length;
            double smallest = 1;
            for (int i = ascending.length - 1; i >= 0; i--) {
                smallest = Math.min(smallest, k / (i + 1) * ascending[i]);
                ascending[i] = smallest;
            }
        }
    };

    /**
     * The adjusted p-values, in the order of the p-values. A family of none has none.
     *
     * @param pValues the p-values of the whole family, each in [0, 1]
     * @throws IllegalArgumentException if one is not in [0, 1]
     */
    public double[] adjusted(double... pValues) {
        for (double p : pValues) {
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException("p-values must be in [0, 1], but one is " + p);
            }
        }
        Integer[] order = new Integer[pValues.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> pValues[i]));
        double[] ascending = Arrays.stream(order).mapToDouble(i -> pValues[i]).toArray();
        adjust(ascending);
        var adjusted = new double[pValues.length];
        for (int i = 0; i < order.length; i++) {
            adjusted[order[i]] = ascending[i];
        }
        return adjusted;
    }

    /** Replaces p-values in ascending order by the adjusted ones. */
    abstract void adjust(double[] ascending);
}
