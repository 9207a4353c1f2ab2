package io.gradflow.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.security.AccessControlException;

/**
 * Checks whether there is a readable store at a place, or whether one can be written there. The checks write nothing.
 *
 * @param name the store as the user named it, for the messages
 */
record StorePlace(StoreFiles files, String name) {

    static final String REBUILD_HINT =
            "gradflow verify --rebuild writes store.json and manifests anew from the files that are whole";

    /** Whether there is a store. */
    boolean isStore() throws IOException {
        return files.has(StoreEntry.DESCRIPTION);
    }

    /** Requires a store that this version can read. */
    void requireStore() throws IOException, StoreException {
        requireNotRowsAlone();
        if (!isStore()) {
            throw new StoreException("store " + name
                    + (files.exists(files.root()) ? " is no gradflow store" : " does not exist")
                    + ", must be a folder that a run has written");
        }
        requireCurrentFormat();
    }

    /** Requires a folder with waves. */
    void requireRows() throws IOException, StoreException {
        if (!hasRows()) {
            throw new StoreException("store " + name + " has no folder of rows, must have folders "
                    + StoreEntry.EPOCHS.fileName() + "/wave=N");
        }
    }

    private boolean hasRows() throws IOException {
        for (var folder : WaveFolder.in(files, GenerationSwap.currentGeneration(files))) {
            if (folder.isCommitted() || folder.hasParquetFiles()) {
                return true;
            }
        }
        return false;
    }

    /** Refuses rows that nothing describes: a run would take the store for new and mix others with them. */
    private void requireNotRowsAlone() throws IOException, StoreException {
        if (!isStore() && hasRows()) {
            throw new StoreException(
                    "store " + name + " has rows and no " + StoreEntry.DESCRIPTION.fileName() + "; " + REBUILD_HINT);
        }
    }

    /** Requires a store that this version can write, an empty folder, or a place where a folder can be made. */
    void requireWritable() throws IOException, StoreException {
        var status = files.status(files.root());
        if (status == null) {
            requireWritable(nearestExistingParent());
            return;
        }
        if (!status.isDirectory()) {
            throw new StoreException("store " + name + " is a file, must be a folder that is new or empty");
        }
        requireNotRowsAlone();
        if (isStore()) {
            requireCurrentFormat();
        } else {
            requireVacant();
        }
        requireWritable(status);
    }

    /**
     * Requires that nothing is in the folder but what a run leaves that was killed before its first row. Anything else
     * may be somebody's, even if it has a name that gradflow uses.
     */
    private void requireVacant() throws IOException, StoreException {
        for (var child : files.list(files.root())) {
            if (!DeadRun.left(files, child)) {
                throw new StoreException("store " + name + " holds files that gradflow did not write ("
                        + child.getPath().getName() + "), must be a folder that is new or empty");
            }
        }
    }

    private void requireWritable(FileStatus folder) throws IOException, StoreException {
        String refusal = "store " + name
                + (folder.getPath().equals(files.root()) ? " cannot be written: " : " cannot be made: ");
        String path = StoreFiles.plain(folder.getPath());
        if (!folder.isDirectory()) {
            throw new StoreException(refusal + path + " is a file, must be a folder");
        }
        try {
            files.system().access(folder.getPath(), FsAction.WRITE_EXECUTE);
            if (files.isLocal() && !java.nio.file.Files.isWritable(StoreFiles.local(folder.getPath()))) {
                throw new AccessControlException(path);
            }
        } catch (AccessControlException e) {
            throw new StoreException(refusal + path + " is not writable", e);
        }
    }

    private FileStatus nearestExistingParent() throws IOException {
        for (var path = files.root().getParent(); path != null; path = path.getParent()) {
            var status = files.status(path);
            if (status != null) {
                return status;
            }
        }
        throw new FileNotFoundException("none of the folders above it exists");
    }

    private void requireCurrentFormat() throws IOException, StoreException {
        int format = files.readDescription().format();
        if (format != StoreDescription.CURRENT_FORMAT) {
            throw new StoreException("store " + name + " has format " + format + ", must be "
                    + StoreDescription.CURRENT_FORMAT + " for this version of gradflow");
        }
    }
}
