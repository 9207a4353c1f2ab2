package io.gradflow.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberRangeTest {
    private static List<Double> doubles(String range) {
        return NumberRange.parse(range).values().stream()
                .map(BigDecimal::doubleValue)
                .toList();
    }

    private static List<Double> parsed(String numbers) {
        return Stream.of(numbers.split(" ")).map(Double::valueOf).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0..3 | 0 1 2 3",
                "-1..1 | -1 0 1",
                "4..4 | 4",
                "' 7 .. 9 ' | 7 8 9",
                "0..100 step 25 | 0 25 50 75 100",
                "0..100 step 30 | 0 30 60 90",
                "0..9 step 20 | 0",
                "1e2..1.2e2 step 1E1 | 100 110 120",
                ".5..1.5 step .5 | 0.5 1 1.5",
                "-1..1 step 0.5 | -1 -0.5 0 0.5 1"
            })
    void stepsReachTheLastOrStopBeforeIt(String range, String numbers) {
        assertEquals(parsed(numbers), doubles(range));
    }

    @Test
    void stepsAreTakenInDecimal() {
        assertEquals(parsed("0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1"), doubles("0..1 step 0.1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "log 1e-4..1e-1 x 4 | 1e-4 1e-3 1e-2 1e-1",
                "log 1..1e6 x 7 | 1 10 100 1000 1e4 1e5 1e6",
                "log 3e-5..0.7 x 2 | 3e-5 0.7",
                "log 4.9e-324..1.7976931348623157e308 x 2 | 4.9e-324 1.7976931348623157e308",
                "'  log  0.1 .. 10  x3 ' | 0.1 1 10"
            })
    void logarithmsAreAsFarApartAndEndsExact(String range, String numbers) {
        assertEquals(parsed(numbers), doubles(range));
    }

    @Test
    void ratiosOfALogarithmicRangeAreEqual() {
        var numbers = doubles("log 3e-7..0.9 x 50");
        assertEquals(50, numbers.size());
        double ratio = StrictMath.pow(0.9 / 3e-7, 1.0 / 49);
        for (int i = 1; i < 50; i++) {
            assertEquals(ratio, numbers.get(i) / numbers.get(i - 1), 1e-12 * ratio);
        }
        assertEquals(parsed("1e-4 3.1622776601683794e-4 1e-3"), doubles("log 1e-4..1e-3 x 3"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9..0 | must be a range that ascends, 9 is greater than 0",
                "0..-1e-3 step 1 | must be a range that ascends, 0 is greater than -1e-3",
                "0..1 step 0 | must be a range with a step > 0",
                "0..1 step -1 | must be a range with a step > 0",
                "0..0.5 | 'must be a range with a step, such as \"0..1 step 0.1\", as its ends are no integers'",
                "log 0..1 x 3 | must be a range above 0 to be logarithmic",
                "log -1..1 x 3 | must be a range above 0 to be logarithmic",
                "log 1..1e999 x 3 | must be a range above 0 to be logarithmic",
                "log 1..1 x 3 | 'must be a range that ascends, 1 is not less than 1'",
                "log 1..2 x 1 | 'must be a range of at least 2 values, its ends'",
                "0..1000000 | must have 1000000 values or fewer",
                "0..1e300 step 1e-300 | must have 1000000 values or fewer",
                "log 1..2 x 1000001 | must have 1000000 values or fewer"
            })
    @Timeout(120)
    void whatCannotBeIsTold(String range, String message) {
        var thrown = assertThrows(
                IllegalArgumentException.class, () -> NumberRange.parse(range).values());
        assertEquals(message, thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "0..",
                "..9",
                "0..9..10",
                "0..9 step",
                "0..9 by 2",
                "0..x",
                "log 1..2",
                "log 1..2 x",
                "log 1 x 2",
                "log 1..2 x 2.5",
                "log 1..2 step 3",
                "0x1..2",
                "1e99999..2",
                "log",
                "log 1..2 x -3"
            })
    void whatIsMeantAsARangeIsToldHowToWriteOne(String range) {
        assertTrue(NumberRange.isMeantBy(range));
        var thrown = assertThrows(IllegalArgumentException.class, () -> NumberRange.parse(range));
        assertEquals(
                "must be a range such as \"0..9\", \"0..100 step 10\" or \"log 1e-4..1e-1 x 7\"", thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.5", "-.5", "1e-3", "many", "logistic", "0-9", "1. .2"})
    void otherTextIsNoRange(String text) {
        assertFalse(NumberRange.isMeantBy(text));
    }

    @Test
    @Timeout(120)
    void asManyValuesAsAllowedAreRead() {
        assertEquals(1_000_000, doubles("1..1000000").size());
        assertEquals(1_000_000, doubles("log 1..2 x 1000000").size());
    }
}
