package io.gradflow.parquet;

import java.io.IOException;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ParquetDecodingException;
import shaded.parquet.org.apache.thrift.TException;

/** Opens Parquet files for reading. */
public final class ParquetInput {
    private ParquetInput() {}

    /**
     * Reads the footer of a file and leaves the file open. It is read with the configuration that the file was named
     * with. Without it, Parquet would load Hadoop's own from XML again for each file, which takes longer than all else.
     *
     * @throws IOException if the file cannot be read, which says nothing about its bytes
     * @throws RuntimeException if the bytes of the file make no sense
     */
    public static ParquetFileReader open(HadoopInputFile file) throws IOException {
        try {
            return ParquetFileReader.open(
                    file,
                    HadoopReadOptions.builder(file.getConfiguration(), file.getPath())
                            .build());
        } catch (IOException e) {
            if (e.getCause() instanceof TException) {
                // Of bytes that it has read and cannot decode Parquet tells as if it had not read them.
                throw new ParquetDecodingException(e.getMessage(), e);
            }
            throw e;
        }
    }
}
