package io.gradflow.catalog;

import java.util.function.Predicate;

/**
 * A condition on a value, as a test and in words.
 *
 * @param description completes "must be ..."
 * @param test true for an allowed value; never called with null
 */
public record Rule<V>(String description, Predicate<V> test) {

    /** Whole-number bounds below this are shown without a decimal point or exponent. */
    private static final double MAX_PLAIN = 1e15;

    /** Allows finite numbers in {@code [min, infinity)}. */
    public static Rule<Double> atLeast(double min) {
        return new Rule<>("a number >= " + plain(min), v -> v >= min && v < Double.POSITIVE_INFINITY);
    }

    /** Allows finite numbers in {@code (min, infinity)}. */
    public static Rule<Double> greaterThan(double min) {
        return new Rule<>("a number > " + plain(min), v -> v > min && v < Double.POSITIVE_INFINITY);
    }

    /** Allows numbers in the open interval {@code (min, max)}. */
    public static Rule<Double> between(double min, double max) {
        return new Rule<>("a number > " + plain(min) + " and < " + plain(max), v -> v > min && v < max);
    }

    /** Allows numbers in the half-open interval {@code [min, max)}. */
    public static Rule<Double> atLeastAndBelow(double min, double max) {
        return new Rule<>("a number >= " + plain(min) + " and < " + plain(max), v -> v >= min && v < max);
    }

    /** Allows numbers in the closed interval {@code [min, max]}. */
    public static Rule<Double> in(double min, double max) {
        return new Rule<>("a number in [" + plain(min) + ", " + plain(max) + "]", v -> v >= min && v <= max);
    }

    /** Allows integers in {@code [min, max]}. */
    public static Rule<Integer> integerIn(int min, int max) {
        return new Rule<>("an integer in [" + min + ", " + max + "]", v -> v >= min && v <= max);
    }

    /** Allows integers in {@code [min, max]}. */
    public static Rule<Long> longIn(long min, long max) {
        return new Rule<>("an integer in [" + min + ", " + max + "]", v -> v >= min && v <= max);
    }

    /** Allows any value of the type described. */
    public static <V> Rule<V> any(String description) {
        return new Rule<>(description, v -> true);
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) && Math.abs(bound) < MAX_PLAIN
                ? Long.toString((long) bound)
                : Double.toString(bound);
    }
}
