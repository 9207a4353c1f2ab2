package io.gradflow.figure.chart;

import io.gradflow.figure.Colour;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Theme;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The 255 colours of all frames of an animation, and one that is none: where a frame has it, the frame before is seen.
 * They are the colours of ground, text and the colour scale as they are, and means of all others by median cuts.
 */
final class GifColours {
    /** The index of the colour that is none. */
    static final int SAME = 255;

    private static final int STEPS_OF_SCALE = 96;

    /** Colours of which so many bits are equal in each channel count as one where colours are chosen. */
    private static final int LOST_BITS = 3;

    private final int[] colours = new int[SAME];
    private final int count;

    /** The index of each colour that was asked for. */
    private final Map<Integer, Integer> nearest = new HashMap<>();

    /** The colours of a figure's frames; {@code examples} are some of them, drawn. */
    GifColours(Figure figure, Theme theme, List<BufferedImage> examples) {
        int kept = 0;
        colours[kept++] = rgb(theme.ground());
        colours[kept++] = rgb(theme.ink());
        if (figure.colours().isPresent()) {
            var scale = figure.colours().get();
            double low = scale.scale().position(scale.limits().low());
            double high = scale.scale().position(scale.limits().high());
            for (int i = 0; i < STEPS_OF_SCALE; i++) {
                double place = low + (high - low) * i / (STEPS_OF_SCALE - 1);
                colours[kept++] = rgb(scale.colour(scale.scale().value(place)));
            }
        }
        for (var box : cut(distinct(examples), SAME - kept)) {
            colours[kept++] = mean(box);
        }
        count = kept;
    }

    private static int rgb(Colour colour) {
        return colour.red() << 16 | colour.green() << 8 | colour.blue();
    }

    private static int channel(int rgb, int channel) {
        return (rgb >> (8 * channel)) & 0xFF;
    }

    /** One of each few colours that are much alike. How often a colour is there does not matter: a dot is small. */
    private static List<Integer> distinct(List<BufferedImage> examples) {
        var seen = new HashMap<Integer, Integer>();
        for (var image : examples) {
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    int rgb = image.getRGB(x, y) & 0xFFFFFF;
                    int alike = channel(rgb, 2) >> LOST_BITS << 16
                            | channel(rgb, 1) >> LOST_BITS << 8
                            | channel(rgb, 0) >> LOST_BITS;
                    seen.putIfAbsent(alike, rgb);
                }
            }
        }
        return new ArrayList<>(seen.values());
    }

    /** Cuts the box that is widest in some channel at its median, until there are so many. */
    private static List<List<Integer>> cut(List<Integer> all, int most) {
        var boxes = new ArrayList<List<Integer>>();
        boxes.add(all);
        while (boxes.size() < most) {
            var widest = boxes.stream()
                    .max(Comparator.comparingInt(box -> width(box, widestChannel(box))))
                    .get();
            int channel = widestChannel(widest);
            if (width(widest, channel) == 0) {
                break;
            }
            var sorted = new ArrayList<>(widest);
            sorted.sort(Comparator.comparingInt((Integer rgb) -> channel(rgb, channel))
                    .thenComparingInt(rgb -> rgb));
            boxes.remove(widest);
            boxes.add(sorted.subList(0, sorted.size() / 2));
            boxes.add(sorted.subList(sorted.size() / 2, sorted.size()));
        }
        return boxes;
    }

    private static int widestChannel(List<Integer> box) {
        int widest = 0;
        for (int channel = 1; channel < 3; channel++) {
            widest = width(box, channel) > width(box, widest) ? channel : widest;
        }
        return widest;
    }

    private static int width(List<Integer> box, int channel) {
        var values = box.stream().mapToInt(rgb -> channel(rgb, channel)).summaryStatistics();
        return values.getMax() - values.getMin();
    }

    private static int mean(List<Integer> box) {
        int mean = 0;
        for (int channel = 0; channel < 3; channel++) {
            int of = channel;
            mean |= (int) Math.round(box.stream()
                            .mapToInt(rgb -> channel(rgb, of))
                            .average()
                            .orElse(0))
                    << (8 * channel);
        }
        return mean;
    }

    /** As Java's pictures have them. */
    IndexColorModel model() {
        var channels = new byte[3][SAME + 1];
        for (int i = 0; i < count; i++) {
            for (int channel = 0; channel < channels.length; channel++) {
                channels[channel][i] = (byte) channel(colours[i], channel);
            }
        }
        return new IndexColorModel(8, SAME + 1, channels[2], channels[1], channels[0], SAME);
    }

    /** A picture as indices, row by row. */
    byte[] indices(BufferedImage image) {
        int width = image.getWidth();
        int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
        var indices = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            indices[i] = i > 0 && pixels[i] == pixels[i - 1]
                    ? indices[i - 1]
                    : (byte) (int) nearest.computeIfAbsent(pixels[i] & 0xFFFFFF, this::nearest);
        }
        return indices;
    }

    private int nearest(int rgb) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            int distance = 0;
            for (int channel = 0; channel < 3; channel++) {
                int difference = channel(rgb, channel) - channel(colours[i], channel);
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }
}
