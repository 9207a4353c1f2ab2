package io.gradflow.cli.report;

import io.gradflow.cli.compare.RunTable;
import io.gradflow.cli.usage.UsageException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A report that is asked for.
 *
 * @param out the new file
 * @param where which runs count, as SQL over their last rows
 * @param reach what a logged epoch must satisfy, as SQL; empty for a condition that fits the runs
 * @param title empty for the name of the sweep
 */
public record ReportRequest(Path out, String where, Optional<String> reach, Optional<String> title) {
    /**
     * Checks what can be checked without a store.
     *
     * @throws UsageException if the file is there, or has another ending
     */
    public void require() throws UsageException {
        if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".html")) {
            throw new UsageException("a report must be a file that ends in .html, but is " + out);
        }
        if (Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
            throw new UsageException(out + " exists, must be a new file");
        }
        var folder = out.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new UsageException(out + " must be in a folder that exists");
        }
        if (!Files.isWritable(folder)) {
            throw new UsageException(out + " must be in a folder that may be written to");
        }
    }

    /** The report of all runs of a store. */
    public static ReportRequest ofAll(Path out) {
        return new ReportRequest(out, RunTable.EVERY_RUN, Optional.empty(), Optional.empty());
    }
}
