package io.gradflow.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    /** Each text is found in the time that it takes by itself, wherever in the query it is. */
    @Test
    void aQueryOfManyTextsIsReadAtOnce() {
        String query =
                IntStream.range(0, 100_000).mapToObj(i -> "\"t" + i + "\"").collect(Collectors.joining(", "));
        var texts = assertTimeoutPreemptively(Duration.ofMinutes(2), () -> DoubleQuotes.texts("SELECT " + query));
        assertEquals(100_000, texts.size());
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
