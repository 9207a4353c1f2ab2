package io.gradflow.parquet;

import io.gradflow.nn.Architecture;
import io.gradflow.results.EpochRow;
import io.gradflow.results.MetricValues;
import io.gradflow.results.Outcome;
import io.gradflow.results.RowSchema;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.TaskKey;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.Logging;
import java.io.Closeable;
import java.io.IOException;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;

/**
 * Writes rows to a Parquet file, compressed with zstd. It encodes and compresses a column at a time, because the
 * writers of Spark and of Parquet take the path from the root of the schema for each value of each row, which costs
 * more time.
 *
 * <p>The tasks' last rows are in row groups of their own. Most queries ask for outcomes or for the metrics after
 * training, and read only these row groups, since the statistics of all others say that their outcomes are null.
 */
public final class EpochWriter implements Closeable {
    private static final CompressionCodecName CODEC = CompressionCodecName.ZSTD;

    /** Before compression. */
    private static final int ROW_GROUP_BYTES = 8 << 20;

    /** After compression, as measured on the study. Rows of networks that learn little take less. */
    private static final double BYTES_PER_NUMBER = 4.6;

    /** The life of a hidden unit, after compression, as measured on 24 networks of the study with 60 epochs. */
    private static final double BYTES_PER_UNIT = 10;

    private final MessageType schema;
    private final List<TaskKey> keys;
    private final List<TaskKey> keysOfSweep;
    private final FileOrigin origin;
    private final CompressionCodecFactory codecs;
    private final ParquetFileWriter file;
    /** The tasks' rows before the last. */
    private final RowGroup running;

    /** The tasks' last rows. */
    private final RowGroup last;

    /** The values of the tasks whose last row has not come yet. */
    private final IdentityHashMap<Task, TaskValues> tasks = new IdentityHashMap<>();

    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private boolean failed;

    /**
     * Begins a file.
     *
     * @param path must not exist
     * @param keys that have columns, in the order of {@link TaskKey#ALL}
     */
    public EpochWriter(Path path, List<TaskKey> keys, FileOrigin origin, Configuration configuration)
            throws IOException {
        this(path, keys, keys, origin, configuration);
    }

    /**
     * Begins a file.
     *
     * @param path must not exist
     * @param keys that have columns, in the order of {@link TaskKey#ALL}
     * @param keysOfSweep those that are not null in all rows
     */
    EpochWriter(
            Path path, List<TaskKey> keys, List<TaskKey> keysOfSweep, FileOrigin origin, Configuration configuration)
            throws IOException {
        this(path, keys, keysOfSweep, origin, configuration, ROW_GROUP_BYTES);
    }

    /**
     * Begins a file.
     *
     * @param rowGroupBytes about how large a row group becomes, before compression
     */
    EpochWriter(
            Path path,
            List<TaskKey> keys,
            List<TaskKey> keysOfSweep,
            FileOrigin origin,
            Configuration configuration,
            int rowGroupBytes)
            throws IOException {
        this.keys = keys;
        this.keysOfSweep = keysOfSweep;
        this.origin = origin;
        var rowSchema = RowSchema.of(keys, origin.logging().groups());
        schema = ParquetSchema.of(rowSchema);
        running = new RowGroup(rowSchema, schema, rowGroupBytes);
        last = new RowGroup(rowSchema, schema, rowGroupBytes);
        var own = new Configuration(configuration);
        own.setInt("parquet.compression.codec.zstd.level", 1);
        codecs = new CodecFactory(own, ParquetProperties.DEFAULT_PAGE_SIZE);
        file = new ParquetFileWriter(
                HadoopOutputFile.fromPath(path, configuration),
                schema,
                ParquetFileWriter.Mode.CREATE,
                ParquetWriter.DEFAULT_BLOCK_SIZE,
                ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
                ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
                ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
                ParquetProperties.DEFAULT_PAGE_WRITE_CHECKSUM_ENABLED);
        file.start();
    }

    /** The end of the file's name, which tells compression and format. */
    public static String extension() {
        return CODEC.getExtension() + ".parquet";
    }

    /**
     * Predicts how many bytes the rows of a task take in files.
     *
     * @param logging which rows there are, and what is measured for them
     */
    public static double predictedBytes(Architecture architecture, Logging logging, int epochs) {
        double units = logging.groups().has(DiagnosticGroup.UNITS) ? architecture.hiddenUnits() : 0;
        return BYTES_PER_NUMBER * RowSchema.numbers(architecture.layers(), logging, epochs) + BYTES_PER_UNIT * units;
    }

    /**
     * Adds a row. The rows of a task must come in the order of their epochs; rows of other tasks may lie between them.
     */
    public void write(EpochRow row) throws IOException {
        var task = tasks.computeIfAbsent(row.task(), added -> TaskValues.of(added, keys, keysOfSweep));
        write(task, row.epoch(), row.measurement(), row.outcome());
        if (row.outcome() != null) {
            tasks.remove(row.task());
        }
    }

    /** Adds a row that was read from a store, under the same condition. */
    void write(StoredEpoch row) throws IOException {
        write(row.task(), row.epoch(), row.metrics(), row.outcome());
    }

    private void write(TaskValues task, int epoch, MetricValues measured, Outcome outcome) throws IOException {
        var rowGroup = outcome == null ? running : last;
        rowGroup.add(task, epoch, measured, outcome);
        if (outcome != null) {
            outcomes.merge(outcome, 1L, Long::sum);
        }
        if (rowGroup.isFull()) {
            writeRowGroup(rowGroup);
        }
    }

    private void writeRowGroup(RowGroup rowGroup) throws IOException {
        failed = true;
        try (var pages = new ColumnChunkPageWriteStore(
                codecs.getCompressor(CODEC),
                schema,
                HeapByteBufferAllocator.getInstance(),
                ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
                ParquetProperties.DEFAULT_PAGE_WRITE_CHECKSUM_ENABLED)) {
            file.startBlock(rowGroup.rows());
            rowGroup.writeTo(pages);
            pages.flushToFileWriter(file);
            file.endBlock();
        }
        failed = false;
    }

    /**
     * Writes the remaining rows and the footer. After a failure it writes neither, so that no reader takes the file for
     * whole.
     */
    @Override
    public void close() throws IOException {
        try {
            if (!failed) {
                for (var rowGroup : List.of(running, last)) {
                    if (rowGroup.rows() > 0) {
                        writeRowGroup(rowGroup);
                    }
                }
                var metadata = new TreeMap<>(origin.metadata());
                metadata.putAll(OutcomeCounts.metadata(outcomes));
                file.end(metadata);
            }
        } finally {
            codecs.release();
            file.close();
        }
    }
}
