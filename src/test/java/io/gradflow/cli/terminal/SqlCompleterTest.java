package io.gradflow.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.jline.reader.Candidate;
import org.jline.reader.Parser.ParseContext;
import org.junit.jupiter.api.Test;

class SqlCompleterTest {
    private static final SqlCompleter COMPLETER =
            new SqlCompleter(view -> List.of("activation", view + "_column"), () -> List.of("avg", "array_agg"));

    /** What may be in the place of the word before a bar, which stands for the cursor. */
    private static List<String> candidates(String text) {
        int cursor = text.indexOf('|');
        String line = text.replace("|", "");
        var candidates = new ArrayList<Candidate>();
        COMPLETER.complete(null, new PromptParser().parse(line, cursor, ParseContext.COMPLETE), candidates);
        return candidates.stream().map(Candidate::value).toList();
    }

    @Test
    void columnsAreThoseOfTheViewsThatAStatementHas() {
        var named = candidates("SELECT act| FROM cells JOIN curves");
        assertTrue(named.containsAll(List.of("activation", "cells_column", "curves_column")), named::toString);
        assertFalse(named.contains("runs_column"), named::toString);
        assertEquals(1, named.stream().filter("activation"::equals).count());
        assertTrue(candidates("SELECT |").containsAll(List.of("epochs_column", "layers_column", "runs_column")));
    }

    @Test
    void afterADotThereAreColumnsAlone() {
        assertEquals(List.of("activation", "runs_column"), candidates("SELECT r.|x FROM runs r"));
    }

    @Test
    void viewsKeywordsAndFunctionsAreThereToo() {
        assertTrue(candidates("SELECT * FROM c|").containsAll(List.of("cells", "cross", "avg(", "array_agg(")));
        assertTrue(candidates("SEL|").contains("SELECT"));
        assertTrue(candidates("sel|").contains("select"));
        assertFalse(candidates("SELECT |").contains("avg("));
    }

    @Test
    void theWordEndsAtTheCursor() {
        var word = SqlWord.at("SELECT te FROM runs", 9);
        assertEquals("te", word.word());
        assertEquals(2, word.rawWordLength());
        assertEquals("", SqlWord.at("SELECT  FROM runs", 7).word());
    }

    @Test
    void keywordsAreSparks() {
        var vocabulary = SqlBaseLexer.VOCABULARY;
        var words = IntStream.rangeClosed(0, vocabulary.getMaxTokenType())
                .mapToObj(vocabulary::getLiteralName)
                .filter(Objects::nonNull)
                .map(name -> name.replace("'", ""))
                .collect(Collectors.toSet());
        assertEquals(
                List.of(),
                SqlCompleter.KEYWORDS.stream()
                        .filter(word -> !words.contains(word))
                        .toList());
        assertEquals(SqlCompleter.KEYWORDS.stream().sorted().distinct().toList(), SqlCompleter.KEYWORDS);
    }
}
