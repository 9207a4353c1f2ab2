package io.gradflow.parquet;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.output.BindingPathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;

/**
 * Commits as the committer of the file system does, but keeps what the tasks of a job have committed when the job
 * fails. Then, or when the driver of the job was killed, {@link #placeCommitted} places it.
 */
final class KeptTasksCommitter extends BindingPathOutputCommitter {
    /** Where the committer of plain file systems keeps what tasks have committed, of a job that Spark has started. */
    private static final String COMMITTED_TASKS = FileOutputCommitter.PENDING_DIR_NAME + "/0";

    /** Before the identifier of a job, in the name of the folder in which a committer of S3A keeps its notes. */
    private static final String MAGIC_FOLDER = "__magic_job-";

    private static final String MAGIC_IDENTIFIER = "fs.s3a.committer.uuid";

    KeptTasksCommitter(Path folder, TaskAttemptContext context) throws IOException {
        super(folder, context);
    }

    @Override
    public void abortJob(JobContext job, JobStatus.State state) {
        // What is left is placed or deleted by those who know what it is.
    }

    /** Places what tasks have committed into a folder, of a job that was not committed itself. */
    static void placeCommitted(Path folder, FileSystem files) throws IOException {
        var job = new JobConf(files.getConf());
        job.setBoolean(FileOutputCommitter.SUCCESSFUL_JOB_OUTPUT_DIR_MARKER, false);
        job.setInt(FileOutputCommitter.FILEOUTPUTCOMMITTER_ALGORITHM_VERSION, 1);
        if (files.exists(new Path(folder, COMMITTED_TASKS))) {
            commit(folder, job);
        }
        for (var child : files.listStatus(folder)) {
            String name = child.getPath().getName();
            if (child.isDirectory() && name.startsWith(MAGIC_FOLDER)) {
                job.set(MAGIC_IDENTIFIER, name.substring(MAGIC_FOLDER.length()));
                commit(folder, job);
            }
        }
    }

    private static void commit(Path folder, JobConf job) throws IOException {
        var context = new TaskAttemptContextImpl(job, new TaskAttemptID("", 0, TaskType.JOB_SETUP, 0, 0));
        new BindingPathOutputCommitter(folder, context).commitJob(context);
    }
}
