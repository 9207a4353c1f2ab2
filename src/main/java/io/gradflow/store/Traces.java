package io.gradflow.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/**
 * What this process has made of a store, and was not there before. If no row comes of it, this is removed again,
 * folders only while they are empty. Nothing else is: a folder that was there has an owner, who may have given it a
 * mode, or a link that leads to it.
 */
final class Traces {
    private final StoreFiles files;
    /** The innermost first. */
    private final Deque<Path> folders = new ArrayDeque<>();

    private final Set<StoreEntry> entries = EnumSet.noneOf(StoreEntry.class);

    Traces(StoreFiles files) {
        this.files = files;
    }

    /** Makes a folder and those above it that are missing, and waits until they are on the disk. */
    void makeFolder(Path folder) throws IOException {
        var missing = new ArrayDeque<Path>();
        for (var path = folder; path != null && files.status(path) == null; path = path.getParent()) {
            missing.addFirst(path);
        }
        files.makeFolder(folder);
        for (var made : missing) {
            files.sync(made.getParent());
            folders.addFirst(made);
        }
    }

    /** Remembers a file that is about to be written. */
    void willWrite(StoreEntry entry) throws IOException {
        if (!files.has(entry)) {
            entries.add(entry);
        }
    }

    /** Removes some of the files that this process has made. */
    void remove(StoreEntry... some) throws IOException {
        for (var entry : some) {
            if (entries.remove(entry)) {
                files.delete(files.path(entry));
            }
        }
    }

    /** Removes the folders below the store's own that this process has made, as far as they are empty. */
    void removeEmptyFoldersInside() throws IOException {
        while (!folders.isEmpty() && !isOfRoot(folders.getFirst()) && files.deleteIfEmpty(folders.getFirst())) {
            folders.removeFirst();
        }
    }

    /** Removes the lock that this process has made, and its folders, if nothing else is in the store. */
    void removeIfVacant() throws IOException {
        if (!files.list(files.root()).stream()
                .allMatch(child -> child.getPath().getName().equals(StoreEntry.LOCK.fileName()))) {
            return;
        }
        remove(StoreEntry.LOCK);
        while (!folders.isEmpty() && files.deleteIfEmpty(folders.getFirst())) {
            folders.removeFirst();
        }
    }

    /** Whether a folder is that of the store, or one above it. */
    private boolean isOfRoot(Path folder) {
        return folder.depth() <= files.root().depth();
    }
}
