package io.gradflow.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KindTest {
    private record Sample(double aNumber, int count, long seed, boolean isNew, String title) {}

    record Interval(double from, double to) {
        Interval {
            if (from > to) {
                throw new IllegalArgumentException("from = " + from + " must be at most to = " + to);
            }
        }
    }

    record Broken(double value) {
        Broken {
            if (value > 0) {
                throw new ArithmeticException("broken");
            }
        }
    }

    private static final Parameter<Double> FROM = Parameter.number("from", 0.0, Rule.in(-9, 9), "start");
    private static final Parameter<Double> TO = Parameter.number("to", 1.0, Rule.in(-9, 9), "end");

    private static void assertRefused(String message, Parameter<?>... parameters) {
        var thrown = assertThrows(
                IllegalArgumentException.class, () -> Kind.of("interval", Interval.class, "an interval", parameters));
        assertEquals(message, thrown.getMessage());
    }

    @Test
    void aMissingParameterIsRefused() {
        assertRefused(
                "parameters of interval are [double from], but the components of Interval are [double from, double to]",
                FROM);
    }

    @Test
    void aSurplusParameterIsRefused() {
        assertRefused(
                "parameters of interval are [double from, double to, int n], but the components of Interval are"
                        + " [double from, double to]",
                FROM,
                TO,
                Parameter.integer("n", 1, Rule.integerIn(0, 1), "surplus"));
    }

    @Test
    void parametersInAnotherOrderAreRefused() {
        assertRefused(
                "parameters of interval are [double to, double from], but the components of Interval are"
                        + " [double from, double to]",
                TO,
                FROM);
    }

    @Test
    void aParameterOfAnotherNameIsRefused() {
        assertRefused(
                "parameters of interval are [double from, double toEnd], but the components of Interval are"
                        + " [double from, double to]",
                FROM,
                Parameter.number("to-end", 1.0, Rule.in(-9, 9), "end"));
    }

    @Test
    void aParameterOfAnotherTypeIsRefused() {
        assertRefused(
                "parameters of interval are [double from, int to], but the components of Interval are"
                        + " [double from, double to]",
                FROM,
                Parameter.integer("to", 1, Rule.integerIn(0, 1), "end"));
    }

    @Test
    void everyTypeOfValueRoundTrips() {
        var kind = Kind.of(
                "sample",
                Sample.class,
                "one of each",
                Parameter.number("a-number", 0.5, Rule.atLeast(0), "a double"),
                Parameter.integer("count", 1, Rule.integerIn(0, 9), "an int"),
                Parameter.longInteger("seed", 1L, Rule.longIn(0, Long.MAX_VALUE), "a long"),
                Parameter.flag("is-new", false, "a boolean"),
                Parameter.text("title", "", Rule.any("text"), "a string"));
        List<Object> values = List.of(1.5, 2, Long.MAX_VALUE, true, "x");
        var sample = kind.create(values);
        assertEquals(new Sample(1.5, 2, Long.MAX_VALUE, true, "x"), sample);
        assertEquals(values, kind.values(sample));
    }

    @Test
    void theRecordsOwnRuleReachesTheCaller() {
        var kind = Kind.of("interval", Interval.class, "an interval", FROM, TO);
        var thrown = assertThrows(IllegalArgumentException.class, () -> kind.create(List.of(2.0, 1.0)));
        assertEquals("from = 2.0 must be at most to = 1.0", thrown.getMessage());
    }

    @Test
    void aFaultOfTheRecordIsNoMistakeOfTheUser() {
        var kind = Kind.of(
                "broken", Broken.class, "throws", Parameter.number("value", 0.0, Rule.any("a number"), "a value"));
        var thrown = assertThrows(IllegalStateException.class, () -> kind.create(List.of(1.0)));
        assertEquals("java.lang.ArithmeticException: broken", thrown.getMessage());
    }

    @Test
    void aSourceIsThereIfItWasGivenAndChangesNothingElse() {
        var kind = Kind.of("interval", Interval.class, "an interval", FROM, TO);
        assertEquals(Optional.empty(), kind.source());
        var sourced = kind.withSource("A. Author, A Title, 1999");
        assertEquals(Optional.of("A. Author, A Title, 1999"), sourced.source());
        assertEquals(kind.name(), sourced.name());
        assertEquals(kind.type(), sourced.type());
        assertEquals(kind.description(), sourced.description());
        assertEquals(kind.parameters(), sourced.parameters());
        assertEquals(new Interval(0, 1), sourced.create(List.of(0.0, 1.0)));
    }
}
