package io.gradflow.cli;

import io.gradflow.cli.report.ReportFile;
import io.gradflow.cli.report.ReportOptions;
import io.gradflow.cli.usage.UsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes a report of a store. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description =
                "Writes one page of HTML about a store that needs no network: what was run, a summary, charts with"
                        + " controls, comparisons, and the strangest runs.")
final class ReportCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ReportOptions options;

    @Override
    public Integer call() throws Exception {
        if (common.isFormatGiven()) {
            throw new UsageException("a report is HTML, must not be with --format");
        }
        var store = options.store(common.hadoop());
        new ReportFile(options.request(), store, CommonOptions.program(), Versions.all()).write(common::startSession);
        return ExitCode.OK;
    }
}
