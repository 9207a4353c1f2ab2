package io.gradflow.cli.figure;

import io.gradflow.cli.output.NewOutput;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.figure.Axis;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Panel;
import io.gradflow.figure.Size;
import io.gradflow.figure.chart.MissingFontsException;
import io.gradflow.store.Store;
import io.gradflow.sweep.TaskKey;
import java.io.OutputStream;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** The files that the command figure writes. They are there whole or not at all. */
public final class FigureFiles {
    private static final List<FigureFormat> OF_PRESETS = List.of(FigureFormat.PNG, FigureFormat.SVG);

    private final FigureOptions options;
    private final Store store;

    /** Files of a store. */
    public FigureFiles(FigureOptions options, Store store) {
        this.options = options;
        this.store = store;
    }

    /** Starts Spark. */
    @FunctionalInterface
    public interface Sessions {
        /** A session, which is closed once all questions are answered. */
        SparkSession start() throws Exception;
    }

    /**
     * Writes the files.
     *
     * @throws UsageException if a file is there already, or if what is asked for makes no sense for the store
     */
    public void write(Sessions sessions) throws Exception {
        options.require();
        if (options.preset().isPresent()) {
            writePreset(options.preset().get(), sessions);
            return;
        }
        var request = options.request(store);
        var format = FigureFormat.of(options.out());
        NewOutput.writeFile(options.out(), out -> {
            format.prepare();
            Figure figure;
            if (store.waves().isEmpty()) {
                figure = Nothing.figure(request);
            } else {
                try (var spark = sessions.start()) {
                    figure = options.kind().figure(request, new Answers(spark, store));
                }
            }
            write(figure, format, out);
        });
    }

    private void writePreset(Preset preset, Sessions sessions) throws Exception {
        var keys = TaskKey.ofColumns(store.description().keys());
        int dots = options.size(2, 1, 0).dotsAcross();
        try (var folder = NewOutput.folder(options.out());
                var spark = sessions.start()) {
            var answers = new Answers(spark, store);
            for (var picture : preset.pictures()) {
                var request = preset.request(picture, keys, dots);
                var figure = store.waves().isEmpty()
                        ? Nothing.figure(request)
                        : picture.kind().figure(request, answers);
                for (var format : OF_PRESETS) {
                    folder.write(picture.name() + format.ending(), out -> write(figure, format, out));
                }
            }
            folder.publish();
        }
    }

    private void write(Figure figure, FigureFormat format, OutputStream out) throws Exception {
        try {
            format.write(figure, options.theme(), size(figure), out);
        } catch (MissingFontsException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private Size size(Figure figure) throws UsageException {
        int names = figure.panels().stream()
                .map(Panel::y)
                .map(Axis::categories)
                .mapToInt(List::size)
                .max()
                .orElse(0);
        return options.size(figure.columns(), figure.rows(), names);
    }
}
