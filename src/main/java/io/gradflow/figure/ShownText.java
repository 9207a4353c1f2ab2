package io.gradflow.figure;

/** Text of a user as every format can show it, on one line. */
final class ShownText {
    private static final char REPLACEMENT = '\uFFFD';

    private ShownText() {}

    /** The text, in which a replacement character stands for what XML cannot hold, and a space for an end of line. */
    static String of(String text) {
        var shown = new StringBuilder();
        text.codePoints().forEach(point -> shown.appendCodePoint(shown(point)));
        return shown.toString();
    }

    private static int shown(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL -> point == '\n' || point == '\t' || point == '\r' ? ' ' : REPLACEMENT;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.SURROGATE -> REPLACEMENT;
            // U+FFFE and its like, which are no characters.
            default -> (point & 0xFFFE) == 0xFFFE ? REPLACEMENT : point;
        };
    }
}
