package io.gradflow.store;

import io.gradflow.parquet.FileOrigin;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * What a Parquet file proves of itself, without a manifest. A file has a footer only if it was written to its end, and
 * each of its pages has a checksum.
 *
 * @param path of the file
 * @param file what a manifest would say of it; null if it has a flaw
 * @param origin where its rows come from; null if it has a flaw, or was written before files told
 * @param keys the columns that are keys of tasks; null if the file is whole and has other rows than those of networks
 * @param flaw why the file is no whole file with rows of networks; null if it is one
 */
public record FileProof(String path, CommittedFile file, FileOrigin origin, List<String> keys, String flaw)
        implements Serializable {

    /** Reads all of a file. */
    public static FileProof of(Path path, Configuration hadoop) {
        try {
            var options = HadoopReadOptions.builder(hadoop, path)
                    .usePageChecksumVerification(true)
                    .build();
            try (var reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop), options)) {
                var footer = reader.getFileMetaData();
                var keys = FileOrigin.keys(footer.getSchema());
                if (keys.isEmpty()) {
                    return new FileProof(path.toString(), null, null, null, "has other columns than rows of networks");
                }
                long rows = 0;
                for (var group = reader.readNextRowGroup(); group != null; group = reader.readNextRowGroup()) {
                    rows += group.getRowCount();
                }
                var file = CommittedFile.of(path, hadoop);
                return rows == file.rows()
                        ? new FileProof(
                                path.toString(), file, FileOrigin.of(footer).orElse(null), keys.get(), null)
                        : flawed(path, "has " + rows + " rows, of which its footer says " + file.rows());
            }
        } catch (IOException | RuntimeException e) {
            // Parquet throws runtime exceptions when the bytes of a file make no sense.
            return flawed(path, "no whole Parquet file: " + e.getMessage());
        }
    }

    /** Whether the file is whole, and somebody else's. */
    public boolean isForeign() {
        return keys == null;
    }

    /** Whether the file tells of itself that its rows may be in a store. */
    boolean isOf(StoreDescription store) {
        return origin != null
                && origin.format() == store.format()
                && origin.numerics().equals(store.numerics())
                && origin.logging().equals(store.logging())
                && store.keys().containsAll(keys);
    }

    private static FileProof flawed(Path path, String flaw) {
        return new FileProof(path.toString(), null, null, List.of(), flaw);
    }
}
