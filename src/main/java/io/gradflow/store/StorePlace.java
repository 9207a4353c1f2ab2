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

    /** Whether there is a store. */
    boolean isStore() throws IOException {
        return files.has(StoreEntry.DESCRIPTION);
    }

    /** Requires a store that this version can read. */
    void requireStore() throws IOException, StoreException {
        if (!isStore()) {
            throw new StoreException("store " + name
                    + (files.exists(files.root()) ? " is no gradflow store" : " does not exist")
                    + ", must be a folder that a run has written");
        }
        requireCurrentFormat();
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
        if (isStore()) {
            requireCurrentFormat();
        } else if (!files.foreignNames().isEmpty()) {
            throw new StoreException("store " + name + " holds files that gradflow did not write ("
                    + files.foreignNames().get(0) + "), must be a folder that is new or empty");
        }
        requireWritable(status);
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
