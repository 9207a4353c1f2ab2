package io.gradflow.query;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;

/**
 * A text of statements in Spark's SQL, each of which ends with a semicolon. Semicolons in quotes and in comments end
 * nothing.
 *
 * @param ended the statements that have ended, without their semicolons; empty ones are left out
 * @param rest what follows the last semicolon
 */
public record Statements(List<String> ended, String rest) {
    public Statements {
        ended = List.copyOf(ended);
    }

    /** Divides a text, which need not be at its end. */
    public static Statements in(String text) {
        var scanner = new Scanner(text);
        var ended = new ArrayList<String>();
        int start = 0;
        for (var end = scanner.end(); end.isPresent(); end = scanner.end()) {
            if (scanner.hasWords) {
                ended.add(text.substring(start, end.getAsInt()));
            }
            start = end.getAsInt() + 1;
        }
        return new Statements(ended, text.substring(start));
    }

    /** Where the semicolon is that ends the first statement, which may be empty; absent if it has not ended. */
    public static OptionalInt endOfFirst(String text) {
        return new Scanner(text).end();
    }

    /** Whether a text has more than blanks and comments. */
    public static boolean isStatement(String text) {
        var scanner = new Scanner(text);
        while (scanner.end().isPresent()) {
            if (scanner.hasWords) {
                return true;
            }
        }
        return scanner.hasWords || scanner.isOpen;
    }

    /** Reads a text with Spark's own lexer. */
    private static final class Scanner {
        private final SqlBaseLexer lexer;
        private final String text;

        /** How far the text is translated: the lexer counts code points, where strings have two parts for some. */
        private int codePoints;

        private int index;

        /** Whether what was read last has more than blanks and comments. */
        private boolean hasWords;

        /** Whether what was read last ends within quotes or a comment. */
        private boolean isOpen;

        Scanner(String text) {
            this.text = text;
            lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(text)));
            // What cannot be read is told by the parser.
            lexer.removeErrorListeners();
        }

        /** Goes to the next semicolon that ends a statement, if there is one, and else to the end. */
        OptionalInt end() {
            hasWords = false;
            while (!isOpen) {
                var token = lexer.nextToken();
                // A quote without its partner is a token that Spark does not know; what follows it is within quotes.
                isOpen = lexer.has_unclosed_bracketed_comment
                        || (token.getType() == SqlBaseLexer.UNRECOGNIZED && "'\"`".contains(token.getText()));
                if (token.getType() == Token.EOF) {
                    break;
                }
                if (token.getType() == SqlBaseLexer.SEMICOLON) {
                    index = text.offsetByCodePoints(index, token.getStartIndex() - codePoints);
                    codePoints = token.getStartIndex();
                    return OptionalInt.of(index);
                }
                hasWords |= token.getChannel() == Token.DEFAULT_CHANNEL;
            }
            return OptionalInt.empty();
        }
    }
}
