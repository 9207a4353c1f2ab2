package io.gradflow.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the widths as text and the layout of the parameter array. */
class ArchitectureTest {
    private static final String RULE =
            " must be two or more layer widths from 1 to 65536 joined by '-', such as 2-16-16-1,"
                    + " with at most 100 million parameters in all";

    @ParameterizedTest
    @ValueSource(strings = {"2-1", "2-16-16-1", "1-1-1-1-1-1", "2-65536-1"})
    void textIsReadAndWrittenBack(String text) {
        assertEquals(text, Architecture.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2",
                "-",
                "2-",
                "-2",
                "2--1",
                "2-0-1",
                "2-01-1",
                "2,16,1",
                "2 - 1",
                " 2-1",
                "2-1 ",
                "2-x-1",
                "2-1.5-1",
                "2-123456-1"
            })
    void textOfAnotherFormIsRefusedWithTheRule(String text) {
        assertEquals(
                "architecture '" + text + "'" + RULE,
                assertThrows(IllegalArgumentException.class, () -> Architecture.parse(text))
                        .getMessage());
    }

    @Test
    void widthsOutOfRangeAreRefusedWithTheRule() {
        for (var widths :
                List.of(List.<Integer>of(), List.of(2), List.of(2, 0, 1), List.of(2, -3, 1), List.of(2, 65537, 1))) {
            assertEquals(
                    "architecture '" + widths.stream().map(String::valueOf).collect(Collectors.joining("-")) + "'"
                            + RULE,
                    assertThrows(IllegalArgumentException.class, () -> new Architecture(widths))
                            .getMessage());
        }
    }

    @Test
    void theParametersAreEachLayersWeightsThenItsBiases() {
        var architecture = Architecture.parse("2-5-4-1");
        assertEquals(3, architecture.layers());
        assertEquals(0, architecture.weightOffset(0));
        assertEquals(10, architecture.biasOffset(0));
        assertEquals(15, architecture.weightOffset(1));
        assertEquals(35, architecture.biasOffset(1));
        assertEquals(39, architecture.weightOffset(2));
        assertEquals(43, architecture.biasOffset(2));
        assertEquals(44, architecture.parameterCount());
        assertEquals(34, architecture.weightCount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2-1", "7-3", "2-16-16-1", "1-9-1-8-2", "2-8-8-8-8-1"})
    void theLayoutLeavesNoGapAndHasNoOverlap(String text) {
        var architecture = Architecture.parse(text);
        int next = 0;
        for (int layer = 0; layer < architecture.layers(); layer++) {
            assertEquals(next, architecture.weightOffset(layer));
            next += architecture.fanIn(layer) * architecture.fanOut(layer);
            assertEquals(next, architecture.biasOffset(layer));
            next += architecture.fanOut(layer);
        }
        assertEquals(next, architecture.parameterCount());
    }

    @ParameterizedTest
    @CsvSource({"2-1, 2, 1, 0", "2-16-16-1, 2, 1, 32", "7-5-3-2, 7, 2, 8"})
    void hiddenUnitsAreThoseBetweenInputsAndOutputs(String text, int inputs, int outputs, int hidden) {
        var architecture = Architecture.parse(text);
        assertEquals(inputs, architecture.inputs());
        assertEquals(outputs, architecture.outputs());
        assertEquals(hidden, architecture.hiddenUnits());
    }

    @Test
    void theWidthsAreACopy() {
        var widths = Arrays.asList(2, 3, 1);
        var architecture = new Architecture(widths);
        widths.set(1, 99);
        assertEquals("2-3-1", architecture.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536-65536", "2-9999-9999-1", "10-65536-65536-65536-1", "2-99999-1"})
    void moreThanAMachineCanHoldIsRefusedWithTheRule(String text) {
        assertEquals(
                "architecture '" + text + "'" + RULE,
                assertThrows(IllegalArgumentException.class, () -> Architecture.parse(text))
                        .getMessage());
    }

    @Test
    void justBelowTheLimitIsAllowed() {
        assertEquals(99_990_001, Architecture.parse("9998-9999-1").parameterCount());
    }
}
