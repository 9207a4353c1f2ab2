package io.gradflow.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DoubleQuotesTest {
    private static List<String> hints(String query) {
        return DoubleQuotes.hints(DoubleQuotes.texts(query), Set.of("activation", "scale"));
    }

    @Test
    void aTextThatIsTheNameOfAColumnIsTold() {
        assertEquals(
                List.of("\"Scale\" in double quotes is a text; the column is Scale without quotes"),
                hints("SELECT \"Scale\", '\ud83d\ude00', \"x\", \"Scale\" FROM cells"));
        assertEquals(1, hints("SELECT '\ud83d\ude00', \"activation\"").size());
    }

    @Test
    void otherTextsAreNot() {
        for (var query : List.of(
                "SELECT activation -- \"activation\"",
                "SELECT /* \"activation\" */ '\"activation\"', `\"activation\"`",
                "SELECT \"tanh\", \"an activation\", \"activation")) {
            assertEquals(List.of(), hints(query), query);
        }
    }
}
