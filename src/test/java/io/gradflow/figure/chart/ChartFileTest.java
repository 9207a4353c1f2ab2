package io.gradflow.figure.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.figure.Colour;
import io.gradflow.figure.Figure;
import io.gradflow.figure.FigureExamples;
import io.gradflow.figure.Ink;
import io.gradflow.figure.Size;
import io.gradflow.figure.Theme;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Pictures by what a user sees: texts and marks of the SVG, colours of the PNG. */
class ChartFileTest {
    private static final Size SIZE = Size.ofCentimetres(16, 10, 100);

    private static BufferedImage png(Figure figure, Theme theme) throws Exception {
        var bytes = new ByteArrayOutputStream();
        ChartFile.writePng(figure, theme, SIZE, bytes);
        return ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static Document svg(Figure figure) throws Exception {
        var bytes = new ByteArrayOutputStream();
        ChartFile.writeSvg(figure, Theme.PAPER, SIZE, bytes);
        var factory = DocumentBuilderFactory.newInstance();
        // The declared type of the document is at an address.
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static List<String> texts(Document svg, String element) {
        var texts = new ArrayList<String>();
        var nodes = svg.getElementsByTagName(element);
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    private static boolean hasDrawing(Document svg, String attribute, Colour colour) {
        var nodes = svg.getElementsByTagName("*");
        String style = colour.hex();
        String rgb = String.format(Locale.ROOT, "rgb(%d,%d,%d)", colour.red(), colour.green(), colour.blue());
        for (int i = 0; i < nodes.getLength(); i++) {
            String value = ((Element) nodes.item(i)).getAttribute(attribute).toLowerCase(Locale.ROOT);
            if (value.equals(style) || value.equals(rgb)) {
                return true;
            }
        }
        return false;
    }

    private static long pixels(BufferedImage image, Colour colour) {
        int rgb = colour.red() << 16 | colour.green() << 8 | colour.blue();
        long count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += (image.getRGB(x, y) & 0xFFFFFF) == rgb ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void textsOfAnSvgAreText() throws Exception {
        var figure = FigureExamples.twoPanels();
        var texts = texts(svg(figure), "text");
        for (var expected : List.of(
                figure.title(),
                "left",
                "right",
                "epoch",
                "loss (nats)",
                "relu (n = 8 of 10)",
                figure.legend().get(1).caption(),
                "a note")) {
            assertTrue(texts.contains(expected), expected + " in " + texts);
        }
        // The axis of the row is labelled once, that of the columns in each.
        assertEquals(1, texts.stream().filter("5"::equals).count(), texts::toString);
        assertEquals(3, texts.stream().filter("0"::equals).count(), texts::toString);
        assertEquals(List.of(figure.title()), texts(svg(figure), "title"));
    }

    @Test
    void marksOfAnSvgHaveTheColoursOfTheirSeries() throws Exception {
        var svg = svg(FigureExamples.twoPanels());
        for (int series = 0; series < 2; series++) {
            assertTrue(hasDrawing(svg, "stroke", Ink.ofName(series).colour(Theme.PAPER)), "line " + series);
        }
        assertTrue(hasDrawing(svg, "fill", Ink.ofName(0).colour(Theme.PAPER)));
        assertFalse(hasDrawing(svg, "stroke", Ink.ofName(2).colour(Theme.PAPER)));
        assertTrue(svg.getElementsByTagName("path").getLength() >= 4);
    }

    @Test
    void anSvgHasItsSize() throws Exception {
        var root = svg(FigureExamples.otherMarks()).getDocumentElement();
        assertEquals("453.54pt", root.getAttribute("width"));
        assertEquals("0 0 453.54 283.46", root.getAttribute("viewBox"));
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void aPngHasTheColoursOfGroundTextAndSeries(Theme theme) throws Exception {
        var image = png(FigureExamples.twoPanels(), theme);
        assertEquals(SIZE.dotsAcross(), image.getWidth());
        assertEquals(SIZE.dotsDown(), image.getHeight());
        assertTrue(pixels(image, theme.ground()) > image.getWidth() * image.getHeight() / 3);
        assertTrue(pixels(image, theme.ink()) > 50);
        for (int series = 0; series < 2; series++) {
            assertTrue(pixels(image, Ink.ofName(series).colour(theme)) > 50, "series " + series);
        }
    }

    @Test
    void cellsHaveTheColoursOfTheirValuesAndABlankOneHasNone() throws Exception {
        var figure = FigureExamples.cells();
        var image = png(figure, Theme.PAPER);
        long cell = (long) image.getWidth() * image.getHeight() / 12;
        var colours = figure.colours().orElseThrow();
        for (double value : new double[] {0, 0.5, 1}) {
            assertTrue(pixels(image, colours.colour(value)) > cell, "value " + value);
        }
        assertTrue(pixels(image, Theme.PAPER.ground()) > cell);
        var texts = texts(svg(figure), "text");
        assertTrue(texts.containsAll(List.of("relu", "activation", "scale", "0.500", "1.00")), texts::toString);
    }

    @Test
    void allOtherMarksAreDrawn() throws Exception {
        var svg = svg(FigureExamples.otherMarks());
        assertTrue(hasDrawing(svg, "stroke", Ink.ofName(2).colour(Theme.PAPER)));
        assertTrue(pixels(
                        png(FigureExamples.otherMarks(), Theme.DARK),
                        Ink.ofName(2).colour(Theme.DARK))
                > 50);
    }
}
