package io.gradflow.parquet;

import io.gradflow.results.Column.Scalar;
import io.gradflow.results.RowSchema;
import io.gradflow.sweep.TaskKey;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.Logging;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
 * @param logging which epochs have rows, and what was measured for them
 * @param sweeps the names of the sweeps
 */
public record FileOrigin(int format, String numerics, Logging logging, List<String> sweeps) implements Serializable {
    /** The version of the layout that this version of gradflow writes. */
    public static final int CURRENT_FORMAT = 2;

    private static final String FORMAT = "gradflow.format";
    private static final String NUMERICS = "gradflow.numerics";
    private static final String LOG_EVERY = "gradflow.log-every";
    /** Missing for the default, and in the files of earlier versions. */
    private static final String DIAGNOSTICS = "gradflow.diagnostics";
    /** A line for each sweep, since a name may have any other character. */
    private static final String SWEEPS = "gradflow.sweep";

    public FileOrigin {
        sweeps = List.copyOf(sweeps);
    }

    /** The origin of rows in the current format. */
    public FileOrigin(String numerics, Logging logging, List<String> sweeps) {
        this(CURRENT_FORMAT, numerics, logging, sweeps);
    }

    /** The origin as metadata of a footer. */
    Map<String, String> metadata() {
        var metadata = new TreeMap<>(Map.of(
                FORMAT, String.valueOf(format),
                NUMERICS, numerics,
                LOG_EVERY, String.valueOf(logging.every()),
                SWEEPS, String.join("\n", sweeps)));
        if (!logging.groups().equals(DiagnosticGroups.DEFAULT)) {
            metadata.put(DIAGNOSTICS, logging.groups().toString());
        }
        return metadata;
    }

    /**
     * Reads the origin from a footer; empty if it has none, as those of earlier versions.
     *
     * @throws IllegalArgumentException if a number's text is none, or if diagnostics are unknown
     */
    public static Optional<FileOrigin> of(FileMetaData footer) {
        var metadata = footer.getKeyValueMetaData();
        return metadata.containsKey(NUMERICS)
                ? Optional.of(new FileOrigin(
                        Integer.parseInt(metadata.get(FORMAT)),
                        metadata.get(NUMERICS),
                        logging(metadata.get(LOG_EVERY), metadata.get(DIAGNOSTICS)),
                        metadata.getOrDefault(SWEEPS, "").lines().toList()))
                : Optional.empty();
    }

    private static Logging logging(String every, String diagnostics) {
        return new Logging(
                Integer.parseInt(every),
                diagnostics == null ? DiagnosticGroups.DEFAULT : DiagnosticGroups.parse(diagnostics));
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
                logging(job.getRaw(LOG_EVERY), job.getRaw(DIAGNOSTICS)),
                job.getRaw(SWEEPS).lines().toList());
    }
}
