package io.gradflow.query;

import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Text as a terminal may show it. A terminal obeys control characters, so a name in a stranger's store could move the
 * cursor, or clear what was printed before. They are printed as Java and JSON spell them, such as {@code \u001b}.
 */
public final class ControlCharacters {
    private ControlCharacters() {}

    /** The text in one line: also ends of lines and tabs are spelled. */
    public static String escaped(String text) {
        return escaped(text, ControlCharacters::isControl);
    }

    /** The text with its lines and tabs as they are. */
    public static String escapedInLines(String text) {
        return escaped(text, c -> c != '\n' && c != '\r' && c != '\t' && isControl(c));
    }

    private static String escaped(String text, IntPredicate isRefused) {
        // A loop, since each cell of a large result comes by here, and hardly any needs more.
        int first = 0;
        while (first < text.length() && !isRefused.test(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        var escaped = new StringBuilder();
        text.chars().forEach(c -> {
            if (isRefused.test(c)) {
                escaped.append(spelled(c));
            } else {
                escaped.append((char) c);
            }
        });
        return escaped.toString();
    }

    private static String spelled(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(Locale.ROOT, "\\u%04x", c);
        };
    }

    /** Also separators of lines, and what turns the direction in which text is shown. */
    private static boolean isControl(int c) {
        return Character.isISOControl(c)
                || c == 0x2028
                || c == 0x2029
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }
}
