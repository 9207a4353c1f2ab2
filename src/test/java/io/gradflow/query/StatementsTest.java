package io.gradflow.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementsTest {
    @Test
    void semicolonsEndStatements() {
        assertEquals(
                new Statements(List.of("SELECT 1", "\nSELECT 2"), " SELECT 3"),
                Statements.in("SELECT 1;\nSELECT 2; SELECT 3"));
        assertEquals(new Statements(List.of("SELECT 1"), ""), Statements.in("SELECT 1;"));
        assertEquals(new Statements(List.of(), ""), Statements.in(""));
    }

    @Test
    void emptyStatementsAreNone() {
        assertEquals(new Statements(List.of("a", "b"), " -- end"), Statements.in(";a; ;;/* no */;-- no;\n;b; -- end"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'a;b'",
                "SELECT 'a'';b'",
                "SELECT 'a\\';b'",
                "SELECT 'a\\\\', ';'",
                "SELECT r'a\\', ';'",
                "SELECT \"a;'b\"",
                "SELECT \"a\\\";b\"",
                "SELECT `a;b`, `a``;b`",
                "SELECT 1 -- one; two 'three",
                "SELECT 1 /* one; 'two */",
                "SELECT 1 /* one /* inner; */ outer; */",
                "SELECT /*+ BROADCAST(e) */ ';'",
                "SELECT 'a\nb;\nc'",
                "SELECT '\ud83d\ude00;', ';'",
                "SELECT $$a;b$$, $x$ ; $$ ; $x$"
            })
    void semicolonsInQuotesAndCommentsAreText(String statement) {
        assertEquals(
                new Statements(List.of(statement + "\n"), "\nSELECT 2"), Statements.in(statement + "\n;\nSELECT 2"));
    }

    @Test
    void charactersOfTwoPartsAreCountedAsOne() {
        assertEquals(
                new Statements(List.of("SELECT '\ud83d\ude00'", "SELECT '\ud83d\ude00\ud83d\ude00'"), "x"),
                Statements.in("SELECT '\ud83d\ude00';SELECT '\ud83d\ude00\ud83d\ude00';x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SELECT 'a;", "SELECT \"a;", "SELECT `a;", "SELECT 1 /* a; ", "SELECT 'a\\';", "SELECT $$a;"})
    void whatIsOpenHasNotEnded(String begun) {
        assertEquals(new Statements(List.of("SELECT 1"), begun), Statements.in("SELECT 1;" + begun));
        assertEquals(OptionalInt.empty(), Statements.endOfFirst(begun));
        assertTrue(Statements.isStatement(begun));
    }

    @Test
    void blanksAndCommentsAreNoStatement() {
        for (var text : List.of("", " \n\t", "-- a", "/* a */ -- b", ";;", "; -- a\n;")) {
            assertFalse(Statements.isStatement(text), text);
        }
        for (var text : List.of("x", "/* a */ x", ";x", "x;", "'", "/* a")) {
            assertTrue(Statements.isStatement(text), text);
        }
    }

    @Test
    void theFirstMayBeEmpty() {
        assertEquals(OptionalInt.of(0), Statements.endOfFirst(";SELECT 1;"));
        assertEquals(OptionalInt.of(8), Statements.endOfFirst("SELECT 1;SELECT 2"));
    }
}
