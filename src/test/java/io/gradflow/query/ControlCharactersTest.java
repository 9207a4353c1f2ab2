package io.gradflow.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class ControlCharactersTest {
    @Test
    void whatATerminalObeysIsSpelled() {
        assertEquals(
                "a\\u001b[2Jb\\u0007\\u0000\\u007f\\u009b",
                ControlCharacters.escaped("a\u001b[2Jb\u0007\u0000\u007f\u009b"));
        assertEquals("\\u202e\\u2066\\u2028", ControlCharacters.escaped("\u202e\u2066\u2028"));
        assertEquals("a\\nb\\r\\t", ControlCharacters.escaped("a\nb\r\t"));
        assertEquals("a\nb\r\t\\u001b", ControlCharacters.escapedInLines("a\nb\r\t\u001b"));
    }

    @Test
    void allElseStays() {
        String text = "größe \ud83d\ude00 \u200d \\u001b";
        assertSame(text, ControlCharacters.escaped(text));
    }
}
