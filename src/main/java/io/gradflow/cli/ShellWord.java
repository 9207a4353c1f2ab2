package io.gradflow.cli;

import java.util.regex.Pattern;

/** Text as one word of a shell's command line, so that a hint can be pasted. */
final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

    private ShellWord() {}

    static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
