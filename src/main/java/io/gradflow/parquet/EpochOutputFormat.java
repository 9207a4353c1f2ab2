package io.gradflow.parquet;

import io.gradflow.engine.EpochRow;
import io.gradflow.sweep.TaskKey;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;

/** Writes the rows of each partition to a file of its own, where the job's committer wants it. */
public final class EpochOutputFormat extends FileOutputFormat<Void, EpochRow> {
    private static final String KEYS = "gradflow.keys";

    /** Notes the columns of the keys in the configuration of a job. */
    public static void configure(Configuration configuration, List<TaskKey> keys) {
        configuration.setStrings(KEYS, keys.stream().map(TaskKey::column).toArray(String[]::new));
    }

    static List<TaskKey> keys(Configuration configuration) {
        return TaskKey.ofColumns(Set.of(configuration.getStrings(KEYS)));
    }

    @Override
    public RecordWriter<Void, EpochRow> getRecordWriter(TaskAttemptContext context) throws IOException {
        var configuration = context.getConfiguration();
        var writer = new EpochWriter(
                getDefaultWorkFile(context, EpochWriter.extension()), keys(configuration), configuration);
        return new RecordWriter<>() {
            @Override
            public void write(Void key, EpochRow row) throws IOException {
                writer.write(row);
            }

            @Override
            public void close(TaskAttemptContext end) throws IOException {
                writer.close();
            }
        };
    }
}
