package io.gradflow.store;

import io.gradflow.parquet.FileOrigin;
import java.util.Collection;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageType;

/**
 * Whether {@code store.json} knows the keys of a store's rows. If an older one was put back, rows that differ in a key
 * would look the same without it: cells would be mixed, and whoever writes the rows again would drop the key.
 */
public final class DescribedKeys {
    private DescribedKeys() {}

    /**
     * Requires that all keys of a file are described.
     *
     * @param described the keys in {@code store.json}
     * @param schema of the file
     * @throws StoreException if a key is not
     */
    public static void require(Collection<String> described, MessageType schema, Path file) throws StoreException {
        var unknown = FileOrigin.keys(schema).orElse(List.of()).stream()
                .filter(key -> !described.contains(key))
                .toList();
        if (!unknown.isEmpty()) {
            throw new StoreException(StoreFiles.plain(file) + " has the key " + unknown.get(0) + ", which "
                    + StoreEntry.DESCRIPTION.fileName() + " lacks, as one of an earlier time does; move that "
                    + StoreEntry.DESCRIPTION.fileName() + " away, and " + StorePlace.REBUILD_HINT);
        }
    }
}
