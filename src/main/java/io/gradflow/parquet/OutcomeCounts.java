package io.gradflow.parquet;

import io.gradflow.results.Outcome;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.hadoop.metadata.FileMetaData;

/** How many tasks of each outcome a file has, noted in its footer: whoever counts need not read rows. */
public final class OutcomeCounts {
    private static final String PREFIX = "gradflow.tasks.";

    private OutcomeCounts() {}

    static Map<String, String> metadata(Map<Outcome, Long> counts) {
        var metadata = new HashMap<String, String>();
        counts.forEach((outcome, count) -> metadata.put(PREFIX + outcome.column(), String.valueOf(count)));
        return metadata;
    }

    /**
     * Reads a count.
     *
     * @throws NumberFormatException if the footer was not written by us
     */
    public static long of(Outcome outcome, FileMetaData footer) {
        return Long.parseLong(footer.getKeyValueMetaData().getOrDefault(PREFIX + outcome.column(), "0"));
    }
}
