package io.gradflow.parquet;

import io.gradflow.results.Outcome;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.hadoop.metadata.FileMetaData;

/**
 * How many tasks of each outcome end in a file. The counts stand in the file's footer, so that no rows must be read.
 */
public final class OutcomeCounts {
    private static final String PREFIX = "gradflow.tasks.";

    private OutcomeCounts() {}

    /** The counts as metadata of a footer. */
    static Map<String, String> metadata(Map<Outcome, Long> counts) {
        var metadata = new HashMap<String, String>();
        counts.forEach((outcome, count) -> metadata.put(PREFIX + outcome.column(), String.valueOf(count)));
        return metadata;
    }

    /** Whether a footer has any of these counts. A file with rows has, unless an early version wrote it. */
    public static boolean areIn(FileMetaData footer) {
        return footer.getKeyValueMetaData().keySet().stream().anyMatch(key -> key.startsWith(PREFIX));
    }

    /**
     * Reads a count from a footer; 0 if the footer has none of this outcome.
     *
     * @throws NumberFormatException if the text of the count is no number
     */
    public static long of(Outcome outcome, FileMetaData footer) {
        return Long.parseLong(footer.getKeyValueMetaData().getOrDefault(PREFIX + outcome.column(), "0"));
    }
}
