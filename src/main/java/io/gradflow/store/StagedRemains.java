package io.gradflow.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * What is left below the staging folder when a wave is committed, or is given up. Staged waves are in folders that have
 * a random identifier for a name; whatever else is there belongs to somebody else.
 */
final class StagedRemains {
    private static final Pattern IDENTIFIER = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** What gradflow and Spark's committer write there. */
    private static final Pattern OWN_NAMES =
            Pattern.compile(".*\\.parquet(\\.crc)?|_?_manifest\\.json|_temporary|_SUCCESS");

    private StagedRemains() {}

    /** Deletes the remains, and the folders that are empty then. Files of other names stay, and so do other folders. */
    static void delete(StoreFiles files) throws IOException {
        for (var child : children(files)) {
            if (isStaged(files, child)) {
                delete(files, child.getPath());
            }
        }
        files.deleteIfEmpty(files.path(StoreEntry.STAGING));
    }

    /** The paths of what is in the staging folder and no staged wave. */
    static List<Path> foreignPaths(StoreFiles files) throws IOException {
        var foreign = new ArrayList<Path>();
        for (var child : children(files)) {
            if (!isStaged(files, child)) {
                foreign.add(child.getPath());
            }
        }
        return foreign;
    }

    private static List<FileStatus> children(StoreFiles files) throws IOException {
        return files.listIfThere(files.path(StoreEntry.STAGING));
    }

    private static boolean isStaged(StoreFiles files, FileStatus child) {
        return child.isDirectory()
                && !files.isLink(child.getPath())
                && IDENTIFIER.matcher(child.getPath().getName()).matches();
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
