package io.gradflow.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ParameterTest {
    @Test
    void aDefaultThatBreaksTheRuleIsRefused() {
        var thrown = assertThrows(
                IllegalArgumentException.class,
                () -> Parameter.number("slope", -1.0, Rule.greaterThan(0), "of the negative side"));
        assertEquals("default of slope must be a number > 0, not -1.0", thrown.getMessage());
    }

    @Test
    void aDefaultThatIsNoNumberIsRefused() {
        var thrown = assertThrows(
                IllegalArgumentException.class,
                () -> Parameter.number("slope", Double.NaN, Rule.in(0, 1), "of the negative side"));
        assertEquals("default of slope must be a number in [0, 1], not NaN", thrown.getMessage());
    }

    @Test
    void aRequiredParameterHasNoDefaultToBreakTheRule() {
        assertEquals(
                null,
                Parameter.longInteger("seed", null, Rule.longIn(0, 9), "the seed")
                        .defaultValue());
    }

    @Test
    void valuesAreAllowedByTheRule() {
        var parameter = Parameter.integer("n", 5, Rule.integerIn(1, 9), "how many");
        assertTrue(parameter.allows(9));
        assertFalse(parameter.allows(10));
    }
}
