package io.gradflow.sweep;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of numbers, both ends included where steps reach the last: {@code 0..9}, {@code 0..100 step 10}, or
 * {@code log 1e-4..1e-1 x 7}, seven numbers whose logarithms are as far apart. Steps are taken in decimal, so that
 * {@code 0..1 step 0.1} holds 0.3 and not 0.30000000000000004.
 */
sealed interface NumberRange {
    /** What a range looks like, for messages. */
    String EXAMPLES = "a range such as \"0..9\", \"0..100 step 10\" or \"log 1e-4..1e-1 x 7\"";

    /** The values of an axis are held in memory; seeds are not. */
    int MAX_VALUES = 1_000_000;

    /** Whether a text is meant as a range, be it a wrong one. */
    static boolean isMeantBy(String text) {
        return Syntax.MEANT.matcher(text).lookingAt();
    }

    /**
     * Reads a range.
     *
     * @throws IllegalArgumentException telling what it must be
     */
    static NumberRange parse(String text) {
        var steps = Syntax.STEPS.matcher(text);
        if (steps.matches()) {
            return Steps.of(steps);
        }
        var logarithmic = Syntax.LOGARITHMIC.matcher(text);
        if (logarithmic.matches()) {
            return Logarithmic.of(logarithmic);
        }
        throw new IllegalArgumentException("must be " + EXAMPLES);
    }

    /**
     * The numbers, in ascending order.
     *
     * @throws IllegalArgumentException if there are more than {@link #MAX_VALUES}
     */
    List<BigDecimal> values();

    /** How ranges are written. */
    final class Syntax {
        private static final String NUMBER =
                "([+-]?(?:\\d{1,400}(?:\\.\\d{1,400})?|\\.\\d{1,400})(?:[eE][+-]?\\d{1,3})?)";
        private static final String ENDS = NUMBER + "\\s*\\.\\.\\s*" + NUMBER;

        private static final Pattern MEANT = Pattern.compile("\\s*(?:log\\b|[^\\s.]*(?:\\.\\d[^\\s.]*)?\\s*\\.\\.)");
        private static final Pattern STEPS = Pattern.compile("\\s*" + ENDS + "(?:\\s+step\\s+" + NUMBER + ")?\\s*");
        private static final Pattern LOGARITHMIC = Pattern.compile("\\s*log\\s+" + ENDS + "\\s+x\\s*(\\d{1,9})\\s*");

        private Syntax() {}
    }

    /**
     * Numbers one step apart.
     *
     * @param last where they end, or would go beyond with another step
     */
    record Steps(BigDecimal first, BigDecimal last, BigDecimal step) implements NumberRange {
        private static Steps of(Matcher matcher) {
            var first = new BigDecimal(matcher.group(1));
            var last = new BigDecimal(matcher.group(2));
            boolean hasStep = matcher.group(3) != null;
            var step = hasStep ? new BigDecimal(matcher.group(3)) : BigDecimal.ONE;
            if (last.compareTo(first) < 0) {
                throw new IllegalArgumentException(
                        "must be a range that ascends, " + matcher.group(1) + " is greater than " + matcher.group(2));
            }
            if (step.signum() <= 0) {
                throw new IllegalArgumentException("must be a range with a step > 0");
            }
            if (!hasStep && !(isWhole(first) && isWhole(last))) {
                throw new IllegalArgumentException(
                        "must be a range with a step, such as \"0..1 step 0.1\", as its ends are no integers");
            }
            return new Steps(first, last, step);
        }

        private static boolean isWhole(BigDecimal number) {
            return number.stripTrailingZeros().scale() <= 0;
        }

        /** How many steps there are from the first number to the last one. */
        BigDecimal steps() {
            return last.subtract(first).divideToIntegralValue(step);
        }

        /** The last number that the steps reach. */
        BigDecimal reached() {
            return first.add(steps().multiply(step));
        }

        @Override
        public List<BigDecimal> values() {
            if (steps().compareTo(BigDecimal.valueOf(MAX_VALUES)) >= 0) {
                throw new IllegalArgumentException("must have " + MAX_VALUES + " values or fewer");
            }
            var values = new ArrayList<BigDecimal>();
            for (var value = first; value.compareTo(last) <= 0; value = value.add(step)) {
                values.add(value);
            }
            return values;
        }
    }

    /**
     * Numbers with the same ratio from one to the next, up to rounding; the ends are exact.
     *
     * @param count how many there are
     */
    record Logarithmic(BigDecimal first, BigDecimal last, int count) implements NumberRange {
        private static Logarithmic of(Matcher matcher) {
            var first = new BigDecimal(matcher.group(1));
            var last = new BigDecimal(matcher.group(2));
            int count = Integer.parseInt(matcher.group(3));
            if (!(first.doubleValue() > 0 && Double.isFinite(last.doubleValue()))) {
                throw new IllegalArgumentException("must be a range above 0 to be logarithmic");
            }
            if (last.compareTo(first) <= 0) {
                throw new IllegalArgumentException(
                        "must be a range that ascends, " + matcher.group(1) + " is not less than " + matcher.group(2));
            }
            if (count < 2) {
                throw new IllegalArgumentException("must be a range of at least 2 values, its ends");
            }
            return new Logarithmic(first, last, count);
        }

        /** To base ten, so that decades are round numbers. */
        @Override
        public List<BigDecimal> values() {
            if (count > MAX_VALUES) {
                throw new IllegalArgumentException("must have " + MAX_VALUES + " values or fewer");
            }
            double from = StrictMath.log10(first.doubleValue());
            double to = StrictMath.log10(last.doubleValue());
            int gaps = count - 1;
            var values = new ArrayList<BigDecimal>();
            values.add(first);
            for (int i = 1; i < gaps; i++) {
                double exponent = (from * (gaps - i) + to * i) / gaps;
                // By way of the shortest text that gives the same double.
                values.add(BigDecimal.valueOf(StrictMath.pow(10, exponent)));
            }
            values.add(last);
            return values;
        }

        /** The same, with the numbers between the ends rounded to integers. */
        List<BigDecimal> integers() {
            var integers = new ArrayList<>(values());
            for (int i = 1; i < integers.size() - 1; i++) {
                integers.set(i, integers.get(i).setScale(0, RoundingMode.HALF_EVEN));
            }
            return integers;
        }
    }
}
