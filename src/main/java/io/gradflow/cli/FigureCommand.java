package io.gradflow.cli;

import io.gradflow.cli.figure.FigureFiles;
import io.gradflow.cli.figure.FigureOptions;
import io.gradflow.cli.usage.UsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Draws figures of a store. */
@Command(
        name = "figure",
        mixinStandardHelpOptions = true,
        description = "Draws a figure of a store: curves with bands, runs, distributions, heat maps, survival, forest"
                + " plots, layers, hidden units, histograms; as PNG, SVG or a Vega-Lite specification.")
final class FigureCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private FigureOptions options;

    @Override
    public Integer call() throws Exception {
        if (common.isFormatGiven()) {
            throw new UsageException("the end of --out tells the format of a figure, must not be with --format");
        }
        var store = options.store(common.hadoop());
        new FigureFiles(options, store).write(common::startSession);
        return ExitCode.OK;
    }
}
