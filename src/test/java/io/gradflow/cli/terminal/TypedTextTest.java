package io.gradflow.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TypedTextTest {
    @Test
    void aStatementEndsWithASemicolon() {
        assertEquals(new TypedText(List.of("SELECT 1"), ""), TypedText.of(" SELECT 1 ;\n"));
        assertEquals(new TypedText(List.of(), "SELECT 1\n"), TypedText.of("SELECT 1\n"));
        assertFalse(TypedText.of("SELECT ';").hasEnded());
        assertFalse(TypedText.of("/* open").hasEnded());
    }

    @Test
    void aCommandEndsWithItsLine() {
        assertEquals(new TypedText(List.of("\\d cells"), ""), TypedText.of("\\d cells"));
        assertEquals(
                new TypedText(List.of("\\format csv", "SELECT\n1", "\\o it's;", "SELECT 2"), ""),
                TypedText.of("\\format csv\nSELECT\n1;\n\\o it's;\nSELECT 2;"));
    }

    @Test
    void aBackslashWithinAStatementIsNoCommand() {
        assertEquals(new TypedText(List.of("SELECT '\n\\d'"), ""), TypedText.of("SELECT '\n\\d';"));
    }

    @Test
    void nothingIsLeftOfBlanksAndComments() {
        for (var text : List.of("", " \n", "-- a", ";;", "/* a */;")) {
            assertEquals(new TypedText(List.of(), ""), TypedText.of(text));
            assertTrue(TypedText.of(text).hasEnded());
        }
    }
}
