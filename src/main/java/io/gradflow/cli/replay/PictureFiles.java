package io.gradflow.cli.replay;

import io.gradflow.cli.figure.FigureFormat;
import io.gradflow.cli.figure.PictureSize;
import io.gradflow.cli.output.NewOutput;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Size;
import io.gradflow.figure.Theme;
import io.gradflow.figure.chart.GifFile;
import io.gradflow.figure.chart.MissingFontsException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Figures as files of a folder. */
final class PictureFiles {
    private static final List<FigureFormat> FORMATS = List.of(FigureFormat.PNG, FigureFormat.SVG);
    private static final int DPI = 150;

    /** An animation is 640 dots wide. */
    private static final int ANIMATION_DPI = 96;

    private static final double ANIMATION_WIDTH = 640 * 72.0 / ANIMATION_DPI;

    private final NewOutput folder;

    PictureFiles(NewOutput folder) {
        this.folder = folder;
    }

    @FunctionalInterface
    private interface Drawing {
        void write(OutputStream out) throws IOException, MissingFontsException;
    }

    /** Writes a figure in each format. */
    void write(String name, Figure figure) throws Exception {
        var size = PictureSize.ofGrid(figure.columns(), figure.rows(), DPI);
        for (var format : FORMATS) {
            draw(name + format.ending(), out -> format.write(figure, Theme.SCREEN, size, out));
        }
    }

    /** Writes an animation. */
    void writeAnimation(String name, List<Figure> frames) throws Exception {
        var first = frames.get(0);
        var still = PictureSize.ofGrid(first.columns(), first.rows(), ANIMATION_DPI);
        var size = new Size(ANIMATION_WIDTH, still.height(), ANIMATION_DPI);
        draw(name + ".gif", out -> GifFile.write(frames, Theme.SCREEN, size, out));
    }

    private void draw(String name, Drawing drawing) throws Exception {
        folder.write(name, out -> {
            try {
                drawing.write(out);
            } catch (MissingFontsException e) {
                throw new UsageException(e.getMessage());
            }
        });
    }
}
