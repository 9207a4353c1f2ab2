package io.gradflow.figure.chart;

import io.gradflow.figure.Axis;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Limits;
import io.gradflow.figure.Mark;
import io.gradflow.figure.Panel;
import io.gradflow.figure.Scale;
import io.gradflow.figure.Size;
import io.gradflow.figure.Theme;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;

/** Writes figures as pictures. Needs no display. */
public final class ChartFile {
    private static final String SVG = "http://www.w3.org/2000/svg";

    private static final double DOTS_PER_MILLIMETRE = 1 / 25.4;

    static {
        // Else AWT looks for a display.
        System.setProperty("java.awt.headless", "true");
        // What is drawn fits into the memory.
        ImageIO.setUseCache(false);
    }

    private ChartFile() {}

    /**
     * Loads what drawing needs, which takes a second, while something else is computed. What is wrong with it shows
     * when a figure is drawn.
     */
    public static void prepare() {
        var axis = Axis.ofNumbers("x", "", Scale.LINEAR, new Limits(0, 1));
        double[] ends = {0, 1};
        var line = new Mark.Line(Mark.NEUTRAL, Mark.Weight.MAIN, ends, ends);
        var band = new Mark.Band(Mark.NEUTRAL, ends, ends, ends);
        var panel = new Panel("", 0, 0, axis, List.of(band, line));
        var figure = new Figure("", List.of(panel), axis, List.of(), Optional.empty(), List.of());
        try {
            writePng(figure, Theme.PAPER, Size.ofCentimetres(4, 4, 72), OutputStream.nullOutputStream());
        } catch (IOException | MissingFontsException e) {
            // Told when a figure is drawn.
        }
    }

    /**
     * Writes a PNG, which tells its dots per inch.
     *
     * @throws MissingFontsException if this JVM cannot draw text
     */
    public static void writePng(Figure figure, Theme theme, Size size, OutputStream out)
            throws IOException, MissingFontsException {
        var image = image(figure, theme, size);
        var writer = ImageIO.getImageWritersByFormatName("png").next();
        var metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
        tellDots(metadata, size.dpi());
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(metadata, new IIOImage(image, null, metadata), null);
        } finally {
            writer.dispose();
        }
    }

    /** A figure, drawn. */
    static BufferedImage image(Figure figure, Theme theme, Size size) throws MissingFontsException {
        var drawing = new FigureDrawing(figure, theme, size.width(), size.height());
        var image = new BufferedImage(size.dotsAcross(), size.dotsDown(), BufferedImage.TYPE_INT_RGB);
        var g = image.createGraphics();
        g.scale(size.dotsAcross() / size.width(), size.dotsDown() / size.height());
        drawing.draw(g);
        g.dispose();
        return image;
    }

    private static void tellDots(IIOMetadata metadata, int dpi) throws IOException {
        var root = new IIOMetadataNode("javax_imageio_1.0");
        var dimension = new IIOMetadataNode("Dimension");
        root.appendChild(dimension);
        for (var direction : new String[] {"Horizontal", "Vertical"}) {
            var node = new IIOMetadataNode(direction + "PixelSize");
            // The width of a dot, in millimetres.
            node.setAttribute("value", Double.toString(1 / (dpi * DOTS_PER_MILLIMETRE)));
            dimension.appendChild(node);
        }
        metadata.mergeTree("javax_imageio_1.0", root);
    }

    /**
     * Writes an SVG, whose text is text.
     *
     * @throws MissingFontsException if this JVM cannot measure text
     */
    public static void writeSvg(Figure figure, Theme theme, Size size, OutputStream out)
            throws IOException, MissingFontsException {
        var drawing = new FigureDrawing(figure, theme, size.width(), size.height());
        var context = SVGGeneratorContext.createDefault(newDocument());
        context.setPrecision(2);
        context.setComment("");
        var g = new SVGGraphics2D(context, false);
        drawing.draw(g);
        var root = g.getRoot();
        root.setAttributeNS(null, "width", points(size.width()));
        root.setAttributeNS(null, "height", points(size.height()));
        root.setAttributeNS(null, "viewBox", String.format(Locale.ROOT, "0 0 %.2f %.2f", size.width(), size.height()));
        root.setAttributeNS(null, "role", "img");
        var title = root.getOwnerDocument().createElementNS(SVG, "title");
        title.setTextContent(figure.title());
        root.insertBefore(title, root.getFirstChild());
        var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        g.stream(root, writer, false, false);
        writer.flush();
    }

    private static String points(double length) {
        return String.format(Locale.ROOT, "%.2fpt", length);
    }

    private static Document newDocument() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
