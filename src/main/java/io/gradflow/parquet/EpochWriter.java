package io.gradflow.parquet;

import io.gradflow.results.EpochRow;
import io.gradflow.results.MetricValues;
import io.gradflow.results.Outcome;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.TaskKey;
import java.io.Closeable;
import java.io.IOException;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
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
 * Writes rows to a Parquet file, compressed by zstd. By way of Spark's rows, or of Parquet's records, each value of
 * each row takes the path from the root of the schema: that costs more time than encoding and compressing a column at a
 * time.
 *
 * <p>The tasks' last rows are in row groups of their own: who asks for outcomes, or for the metrics after training,
 * which is what most queries do, reads no other, since the statistics of all others say that their outcome is null.
 */
public final class EpochWriter implements Closeable {
    private static final CompressionCodecName CODEC = CompressionCodecName.ZSTD;

    private static final int ROW_GROUP_BYTES = 8 << 20;

    private final MessageType schema;
    private final List<TaskKey> keys;
    private final CompressionCodecFactory codecs;
    private final ParquetFileWriter file;
    private final RowGroup running;
    private final RowGroup last;
    /** The tasks under way. */
    private final IdentityHashMap<Task, TaskValues> tasks = new IdentityHashMap<>();

    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private boolean failed;

    /**
     * Begins a file.
     *
     * @param path must not exist
     * @param keys the columns of keys, in the order of {@link TaskKey#ALL}
     */
    public EpochWriter(Path path, List<TaskKey> keys, Configuration configuration) throws IOException {
        this(path, keys, configuration, ROW_GROUP_BYTES);
    }

    /** Begins a file with row groups of so many bytes, before compression. */
    EpochWriter(Path path, List<TaskKey> keys, Configuration configuration, int rowGroupBytes) throws IOException {
        this.keys = keys;
        schema = EpochSchema.of(keys);
        running = new RowGroup(schema, keys, rowGroupBytes);
        last = new RowGroup(schema, keys, rowGroupBytes);
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

    /** How a file of this kind ends. */
    public static String extension() {
        return CODEC.getExtension() + ".parquet";
    }

    /** Adds a row. Rows of a task must come in the order of their epochs, but may come between those of others. */
    public void write(EpochRow row) throws IOException {
        var task = tasks.computeIfAbsent(row.task(), added -> TaskValues.of(added, keys));
        write(task, row.epoch(), row.measurement(), row.outcome());
        if (row.outcome() != null) {
            tasks.remove(row.task());
        }
    }

    /** Adds a row, of which the same holds. */
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

    /** Writes what is left, and the footer; after a failure neither, so that nobody takes the file for whole. */
    @Override
    public void close() throws IOException {
        try {
            if (!failed) {
                for (var rowGroup : List.of(running, last)) {
                    if (rowGroup.rows() > 0) {
                        writeRowGroup(rowGroup);
                    }
                }
                file.end(OutcomeCounts.metadata(outcomes));
            }
        } finally {
            codecs.release();
            file.close();
        }
    }
}
