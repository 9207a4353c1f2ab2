package io.gradflow.cli.terminal;

import java.util.List;
import java.util.regex.Pattern;
import org.jline.reader.CompletingParsedLine;

/**
 * The name or keyword before the cursor, which may be completed.
 *
 * @param line all that was typed
 * @param cursor where the cursor is in it
 * @param word the part of the word that is before the cursor; may be empty
 */
record SqlWord(String line, int cursor, String word) implements CompletingParsedLine {
    private static final Pattern BEFORE_CURSOR = Pattern.compile("\\w*$");

    static SqlWord at(String line, int cursor) {
        var matcher = BEFORE_CURSOR.matcher(line.substring(0, Math.min(cursor, line.length())));
        return new SqlWord(line, cursor, matcher.find() ? matcher.group() : "");
    }

    /** Whether a dot is before the word, so that it is the name of a column. */
    boolean isAfterDot() {
        int before = cursor - word.length() - 1;
        return before >= 0 && line.charAt(before) == '.';
    }

    @Override
    public int wordCursor() {
        return word.length();
    }

    @Override
    public int wordIndex() {
        return 0;
    }

    @Override
    public List<String> words() {
        return List.of(word);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        return candidate;
    }

    @Override
    public int rawWordCursor() {
        return word.length();
    }

    @Override
    public int rawWordLength() {
        return word.length();
    }
}
