package io.gradflow.store;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/**
 * The content of {@code _compaction.json}: which two folders change places. It is written before they do, so that
 * readers find the rows in between, and so that whoever comes after a kill can complete the change.
 *
 * @param staged the folder that becomes {@code epochs}, as a path below the store's folder
 * @param replaced the path below the store's folder to which the present {@code epochs} is moved
 */
record CompactionNote(String staged, String replaced) {

    /** Reads the note of a store that has one. */
    static CompactionNote read(StoreFiles files) throws IOException {
        return files.read(files.path(StoreFiles.COMPACTION), CompactionNote.class);
    }

    /** The folder of the committed rows: {@link StoreFiles#epochs}, or where its rows are while there is none. */
    static Path folderOfRows(StoreFiles files) throws IOException {
        if (files.exists(files.epochs()) || !files.has(StoreFiles.COMPACTION)) {
            return files.epochs();
        }
        var note = read(files);
        var replaced = files.path(note.replaced);
        return files.exists(replaced) ? replaced : files.path(note.staged);
    }
}
