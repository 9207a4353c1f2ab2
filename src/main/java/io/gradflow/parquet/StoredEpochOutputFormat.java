package io.gradflow.parquet;

import java.io.IOException;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;

/**
 * Writes rows of a store again, those of each partition to a file of its own. A partition without rows gets no file.
 * Row groups are larger than those of a run, which writes many files at once and holds a row group of each in memory:
 * the fewer row groups a file has, the smaller is its footer.
 */
public final class StoredEpochOutputFormat extends FileOutputFormat<Void, StoredEpoch> {
    /** Before compression. */
    private static final int ROW_GROUP_BYTES = 16 << 20;

    @Override
    public RecordWriter<Void, StoredEpoch> getRecordWriter(TaskAttemptContext context) throws IOException {
        var configuration = context.getConfiguration();
        var file = getDefaultWorkFile(context, EpochWriter.extension());
        var keys = EpochOutputFormat.keys(configuration);
        return new RecordWriter<>() {
            private EpochWriter writer;

            @Override
            public void write(Void key, StoredEpoch row) throws IOException {
                if (writer == null) {
                    writer = new EpochWriter(
                            file, keys, keys, FileOrigin.read(configuration), configuration, ROW_GROUP_BYTES);
                }
                writer.write(row);
            }

            @Override
            public void close(TaskAttemptContext end) throws IOException {
                if (writer != null) {
                    writer.close();
                }
            }
        };
    }
}
