package io.gradflow.store;

import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/** What is left below the staging folder when a wave is committed, or is given up. */
final class StagedRemains {
    /** What gradflow and Spark's committer write there. */
    private static final Pattern OWN_NAMES =
            Pattern.compile(".*\\.parquet(\\.crc)?|_?_manifest\\.json|_temporary|_SUCCESS");

    private StagedRemains() {}

    /** Deletes the remains, and the folders that are empty then. Files of other names stay. */
    static void delete(StoreFiles files) throws IOException {
        var staging = files.path(StoreEntry.STAGING);
        if (files.exists(staging)) {
            delete(files, staging);
        }
    }

    private static void delete(StoreFiles files, Path folder) throws IOException {
        for (var child : files.list(folder)) {
            var path = child.getPath();
            if (OWN_NAMES.matcher(path.getName()).matches()) {
                // A link among them is removed and not followed.
                files.system().delete(path, true);
            } else if (child.isDirectory() && !files.isLink(path)) {
                delete(files, path);
            }
        }
        files.deleteIfEmpty(folder);
    }
}
