package io.gradflow.query;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;

/** Finds a mistake of those who come from other databases: in Spark double quotes make a text and not a name. */
final class DoubleQuotes {
    private DoubleQuotes() {}

    /** The texts in double quotes that a query has, each once. */
    static List<String> texts(String query) {
        var lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(query)));
        // What cannot be read is told by the parser.
        lexer.removeErrorListeners();
        return lexer.getAllTokens().stream()
                .filter(token -> token.getType() == SqlBaseLexer.DOUBLEQUOTED_STRING)
                .map(Token::getText)
                .map(quoted -> quoted.substring(1, quoted.length() - 1))
                .distinct()
                .toList();
    }

    /** Tells that a text is no column; one line for each. */
    static List<String> hints(List<String> texts, Set<String> columns) {
        return texts.stream()
                .filter(text -> columns.contains(text.toLowerCase(Locale.ROOT)))
                .map(text -> "\"" + text + "\" in double quotes is a text; the column is " + text + " without quotes")
                .toList();
    }
}
