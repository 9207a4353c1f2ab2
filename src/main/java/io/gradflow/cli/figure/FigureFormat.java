package io.gradflow.cli.figure;

import io.gradflow.cli.usage.UsageException;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Size;
import io.gradflow.figure.Theme;
import io.gradflow.figure.chart.ChartFile;
import io.gradflow.figure.chart.MissingFontsException;
import io.gradflow.figure.vega.VegaLiteFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;

/** A file format of figures, which the end of a file's name tells. */
public enum FigureFormat {
    PNG(".png") {
        @Override
        public void write(Figure figure, Theme theme, Size size, OutputStream out)
                throws IOException, MissingFontsException {
            ChartFile.writePng(figure, theme, size, out);
        }
    },
    SVG(".svg") {
        @Override
        public void write(Figure figure, Theme theme, Size size, OutputStream out)
                throws IOException, MissingFontsException {
            ChartFile.writeSvg(figure, theme, size, out);
        }
    },
    VEGA_LITE(".vl.json") {
        @Override
        public void write(Figure figure, Theme theme, Size size, OutputStream out) throws IOException {
            VegaLiteFile.write(figure, theme, size, out);
        }
    };

    private final String ending;

    /** Loads what the format needs in another thread, unless it is {@link #VEGA_LITE}, which needs nothing. */
    void prepare() {
        if (this != VEGA_LITE) {
            var thread = new Thread(ChartFile::prepare, "figure-preparation");
            thread.setDaemon(true);
            thread.start();
        }
    }

    FigureFormat(String ending) {
        this.ending = ending;
    }

    /** How the names of such files end. */
    public String ending() {
        return ending;
    }

    /** Writes a figure. */
    public abstract void write(Figure figure, Theme theme, Size size, OutputStream out)
            throws IOException, MissingFontsException;

    /** The format of a file. */
    static FigureFormat of(Path file) throws UsageException {
        String name = String.valueOf(file.getFileName());
        return Arrays.stream(values())
                .filter(format -> name.endsWith(format.ending))
                .findFirst()
                .orElseThrow(() ->
                        new UsageException("--out must be a file that ends in .png, .svg or .vl.json, but is " + file));
    }
}
