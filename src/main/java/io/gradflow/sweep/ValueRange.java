package io.gradflow.sweep;

import io.gradflow.catalog.ValueType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A range of numbers in a configuration: {@code "0..99"}, {@code "0..100 step 10"}, both with their end if a step lands on it, or
 * {@code "log 1e-4..1e-1 x 7"}, so many numbers of which each is the same multiple of the one before.
 */
final class ValueRange {
    private static final String NUMBER = "([-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)";
    private static final Pattern STEPS =
            Pattern.compile("\\s*" + NUMBER + "\\s*\\.\\.\\s*" + NUMBER + "\\s*(?:step\\s+" + NUMBER + "\\s*)?");
    private static final Pattern LOGARITHMIC =
            Pattern.compile("\\s*log\\s+" + NUMBER + "\\s*\\.\\.\\s*" + NUMBER + "\\s*x\\s*(\\d{1,9})\\s*");
    private static final Pattern WHOLE = Pattern.compile("\\s*(\\d+)\\s*\\.\\.\\s*(\\d+)\\s*");
    private static final int MAX_VALUES = 1_000_000;

    private static final String RULE =
            "must be a range such as \"0..99\", \"0..100 step 10\" or \"log 1e-4..1e-1 x 7\"";

    private ValueRange() {}

    /** Whether a text is meant for a range. */
    static boolean looksLikeOne(String text) {
        return text.contains("..") || text.strip().startsWith("log ");
    }

    /** A range of integers from 0 on, without gaps, however many; empty for anything else. */
    static Optional<Seeds.Range> whole(String text) {
        var matcher = WHOLE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Seeds.Range(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))));
        } catch (IllegalArgumentException e) { // beyond a long, or descending
            return Optional.empty();
        }
    }

    /**
     * The numbers of a range, ascending, as texts that the type reads.
     *
     * @throws IllegalArgumentException if it is none; the message says what is allowed
     */
    static List<String> parse(String text, ValueType type) {
        var steps = STEPS.matcher(text);
        if (steps.matches()) {
            return steps(steps);
        }
        var logarithmic = LOGARITHMIC.matcher(text);
        if (logarithmic.matches()) {
            return logarithmic(logarithmic, type);
        }
        throw new IllegalArgumentException(RULE);
    }

    /** In decimal, so that 0.1..0.5 step 0.1 has the doubles 0.3 and 0.5. */
    private static List<String> steps(Matcher range) {
        var first = new BigDecimal(range.group(1));
        var last = new BigDecimal(range.group(2));
        var step = range.group(3) == null ? BigDecimal.ONE : new BigDecimal(range.group(3));
        if (step.signum() <= 0 || last.compareTo(first) < 0) {
            throw new IllegalArgumentException("must ascend, in steps > 0; " + RULE);
        }
        var count = last.subtract(first).divideToIntegralValue(step).add(BigDecimal.ONE);
        if (count.compareTo(BigDecimal.valueOf(MAX_VALUES)) > 0) {
            throw new IllegalArgumentException("must have " + MAX_VALUES + " values or fewer");
        }
        return IntStream.range(0, count.intValueExact())
                .mapToObj(i -> first.add(step.multiply(BigDecimal.valueOf(i)))
                        .stripTrailingZeros()
                        .toPlainString())
                .toList();
    }

    private static List<String> logarithmic(Matcher range, ValueType type) {
        double first = Double.parseDouble(range.group(1));
        double last = Double.parseDouble(range.group(2));
        int count = Integer.parseInt(range.group(3));
        if (!(first > 0 && last > first && last < Double.POSITIVE_INFINITY) || count < 2 || count > MAX_VALUES) {
            throw new IllegalArgumentException("must ascend from a number > 0, with 2 to " + MAX_VALUES + " values; " + RULE);
        }
        double low = StrictMath.log10(first);
        double high = StrictMath.log10(last);
        return IntStream.range(0, count)
                .mapToDouble(i -> i == 0
                        ? first
                        : i == count - 1 ? last : StrictMath.pow(10, low + (high - low) * i / (count - 1)))
                .mapToObj(value -> type == ValueType.NUMBER
                        ? Double.toString(value)
                        : BigDecimal.valueOf(StrictMath.rint(value)).toBigInteger().toString())
                .toList();
    }
}
