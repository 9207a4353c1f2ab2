package io.gradflow.query.latex;

import java.util.regex.Pattern;

/** Text as LaTeX takes it. */
public final class LatexText {
    /** The cell of what there is not. */
    public static final String MISSING = "--";

    /** With a power of ten there is one digit before the point, as Java prints it: no hexadecimal name looks so. */
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?|(-?\\d(?:\\.\\d+)?)[eE]([+-]?\\d{1,3})");

    private static final Pattern NUMBER_IN_LATEX =
            Pattern.compile("\\d+(\\.\\d+)?|\\$-?(\\d+(\\.\\d+)?( \\\\times 10\\^\\{-?\\d+\\})?|\\\\infty)\\$");

    private LatexText() {}

    /**
     * A text of which no character is a command. What LaTeX has no command for, such as Greek letters, stays as it is:
     * documents are UTF-8. Control characters and line ends are spelled before by whoever has the text.
     */
    public static String escaped(String text) {
        var escaped = new StringBuilder();
        text.chars().forEach(c -> {
            switch (c) {
                case '_', '%', '&', '#', '$', '{', '}' -> escaped.append('\\').append((char) c);
                case '~' -> escaped.append("\\textasciitilde{}");
                case '^' -> escaped.append("\\textasciicircum{}");
                case '\\' -> escaped.append("\\textbackslash{}");
                // With LaTeX's own encoding of fonts these three are other characters.
                case '<' -> escaped.append("\\textless{}");
                case '>' -> escaped.append("\\textgreater{}");
                case '|' -> escaped.append("\\textbar{}");
                default -> escaped.append((char) c);
            }
        });
        return escaped.toString();
    }

    /** A number as mathematics where it has a sign or a power of ten, and any other text escaped. */
    public static String cell(String text) {
        switch (text) {
            case "Infinity" -> {
                return "$\\infty$";
            }
            case "-Infinity" -> {
                return "$-\\infty$";
            }
            default -> {}
        }
        var number = NUMBER.matcher(text);
        if (!number.matches()) {
            return escaped(text);
        }
        if (number.group(1) != null) {
            return "$" + number.group(1) + " \\times 10^{" + Integer.parseInt(number.group(2)) + "}$";
        }
        return text.startsWith("-") ? "$" + text + "$" : text;
    }

    /** Whether a cell is a number in LaTeX. */
    static boolean isNumber(String cell) {
        return NUMBER_IN_LATEX.matcher(cell).matches();
    }
}
