package io.gradflow.figure.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.figure.Axis;
import io.gradflow.figure.ColourScale;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Limits;
import io.gradflow.figure.Mark;
import io.gradflow.figure.Panel;
import io.gradflow.figure.Scale;
import io.gradflow.figure.Size;
import io.gradflow.figure.Theme;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;

/** Animations, as a reader of the format sees them. */
class GifFileTest {
    private static final Size SIZE = Size.ofCentimetres(8, 6, 72);
    private static final Limits LIMITS = new Limits(0, 1);

    /** A frame as a file has it. */
    private record Frame(IIOMetadataNode metadata, int width, BufferedImage seen) {
        String attribute(String node, String name) {
            return ((IIOMetadataNode) metadata.getElementsByTagName(node).item(0)).getAttribute(name);
        }
    }

    private static Figure figure(double... values) {
        var x = Axis.ofNumbers("x", "", Scale.LINEAR, LIMITS);
        var cells = new Mark.Cells(new double[] {0.25, 0.75}, new double[] {0.5, 0.5}, 0.5, 1, values);
        return new Figure(
                "t",
                List.of(new Panel("", 0, 0, x, List.of(cells))),
                x,
                List.of(),
                Optional.of(new ColourScale("p", LIMITS, Scale.LINEAR)),
                List.of());
    }

    /** All frames, each drawn above those before it. */
    private static List<Frame> frames(Figure... figures) throws Exception {
        var bytes = new ByteArrayOutputStream();
        GifFile.write(List.of(figures), Theme.SCREEN, SIZE, bytes);
        var frames = new ArrayList<Frame>();
        var canvas = new BufferedImage(SIZE.dotsAcross(), SIZE.dotsDown(), BufferedImage.TYPE_INT_RGB);
        var reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (var stream = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            reader.setInput(stream);
            for (int i = 0; i < reader.getNumImages(true); i++) {
                var metadata = (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
                var frame = new Frame(metadata, reader.getWidth(i), null);
                var g = canvas.createGraphics();
                g.drawImage(
                        reader.read(i),
                        Integer.parseInt(frame.attribute("ImageDescriptor", "imageLeftPosition")),
                        Integer.parseInt(frame.attribute("ImageDescriptor", "imageTopPosition")),
                        null);
                g.dispose();
                var seen = new BufferedImage(canvas.getWidth(), canvas.getHeight(), BufferedImage.TYPE_INT_RGB);
                canvas.copyData(seen.getRaster());
                frames.add(new Frame(metadata, frame.width(), seen));
            }
        }
        return frames;
    }

    @Test
    void framesFollowOneAnotherWithoutEndAndTheLastStaysLonger() throws Exception {
        var frames = frames(figure(0, 0), figure(0, 1), figure(1, 1));

        assertEquals(
                List.of("15", "15", "250"),
                frames.stream()
                        .map(frame -> frame.attribute("GraphicControlExtension", "delayTime"))
                        .toList());
        for (var frame : frames) {
            assertEquals("doNotDispose", frame.attribute("GraphicControlExtension", "disposalMethod"));
        }
        assertEquals("NETSCAPE", frames.get(0).attribute("ApplicationExtension", "applicationID"));
        var loop = (IIOMetadataNode) frames.get(0)
                .metadata()
                .getElementsByTagName("ApplicationExtension")
                .item(0);
        assertArrayEquals(new byte[] {1, 0, 0}, (byte[]) loop.getUserObject());
    }

    /** The middle of the left cell is at about a third of the width. */
    @Test
    void aFrameShowsItsOwnColoursAboveThoseBefore() throws Exception {
        var frames = frames(figure(0, 0), figure(0, 1), figure(1, 1));
        var colours = frames.stream()
                .map(frame -> List.of(
                        frame.seen().getRGB(70, 60) & 0xFFFFFF, frame.seen().getRGB(140, 60) & 0xFFFFFF))
                .toList();

        int dark = 0x440154;
        int light = 0xFDE725;
        assertEquals(List.of(List.of(dark, dark), List.of(dark, light), List.of(light, light)), colours);
        assertEquals(SIZE.dotsAcross(), frames.get(0).width());
        assertTrue(frames.get(1).width() < SIZE.dotsAcross() / 2, "the second frame has what differs");
    }

    @Test
    void framesAreAsManyAlsoIfNothingDiffers() throws Exception {
        assertEquals(2, frames(figure(0.5, 0.5), figure(0.5, 0.5)).size());
        assertEquals(1, frames(figure(0.5, 0.5)).size());
    }

    /** What stands still has the same colours in all frames, and they are those of the PNG but for rounding. */
    @Test
    void colorsAreThoseOfThePicture() throws Exception {
        var figure = figure(0.2, 0.8);
        var seen = frames(figure(1, 0), figure).get(1).seen();
        var drawn = ChartFile.image(figure, Theme.SCREEN, SIZE);
        int most = 0;
        for (int y = 0; y < drawn.getHeight(); y++) {
            for (int x = 0; x < drawn.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int one = drawn.getRGB(x, y) >> shift & 0xFF;
                    int other = seen.getRGB(x, y) >> shift & 0xFF;
                    most = Math.max(most, Math.abs(one - other));
                }
            }
        }
        assertTrue(most <= 24, "a channel differs by " + most);
    }
}
