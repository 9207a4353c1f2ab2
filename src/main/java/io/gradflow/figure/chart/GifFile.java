package io.gradflow.figure.chart;

import io.gradflow.figure.Figure;
import io.gradflow.figure.Size;
import io.gradflow.figure.Theme;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadataNode;

/**
 * Writes figures that follow one another as an animated GIF, which begins again without end. A frame has what differs
 * from the one before, so that a file of many frames stays small.
 */
public final class GifFile {
    private static final String FORMAT = "javax_imageio_gif_image_1.0";

    /** How long a frame is seen, in hundredths of a second. */
    private static final int DELAY = 15;

    /** How long the last frame is seen. */
    private static final int LAST_DELAY = 250;

    private GifFile() {}

    /**
     * Writes an animation.
     *
     * @param frames at least one, which have the same axes and the same colour scale
     * @throws MissingFontsException if this JVM cannot draw text
     */
    public static void write(List<Figure> frames, Theme theme, Size size, OutputStream out)
            throws IOException, MissingFontsException {
        int last = frames.size() - 1;
        var examples = new BufferedImage[] {
            ChartFile.image(frames.get(0), theme, size),
            ChartFile.image(frames.get(last / 2), theme, size),
            ChartFile.image(frames.get(last), theme, size)
        };
        var colours = new GifColours(frames.get(0), theme, List.of(examples));
        var writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.prepareWriteSequence(null);
            byte[] before = null;
            for (int i = 0; i <= last; i++) {
                byte[] indices = colours.indices(ChartFile.image(frames.get(i), theme, size));
                var part = Part.of(before, indices, size.dotsAcross());
                write(writer, part, part.image(before, indices, colours), i == last ? LAST_DELAY : DELAY, i == 0);
                before = indices;
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }

    /** The smallest rectangle with all that differs between two frames. */
    private record Part(int left, int top, int width, int height, int frameWidth) {
        /** The part; {@code before} is null for all of the frame. */
        static Part of(byte[] before, byte[] after, int frameWidth) {
            if (before == null) {
                return new Part(0, 0, frameWidth, after.length / frameWidth, frameWidth);
            }
            int left = frameWidth;
            int right = -1;
            int top = -1;
            int bottom = -1;
            for (int i = 0; i < after.length; i++) {
                if (before[i] != after[i]) {
                    left = Math.min(left, i % frameWidth);
                    right = Math.max(right, i % frameWidth);
                    top = top < 0 ? i / frameWidth : top;
                    bottom = i / frameWidth;
                }
            }
            // A frame has at least a dot, also if nothing differs.
            return right < 0
                    ? new Part(0, 0, 1, 1, frameWidth)
                    : new Part(left, top, right - left + 1, bottom - top + 1, frameWidth);
        }

        BufferedImage image(byte[] before, byte[] after, GifColours colours) {
            var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colours.model());
            var raster = image.getRaster();
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int i = (top + y) * frameWidth + left + x;
                    boolean isSame = before != null && before[i] == after[i];
                    raster.setSample(x, y, 0, isSame ? GifColours.SAME : after[i] & 0xFF);
                }
            }
            return image;
        }
    }

    private static void write(ImageWriter writer, Part part, BufferedImage image, int delay, boolean isFirst)
            throws IOException {
        var metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
        var root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
        var place = child(root, "ImageDescriptor");
        place.setAttribute("imageLeftPosition", Integer.toString(part.left()));
        place.setAttribute("imageTopPosition", Integer.toString(part.top()));
        var control = child(root, "GraphicControlExtension");
        control.setAttribute("disposalMethod", "doNotDispose");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "TRUE");
        control.setAttribute("transparentColorIndex", Integer.toString(GifColours.SAME));
        control.setAttribute("delayTime", Integer.toString(delay));
        if (isFirst) {
            loop(root);
        }
        metadata.setFromTree(FORMAT, root);
        writer.writeToSequence(new IIOImage(image, null, metadata), null);
    }

    /** Tells programs to begin again without end, as Netscape's extension of the format does. */
    private static void loop(IIOMetadataNode root) {
        var extension = new IIOMetadataNode("ApplicationExtension");
        extension.setAttribute("applicationID", "NETSCAPE");
        extension.setAttribute("authenticationCode", "2.0");
        // A block of this kind, and how often: 0 is without end.
        extension.setUserObject(new byte[] {1, 0, 0});
        child(root, "ApplicationExtensions").appendChild(extension);
    }

    private static IIOMetadataNode child(IIOMetadataNode root, String name) {
        return Stream.iterate(root.getFirstChild(), node -> node != null, node -> node.getNextSibling())
                .filter(node -> node.getNodeName().equals(name))
                .map(IIOMetadataNode.class::cast)
                .findFirst()
                .orElseGet(() -> {
                    var added = new IIOMetadataNode(name);
                    root.appendChild(added);
                    return added;
                });
    }
}
