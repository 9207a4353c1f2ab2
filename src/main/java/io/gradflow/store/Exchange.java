package io.gradflow.store;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.Path;

/**
 * Two folders that change places, in two renames: that of the committed rows, and one that holds the same rows anew. It is
 * noted before it begins, so that readers find the rows in between and whoever comes after a kill can end it.
 *
 * @param staged the folder that is to be {@code epochs}, below the store's
 * @param replaced where the one that was is put
 */
record Exchange(String staged, String replaced) {
    /** What the former folders of the rows are called among the replaced. */
    private static final String GENERATION = StoreFiles.EPOCHS + "-";

    /** The folder of the committed rows: that of {@link StoreFiles#epochs}, or where it is as long as there is none. */
    static Path generation(StoreFiles files) throws IOException {
        if (files.exists(files.epochs()) || !files.has(StoreFiles.COMPACTION)) {
            return files.epochs();
        }
        var exchange = noted(files);
        var replaced = files.path(exchange.replaced);
        return files.exists(replaced) ? replaced : files.path(exchange.staged);
    }

    private static Exchange noted(StoreFiles files) throws IOException {
        return files.read(files.path(StoreFiles.COMPACTION), Exchange.class);
    }

    /**
     * Makes a staged wave the only one. Whenever that ends before its time, the store has the rows of this one or of the others.
     *
     * @param staged in a folder of its own, which is to be {@code epochs}, below that of a staging
     */
    static Wave replaceAll(StoreFiles files, Path staged, List<CommittedFile> contents) throws IOException {
        for (var file : contents) {
            // Not if somebody has abandoned it.
            if (files.system().getFileStatus(new Path(staged, file.name())).getLen() != file.bytes()) {
                throw new IOException(file.name() + " has changed");
            }
        }
        new WaveFolders(files).addManifest(staged, contents);
        files.makeFolder(files.path(StoreFiles.REPLACED));
        var stagedEpochs = staged.getParent();
        var exchange = new Exchange(
                StoreFiles.STAGING + "/" + stagedEpochs.getParent().getName() + "/" + StoreFiles.EPOCHS,
                StoreFiles.REPLACED + "/" + GENERATION + UUID.randomUUID());
        files.put(files.path(StoreFiles.COMPACTION), exchange);
        try {
            files.replace(files.epochs(), files.path(exchange.replaced));
            files.replace(stagedEpochs, files.epochs());
        } finally {
            end(files);
        }
        return new Wave(new Path(files.epochs(), staged.getName()), contents);
    }

    /** Ends one that was begun; one that was only planned is forgotten. */
    static void end(StoreFiles files) throws IOException {
        if (!files.has(StoreFiles.COMPACTION)) {
            return;
        }
        if (!files.exists(files.epochs())) {
            var exchange = noted(files);
            var staged = files.path(exchange.staged);
            files.replace(files.exists(staged) ? staged : files.path(exchange.replaced), files.epochs());
        }
        files.delete(files.path(StoreFiles.COMPACTION));
    }

    /** Deletes what others were put in the place of. Files that are not of the store stay. */
    static void deleteReplaced(StoreFiles files) throws IOException {
        var replaced = files.path(StoreFiles.REPLACED);
        // What is noted there may be all there is.
        if (!files.exists(replaced) || files.has(StoreFiles.COMPACTION)) {
            return;
        }
        for (var child : files.list(replaced)) {
            if (child.isDirectory() && child.getPath().getName().startsWith(GENERATION)) {
                deleteGeneration(files, child.getPath());
            }
        }
        files.deleteIfEmpty(replaced);
    }

    private static void deleteGeneration(StoreFiles files, Path generation) throws IOException {
        var waves = new WaveFolders(files);
        for (var folder : waves.in(generation)) {
            if (waves.isCommitted(folder)) {
                for (var file : waves.manifest(folder)) {
                    files.delete(new Path(folder, file.name()));
                }
                // Last: without it nobody knows which files are ours.
                files.delete(WaveFolders.manifestOf(folder));
            }
            files.deleteIfEmpty(folder);
        }
        files.deleteIfEmpty(generation);
    }
}
