package io.gradflow.spark.training;

import io.gradflow.store.CommittedFile;
import io.gradflow.store.UnseenStoreException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;

/**
 * A file as the executor has written it.
 *
 * @param name within the wave's folder
 */
record WrittenFile(String name, long rows) implements Serializable {

    /**
     * Requires that all files are there with all their rows.
     *
     * @param found what the driver finds in the wave's folder
     */
    static void requireAll(List<WrittenFile> written, List<CommittedFile> found) throws UnseenStoreException {
        var foundRows = new HashMap<String, Long>();
        found.forEach(file -> foundRows.put(file.name(), file.rows()));
        for (var file : written) {
            var rows = foundRows.get(file.name);
            if (rows == null || rows != file.rows) {
                throw new UnseenStoreException(
                        "the driver",
                        "an executor has written " + file.name + " with " + file.rows + " rows, and the driver finds "
                                + (rows == null ? "no such file" : "it with " + rows));
            }
        }
    }
}
