package io.gradflow.figure.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers of a page: six significant digits, as tables of numbers have them. */
public final class PageNumber {
    private static final MathContext DIGITS = new MathContext(6);

    private PageNumber() {}

    /** Adds a number; null for one that is not finite. */
    public static void add(ArrayNode list, double value) {
        if (Double.isFinite(value)) {
            var rounded = new BigDecimal(value).round(DIGITS);
            if (rounded.signum() == 0) {
                list.add(0);
            } else {
                addShortest(list, rounded.stripTrailingZeros());
            }
        } else {
            list.addNull();
        }
    }

    /** Adds numbers. */
    public static void addAll(ArrayNode list, double[] values) {
        for (double value : values) {
            add(list, value);
        }
    }

    private static void addShortest(ArrayNode list, BigDecimal value) {
        if (value.scale() <= 0 && value.precision() - value.scale() <= 9) {
            list.add(value.intValueExact());
        } else {
            list.add(value.doubleValue());
        }
    }
}
