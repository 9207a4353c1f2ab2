package io.gradflow.cli.figure;

import io.gradflow.cli.usage.UsageException;
import io.gradflow.figure.Size;
import io.gradflow.figure.Theme;
import picocli.CommandLine.Option;

/** The options that tell how a figure looks, whatever it shows. */
final class PictureOptions {
    @Option(names = "--theme", paramLabel = "THEME", defaultValue = "paper", description = "paper, screen or dark")
    private Theme theme;

    @Option(
            names = "--width",
            paramLabel = "CM",
            description = "in centimetres; 16 by default, 24 with several panels side by side")
    private Double width;

    @Option(
            names = "--height",
            paramLabel = "CM",
            description = "in centimetres; by default 10, and more where there are rows of panels or many names")
    private Double height;

    @Option(
            names = "--dpi",
            paramLabel = "N",
            defaultValue = "200",
            description = "dots per inch of a PNG; 200 by default")
    private int dpi;

    Theme theme() {
        return theme;
    }

    void require() throws UsageException {
        PictureSize.require(width, "--width");
        PictureSize.require(height, "--height");
        PictureSize.requireDpi(dpi);
    }

    /** The size for a grid of panels, of which the lowest axis has so many names beside each other vertically. */
    Size size(int columns, int rows, int names) throws UsageException {
        return PictureSize.of(width, height, dpi, columns, rows, names);
    }

    /** How many dots a figure with panels side by side has across. */
    int dotsAcross() throws UsageException {
        return (int) (size(2, 1, 0).width() * dpi / 72);
    }
}
