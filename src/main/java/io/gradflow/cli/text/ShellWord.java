package io.gradflow.cli.text;

import java.util.regex.Pattern;

/** Quotes text as one word of a shell's command line, so that users can paste a hint. */
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

    private ShellWord() {}

    public static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
