package io.gradflow.store;

import io.gradflow.store.lock.LockHolder;
import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;

/**
 * What a run may leave in the store's folder if it is killed while there is no {@code store.json}: before it writes
 * that, or while it cleans up. It is told by what it says, since somebody else may use the same names.
 */
final class DeadRun {
    private DeadRun() {}

    /** Whether a run may have left an entry of the store's folder. */
    static boolean left(StoreFiles files, FileStatus entry) throws IOException {
        if (files.isLink(entry.getPath())) {
            return false;
        }
        String name = entry.getPath().getName();
        if (entry.isDirectory()) {
            return name.equals(StoreEntry.STAGING.fileName())
                    ? StagedRemains.foreignPaths(files).isEmpty()
                    : StoreEntry.isOwn(name)
                            && files.listIfThere(entry.getPath()).isEmpty();
        }
        return StoreEntry.isTemporary(name) || StoreEntry.isLink(name) || isNote(files, entry, name);
    }

    private static boolean isNote(StoreFiles files, FileStatus entry, String name) throws IOException {
        try {
            if (name.equals(StoreEntry.LOCK.fileName())) {
                // A lock that nobody holds is empty.
                return entry.getLen() == 0
                        || files.read(entry.getPath(), LockHolder.class).host() != null;
            }
            if (name.equals(StoreEntry.TOKEN.fileName())) {
                return StoreToken.isIn(files);
            }
            return name.equals(StoreEntry.PROGRESS.fileName())
                    && files.read(entry.getPath(), RunProgress.class).started() != null;
        } catch (DamagedException e) {
            return false;
        }
    }
}
