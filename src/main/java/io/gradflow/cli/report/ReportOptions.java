package io.gradflow.cli.report;

import io.gradflow.cli.compare.RunTable;
import io.gradflow.cli.usage.StoreOption;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.cli.usage.UserPath;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the command report. */
public final class ReportOptions {
    @Mixin
    private StoreOption storeOption;

    @Option(
            names = "--out",
            converter = UserPath.OfFile.class,
            paramLabel = "F.html",
            required = true,
            description = "a new file")
    private Path out;

    @Option(
            names = "--where",
            paramLabel = "SQL",
            defaultValue = RunTable.EVERY_RUN,
            description = "which runs count, such as \"scale = 0.5\"; by default all that have ended")
    private String where;

    @Option(
            names = "--reach",
            paramLabel = "SQL",
            description = "what a logged epoch must satisfy, for the shares of runs that reach it; by default an"
                    + " accuracy, or a loss, that the median cell has at its last epoch")
    private String reach;

    @Option(names = "--title", paramLabel = "T", description = "of the page; by default the name of the sweep")
    private String title;

    /** Opens the store. */
    public Store store(Configuration hadoop) throws StoreException {
        return storeOption.existing(hadoop);
    }

    /**
     * What is asked for.
     *
     * @throws UsageException if the file is there, or has another ending
     */
    public ReportRequest request() throws UsageException {
        var request = new ReportRequest(out, where, Optional.ofNullable(reach), Optional.ofNullable(title));
        request.require();
        return request;
    }
}
