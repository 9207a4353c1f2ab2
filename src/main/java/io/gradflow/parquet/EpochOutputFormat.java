package io.gradflow.parquet;

import io.gradflow.results.EpochRow;
import io.gradflow.sweep.TaskKey;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.OutputFormat;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;

/** Writes the rows of each partition to a file of its own, at the place that the job's committer chooses. */
public final class EpochOutputFormat extends FileOutputFormat<Void, EpochRow> {
    private static final String KEYS = "gradflow.keys";
    private static final String KEYS_OF_SWEEP = "gradflow.keys-of-sweep";

    /** Made by the first who asks for it. */
    private KeptTasksCommitter committer;

    /**
     * The configuration of a job that writes rows.
     *
     * @param format this class, or {@link StoredEpochOutputFormat}
     * @param keys that have columns
     * @param origin of all rows
     * @param folder where the files are placed; must not exist
     */
    public static Configuration job(
            Configuration hadoop,
            Class<? extends OutputFormat<Void, ?>> format,
            List<TaskKey> keys,
            FileOrigin origin,
            Path folder) {
        // Of any other class Hadoop makes a copy for the driver. What Spark adds to that never reaches the tasks: the
        // identifier of the job, by which the committers of S3A find what the tasks have uploaded.
        var job = new JobConf(hadoop);
        job.setStrings(KEYS, columns(keys));
        origin.write(job);
        job.setClass(MRJobConfig.OUTPUT_FORMAT_CLASS_ATTR, format, OutputFormat.class);
        job.set(OUTDIR, folder.toString());
        // Without the empty file _SUCCESS beside those that hold rows.
        job.set("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
        return job;
    }

    /**
     * The configuration of a job that trains a sweep. Every new file of a store has all columns of the store, because
     * programs such as pandas take the columns of a folder from one of its files. Keys that the sweep does not have are
     * null, as they are where a file lacks the column.
     *
     * @param keys of all sweeps in the store, this one included
     * @param keysOfSweep the keys that have an effect in the sweep
     * @param origin of all rows
     * @param folder where the files are placed; must not exist
     */
    public static Configuration trainingJob(
            Configuration hadoop, List<TaskKey> keys, List<TaskKey> keysOfSweep, FileOrigin origin, Path folder) {
        var job = job(hadoop, EpochOutputFormat.class, keys, origin, folder);
        job.setStrings(KEYS_OF_SWEEP, columns(keysOfSweep));
        return job;
    }

    private static String[] columns(List<TaskKey> keys) {
        return keys.stream().map(TaskKey::column).toArray(String[]::new);
    }

    /** The name of the file of a partition, as Hadoop gives it to a job whose tasks are numbered by Spark. */
    public static String fileName(int partition) {
        return String.format(Locale.ROOT, "part-r-%05d", partition) + EpochWriter.extension();
    }

    /** The keys that have columns, as noted by {@link #job}. */
    static List<TaskKey> keys(Configuration configuration) {
        return keys(configuration, KEYS);
    }

    private static List<TaskKey> keys(Configuration configuration, String entry) {
        return TaskKey.ofColumns(Set.of(configuration.getStrings(entry)));
    }

    /**
     * Places the files of those Spark tasks that were committed of a job that trains, when the job failed or its driver
     * was killed.
     *
     * @param folder of the job
     */
    public static void placeCommitted(Path folder, FileSystem files) throws IOException {
        KeptTasksCommitter.placeCommitted(folder, files);
    }

    @Override
    public synchronized OutputCommitter getOutputCommitter(TaskAttemptContext context) throws IOException {
        if (committer == null) {
            committer = new KeptTasksCommitter(getOutputPath(context), context);
        }
        return committer;
    }

    @Override
    public RecordWriter<Void, EpochRow> getRecordWriter(TaskAttemptContext context) throws IOException {
        var configuration = context.getConfiguration();
        var writer = new EpochWriter(
                getDefaultWorkFile(context, EpochWriter.extension()),
                keys(configuration),
                keys(configuration, KEYS_OF_SWEEP),
                FileOrigin.read(configuration),
                configuration);
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
