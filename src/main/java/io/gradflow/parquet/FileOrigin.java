package io.gradflow.parquet;

import io.gradflow.results.Column.Scalar;
import io.gradflow.results.RowSchema;
import io.gradflow.sweep.TaskKey;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.schema.MessageType;

/**
 * Where the rows of a file come from. It stands in the file's footer, so that a store can be rebuilt from its files
 * alone.
 *
 * @param format version of the layout of stores and rows
 * @param numerics name of the engine's arithmetic
 * @param logEvery the epochs divisible by this number have rows
 * @param sweeps the names of the sweeps
 */
public record FileOrigin(int format, String numerics, int logEvery, List<String> sweeps) implements Serializable {
    /** The version of the layout that this version of gradflow writes. */
    public static final int CURRENT_FORMAT = 2;

    private static final String FORMAT = "gradflow.format";
    private static final String NUMERICS = "gradflow.numerics";
    private static final String LOG_EVERY = "gradflow.log-every";
    /** A line for each sweep, since a name may have any other character. */
    private static final String SWEEPS = "gradflow.sweep";

    public FileOrigin {
        sweeps = List.copyOf(sweeps);
    }

    /** The origin of rows in the current format. */
    public FileOrigin(String numerics, int logEvery, List<String> sweeps) {
        this(CURRENT_FORMAT, numerics, logEvery, sweeps);
    }

    /** The origin as metadata of a footer. */
    Map<String, String> metadata() {
        return Map.of(
                FORMAT, String.valueOf(format),
                NUMERICS, numerics,
                LOG_EVERY, String.valueOf(logEvery),
                SWEEPS, String.join("\n", sweeps));
    }

    /**
     * Reads the origin from a footer; empty if it has none, as those of earlier versions.
     *
     * @throws NumberFormatException if a number's text is none
     */
    public static Optional<FileOrigin> of(FileMetaData footer) {
        var metadata = footer.getKeyValueMetaData();
        return metadata.containsKey(NUMERICS)
                ? Optional.of(new FileOrigin(
                        Integer.parseInt(metadata.get(FORMAT)),
                        metadata.get(NUMERICS),
                        Integer.parseInt(metadata.get(LOG_EVERY)),
                        metadata.getOrDefault(SWEEPS, "").lines().toList()))
                : Optional.empty();
    }

    /** The columns of a file that are keys of tasks; empty if the file has no rows of networks. */
    public static Optional<List<String>> keys(MessageType schema) {
        boolean isOwn = Stream.of(RowSchema.TASK, RowSchema.EPOCH, RowSchema.OUTCOME)
                .map(Scalar::name)
                .allMatch(schema::containsField);
        return isOwn
                ? Optional.of(TaskKey.ALL.stream()
                        .map(TaskKey::column)
                        .filter(schema::containsField)
                        .toList())
                : Optional.empty();
    }

    /** Notes the origin for executors. */
    void write(Configuration job) {
        metadata().forEach(job::set);
    }

    /** Reads what {@link #write} has noted. */
    static FileOrigin read(Configuration job) {
        // Raw, since Hadoop would replace what looks like a variable in a sweep's name.
        return new FileOrigin(
                Integer.parseInt(job.getRaw(FORMAT)),
                job.getRaw(NUMERICS),
                Integer.parseInt(job.getRaw(LOG_EVERY)),
                job.getRaw(SWEEPS).lines().toList());
    }
}
