package io.gradflow.parquet;

import java.io.IOException;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** Opens Parquet files for reading. */
public final class ParquetInput {
    private ParquetInput() {}

    /**
     * Reads the footer of a file and leaves the file open. It is read with the configuration that the file was named
     * with. Without it, Parquet would load Hadoop's own from XML again for each file, which takes longer than all else.
     */
    public static ParquetFileReader open(HadoopInputFile file) throws IOException {
        return ParquetFileReader.open(
                file,
                HadoopReadOptions.builder(file.getConfiguration(), file.getPath())
                        .build());
    }
}
