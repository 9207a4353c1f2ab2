package io.gradflow.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    static Stream<Arguments> ofNumbers() {
        return Stream.of(
                arguments(Rule.atLeast(0), "a number >= 0", List.of(0.0, 1e308), List.of(-1e-300)),
                arguments(Rule.greaterThan(0), "a number > 0", List.of(1e-300, 1e308), List.of(0.0, -1.0)),
                arguments(Rule.between(0, 0.5), "a number > 0 and < 0.5", List.of(1e-300, 0.499), List.of(0.0, 0.5)),
                arguments(Rule.atLeastAndBelow(0, 1), "a number >= 0 and < 1", List.of(0.0, 0.999), List.of(1.0, -0.1)),
                arguments(Rule.in(-1.5, 1e6), "a number in [-1.5, 1000000]", List.of(-1.5, 1e6), List.of(-1.6, 1e7)),
                arguments(Rule.in(-1e300, 1e300), "a number in [-1.0E300, 1.0E300]", List.of(0.0), List.of(1e301)));
    }

    @ParameterizedTest
    @MethodSource("ofNumbers")
    void numbersAreHeldToTheirBounds(
            Rule<Double> rule, String description, List<Double> allowed, List<Double> refused) {
        assertEquals(description, rule.description());
        allowed.forEach(value -> assertEquals(true, rule.test().test(value), () -> value + " is allowed"));
        refused.forEach(value -> assertEquals(false, rule.test().test(value), () -> value + " is refused"));
        for (double value : new double[] {Double.NaN, INFINITY, -INFINITY}) {
            assertEquals(false, rule.test().test(value), () -> value + " is refused");
        }
    }

    @Test
    void integersAreHeldToTheirBounds() {
        var rule = Rule.integerIn(2, Integer.MAX_VALUE);
        assertEquals("an integer in [2, 2147483647]", rule.description());
        assertEquals(
                List.of(false, true, true),
                Stream.of(1, 2, Integer.MAX_VALUE).map(rule.test()::test).toList());
    }

    @Test
    void longsAreHeldToTheirBounds() {
        var rule = Rule.longIn(0, Long.MAX_VALUE);
        assertEquals("an integer in [0, 9223372036854775807]", rule.description());
        assertEquals(
                List.of(false, true, true),
                Stream.of(-1L, 0L, Long.MAX_VALUE).map(rule.test()::test).toList());
    }
}
