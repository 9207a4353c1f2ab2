package io.gradflow.figure.chart;

import io.gradflow.figure.Theme;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The fonts of a theme, and how much room text takes.
 *
 * @param regular of axes and legends
 * @param title of the figure
 * @param small of ticks and panels
 * @param tiny of notes
 */
record Letters(Font regular, Font title, Font small, Font tiny) {
    /** Widths as they are at any size, not as they are rounded to dots. */
    private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

    private static final String CUT = "\u2026";

    /**
     * The fonts of a theme.
     *
     * @throws MissingFontsException if this JVM has none
     */
    static Letters of(Theme theme) throws MissingFontsException {
        float points = (float) theme.points();
        try {
            var letters = new Letters(
                    font(Font.PLAIN, points),
                    font(Font.BOLD, points * 1.2f),
                    font(Font.PLAIN, points * 0.9f),
                    font(Font.PLAIN, points * 0.8f));
            letters.width("n", letters.regular());
            return letters;
        } catch (RuntimeException | LinkageError | InternalError e) {
            // Each JDK tells in its own way that it lacks fontconfig, freetype or a font.
            throw new MissingFontsException(e);
        }
    }

    private static Font font(int style, float points) {
        return new Font(Font.SANS_SERIF, style, 1).deriveFont(points);
    }

    double width(String text, Font font) {
        return text.isEmpty() ? 0 : font.getStringBounds(text, EXACT).getWidth();
    }

    /** From one line to the next. */
    double lineHeight(Font font) {
        return font.getSize2D() * 1.35;
    }

    /** The text, cut to a width. */
    String cut(String text, Font font, double width) {
        if (width(text, font) <= width) {
            return text;
        }
        int length = text.length();
        while (length > 0 && width(text.substring(0, length) + CUT, font) > width) {
            length = text.offsetByCodePoints(length, -1);
        }
        return text.substring(0, length) + CUT;
    }

    /** The text in lines that are not wider than this, unless a word is. */
    List<String> wrapped(String text, Font font, double width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            if (!line.isEmpty() && width(line + " " + word, font) > width) {
                lines.add(cut(line.toString(), font, width));
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(cut(line.toString(), font, width));
        return lines;
    }

    /** Draws text whose line begins here. */
    void draw(Graphics2D g, String text, Font font, double x, double baseline) {
        g.setFont(font);
        g.drawString(text, (float) x, (float) baseline);
    }

    /** Draws text around a place. */
    void drawCentred(Graphics2D g, String text, Font font, double x, double baseline) {
        draw(g, text, font, x - width(text, font) / 2, baseline);
    }

    /** Draws text that is read upwards, around a place. */
    void drawUpwards(Graphics2D g, String text, Font font, double x, double y) {
        var before = g.getTransform();
        g.translate(x, y);
        g.rotate(-Math.PI / 2);
        drawCentred(g, text, font, 0, 0);
        g.setTransform(before);
    }
}
