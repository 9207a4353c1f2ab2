package io.gradflow.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.gradflow.parquet.OutcomeCounts;
import io.gradflow.results.Outcome;
import java.io.IOException;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * A Parquet file of a wave, as it was when it was committed.
 *
 * @param name within the wave's folder
 * @param bytes its length
 * @param rows according to its footer
 * @param sha256 of all its bytes, as 64 hexadecimal digits
 * @param completed tasks whose last row it holds, by outcome; a task's rows are all in one file
 */
@JsonPropertyOrder({"name", "bytes", "rows", "sha256", "completed", "diverged", "failed"})
@JsonIgnoreProperties(ignoreUnknown = true)
public record CommittedFile(
        String name, long bytes, long rows, String sha256, long completed, long diverged, long failed)
        implements Serializable {
    private static final int BUFFER_BYTES = 1 << 17;

    /**
     * Reads what a file is.
     *
     * @throws IOException if it cannot be read, or is no whole Parquet file
     */
    public static CommittedFile of(Path path, Configuration hadoop) throws IOException {
        var files = path.getFileSystem(hadoop);
        var status = files.getFileStatus(path);
        try (var reader = ParquetFileReader.open(HadoopInputFile.fromStatus(status, hadoop))) {
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
            // Parquet's way of saying that bytes make no sense.
            throw new IOException("no whole Parquet file: " + e.getMessage(), e);
        }
    }

    private static String sha256(Path path, Configuration hadoop) throws IOException {
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

    /** How many tasks ended in it. */
    public long tasks() {
        return completed + diverged + failed;
    }
}
