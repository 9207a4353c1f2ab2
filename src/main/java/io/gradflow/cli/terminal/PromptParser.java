package io.gradflow.cli.terminal;

import java.util.List;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.impl.DefaultParser;

/** Tells the editor of lines whether what was typed has ended, and which word is to be completed. */
final class PromptParser implements Parser {
    private static final DefaultParser WORDS =
            new DefaultParser().escapeChars(null).eofOnUnclosedQuote(false);

    /** The words of a command. Those with blanks in them are in quotes. */
    static List<String> words(String command) {
        return WORDS.parse(command, command.length()).words();
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !TypedText.of(line).hasEnded()) {
            throw new EOFError(-1, -1, "the statement has not ended");
        }
        return TypedText.isCommand(line) ? WORDS.parse(line, cursor, context) : SqlWord.at(line, cursor);
    }
}
