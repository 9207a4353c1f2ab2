package io.gradflow.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {
    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "1, 1",
        "-2e-3, -0.002",
        "+5, 5",
        ".5, 0.5",
        "0e-400, 0",
        "4.9e-324, 4.9e-324",
        "1e308, 1e308"
    })
    void numbersAreReadToTheNearestDouble(String text, double value) {
        assertEquals(Optional.of(value), ValueType.NUMBER.read(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN",
                "Infinity",
                "-Infinity",
                "1e309",
                "-1e309",
                "1e999999999",
                "1e-400",
                "-1e-324",
                "1e-999999999",
                "0x1p3",
                "1d",
                "1,5",
                ""
            })
    void textThatIsNotADecimalInTheRangeOfDoublesIsRefused(String text) {
        assertEquals(Optional.empty(), ValueType.NUMBER.read(text));
    }

    @ParameterizedTest
    @CsvSource({"3e2, 300", "300.00, 300", "2147483647, 2147483647", "-5, -5", "0e999999999, 0", "-0.0, 0"})
    void integersAreReadFromAnyNumberOfTheirValue(String text, int value) {
        assertEquals(Optional.of(value), ValueType.INTEGER.read(text));
        assertEquals(Optional.of((long) value), ValueType.LONG.read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "1.5", "1e-999999999", "1e999999999", "true", "one"})
    void valuesThatAreNotIntsAreRefused(String text) {
        assertEquals(Optional.empty(), ValueType.INTEGER.read(text));
    }

    @Test
    void longsKeepAllTheirDigits() {
        assertEquals(Optional.of(Long.MAX_VALUE), ValueType.LONG.read("9223372036854775807"));
        assertEquals(Optional.of(9007199254740993L), ValueType.LONG.read("9007199254740993.0"));
        assertEquals(Optional.empty(), ValueType.LONG.read("9223372036854775808"));
        assertEquals(Optional.empty(), ValueType.LONG.read("-9223372036854775809"));
    }

    @ParameterizedTest
    @EnumSource(names = {"NUMBER", "INTEGER", "LONG"})
    @Timeout(120)
    void endlessDigitsAreRefusedAtOnce(ValueType type) {
        assertEquals(Optional.empty(), type.read("1".repeat(10_000_000)));
        assertEquals(Optional.empty(), type.read("0." + "1".repeat(10_000_000)));
    }

    @Test
    void flagsAreTrueOrFalse() {
        assertEquals(Optional.of(true), ValueType.FLAG.read("true"));
        assertEquals(Optional.of(false), ValueType.FLAG.read(false));
        assertEquals(Optional.empty(), ValueType.FLAG.read("yes"));
        assertEquals(Optional.empty(), ValueType.FLAG.read(1));
    }

    @Test
    void textIsAnythingAsWritten() {
        assertEquals(Optional.of("2-8-1"), ValueType.TEXT.read("2-8-1"));
        assertEquals(Optional.of("7"), ValueType.TEXT.read(7));
    }

    @Test
    void canonicalNumbersAreTheirBits() {
        assertEquals("3fb999999999999a", ValueType.NUMBER.canonical(0.1));
        assertEquals("0000000000000000", ValueType.NUMBER.canonical(0.0));
        assertEquals("0000000000000000", ValueType.NUMBER.canonical(-0.0));
        assertEquals("0000000000000001", ValueType.NUMBER.canonical(Double.MIN_VALUE));
        assertEquals("bff0000000000000", ValueType.NUMBER.canonical(-1.0));
    }

    @Test
    void otherCanonicalTextsArePlain() {
        assertEquals("-7", ValueType.INTEGER.canonical(-7));
        assertEquals("9223372036854775807", ValueType.LONG.canonical(Long.MAX_VALUE));
        assertEquals("true", ValueType.FLAG.canonical(true));
        assertEquals("2-8-1", ValueType.TEXT.canonical("2-8-1"));
    }
}
