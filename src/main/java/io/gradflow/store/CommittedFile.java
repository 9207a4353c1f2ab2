package io.gradflow.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.gradflow.parquet.OutcomeCounts;
import io.gradflow.parquet.ParquetInput;
import io.gradflow.results.Outcome;
import java.io.IOException;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * A Parquet file of a wave, as it was when it was committed. All rows of a task are in one file, so each task counts in
 * one file only.
 *
 * @param name within the wave's folder
 * @param bytes the file's length
 * @param rows how many rows the file has, according to its footer
 * @param sha256 hash of all bytes of the file, as 64 hexadecimal digits
 * @param completed how many tasks in the file were trained to their last epoch
 * @param diverged how many tasks in the file ended early with a number that is not finite
 * @param failed how many tasks in the file ended because the engine threw
 */
@JsonPropertyOrder({"name", "bytes", "rows", "sha256", "completed", "diverged", "failed"})
@JsonIgnoreProperties(ignoreUnknown = true)
public record CommittedFile(
        String name, long bytes, long rows, String sha256, long completed, long diverged, long failed)
        implements Serializable {
    private static final int BUFFER_BYTES = 1 << 17;

    /**
     * Reads a file and describes it.
     *
     * @throws IOException if the file cannot be read, or is not a whole Parquet file
     */
    public static CommittedFile of(Path path, Configuration hadoop) throws IOException {
        var files = path.getFileSystem(hadoop);
        var status = files.getFileStatus(path);
        try (var reader = ParquetInput.open(HadoopInputFile.fromStatus(status, hadoop))) {
            var footer = reader.getFileMetaData();
            return new CommittedFile(
                    path.getName(),
                    status.getLen(),
                    reader.getRecordCount(),
                    sha256(path, hadoop),
                    OutcomeCounts.of(Outcome.COMPLETED, footer),
                    OutcomeCounts.of(Outcome.DIVERGED, footer),
                    OutcomeCounts.of(Outcome.FAILED, footer));
        } catch (RuntimeException e) {
            // Parquet throws these when the bytes of a file make no sense.
            throw new IOException("no whole Parquet file: " + e.getMessage(), e);
        }
    }

    /**
     * This file with the counts that its footer tells. Files of early versions tell no outcomes, and keep theirs.
     *
     * @throws RuntimeException if the bytes of the file make no sense
     */
    CommittedFile asInFooter(FileStatus status, Configuration hadoop) throws IOException {
        try (var reader = ParquetInput.open(HadoopInputFile.fromStatus(status, hadoop))) {
            var footer = reader.getFileMetaData();
            boolean tells = OutcomeCounts.areIn(footer);
            return new CommittedFile(
                    name,
                    bytes,
                    reader.getRecordCount(),
                    sha256,
                    tells ? OutcomeCounts.of(Outcome.COMPLETED, footer) : completed,
                    tells ? OutcomeCounts.of(Outcome.DIVERGED, footer) : diverged,
                    tells ? OutcomeCounts.of(Outcome.FAILED, footer) : failed);
        }
    }

    /** The same file under another name. */
    CommittedFile renamed(String newName) {
        return new CommittedFile(newName, bytes, rows, sha256, completed, diverged, failed);
    }

    /** The hash of all bytes of a file, as 64 hexadecimal digits. */
    static String sha256(Path path, Configuration hadoop) throws IOException {
        try (var in = path.getFileSystem(hadoop).open(path, BUFFER_BYTES)) {
            var digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                digest.update(buffer, 0, length);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** How many tasks ended in the file, with whatever outcome. */
    public long tasks() {
        return completed + diverged + failed;
    }
}
