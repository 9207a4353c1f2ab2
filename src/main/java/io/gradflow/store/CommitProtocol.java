package io.gradflow.store;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * How a staged wave becomes a committed one, in one visible step, of which the file system decides that at most one
 * writer takes it for a number. That holds for any number of writers, whatever they believe about locks.
 *
 * <p>The answer to a step can be lost after its effect. Therefore whoever gets an exception from the visible step looks
 * whether the wave that is there is his own.
 */
sealed interface CommitProtocol {

    /** The protocol for a file system. */
    static CommitProtocol of(StoreFiles files) {
        return files.renamesFolders() ? new FolderRename(files) : new ManifestCreation(files);
    }

    /** Takes the part of a commit that comes before its visible step. */
    void prepare(Path staged, WaveFolder.Manifest manifest) throws IOException;

    /**
     * Takes the visible step. If this throws {@link WaveTakenException}, the staged folder is as it was, as far as the
     * file system lets it; after another exception the wave may yet appear.
     *
     * @param identifier that nobody else has, for names
     * @param folder of the wave, with its number
     * @return the wave, whose files may have other names than the staged ones
     * @throws WaveTakenException if another writer has committed a wave with that number
     */
    Wave publish(Path staged, String identifier, WaveFolder folder, WaveFolder.Manifest manifest)
            throws IOException, WaveTakenException;

    /**
     * Whether a folder without a manifest may be that of a commit under way, so that its number is as free as if there
     * were no such folder.
     */
    boolean isUnderWayWithoutManifest();

    /**
     * Makes sure that a folder without a manifest never becomes a wave with the files that are in it, even if somebody
     * is just committing them.
     *
     * @return whether these files are of no use from now on
     */
    boolean abandon(WaveFolder folder) throws IOException;

    /** Whether all waves can be replaced by others in one step. */
    boolean replacesGenerations();

    private static boolean isCommitted(WaveFolder folder, WaveFolder.Manifest manifest) throws IOException {
        return folder.isCommitted() && folder.read().equals(manifest);
    }

    /**
     * For file systems that rename a folder in one step, and refuse to rename it to one that is not empty. The folder
     * has its manifest by then.
     */
    record FolderRename(StoreFiles files) implements CommitProtocol {
        @Override
        public void prepare(Path staged, WaveFolder.Manifest manifest) throws IOException {
            var folder = new WaveFolder(files, staged);
            // That of an attempt that found its number taken.
            files.deleteFile(folder.manifest());
            folder.create(manifest);
            for (var file : manifest.files()) {
                files.sync(new Path(staged, file.name()));
            }
            files.sync(staged);
        }

        @Override
        public Wave publish(Path staged, String identifier, WaveFolder folder, WaveFolder.Manifest manifest)
                throws IOException, WaveTakenException {
            try {
                files.rename(staged, folder.path());
            } catch (IOException e) {
                if (files.exists(staged) || !isCommitted(folder, manifest)) {
                    if (files.exists(folder.path())) {
                        throw WaveTakenException.by(folder);
                    }
                    throw e;
                }
            }
            files.sync(folder.path().getParent());
            return new Wave(folder.path(), manifest.files());
        }

        @Override
        public boolean isUnderWayWithoutManifest() {
            return false;
        }

        @Override
        public boolean abandon(WaveFolder folder) {
            // No commit leaves such a folder.
            return false;
        }

        @Override
        public boolean replacesGenerations() {
            return true;
        }
    }

    /**
     * For object stores, which copy one file after another where others rename a folder. The files of a wave go into
     * its folder under names that no other writer has. The visible step is the creation of the manifest, which names
     * them.
     */
    record ManifestCreation(StoreFiles files) implements CommitProtocol {
        @Override
        public void prepare(Path staged, WaveFolder.Manifest manifest) {
            // Nothing comes before.
        }

        @Override
        public Wave publish(Path staged, String identifier, WaveFolder folder, WaveFolder.Manifest manifest)
                throws IOException, WaveTakenException {
            var own = named(identifier, manifest);
            if (folder.isCommitted()) {
                // This saves copying.
                throw WaveTakenException.by(folder);
            }
            try {
                place(staged, folder, manifest, own);
            } catch (IOException e) {
                if (folder.isCommitted()) {
                    // By whoever has taken the staged files over.
                    throw WaveTakenException.by(folder);
                }
                throw e;
            }
            try {
                folder.create(own);
            } catch (IOException e) {
                if (!folder.isCommitted()) {
                    // The files stay: the manifest may yet appear, if the storage is slow.
                    throw e;
                }
                if (!isCommitted(folder, own)) {
                    var taken = WaveTakenException.by(folder);
                    takeBack(staged, folder, manifest, own, taken);
                    throw taken;
                }
            }
            return new Wave(folder.path(), own.files());
        }

        /** The files of a manifest under their names in the folder. */
        private static WaveFolder.Manifest named(String identifier, WaveFolder.Manifest manifest) {
            return manifest.with(manifest.files().stream()
                    .map(file -> file.renamed(identifier + "-" + file.name()))
                    .toList());
        }

        private void place(Path staged, WaveFolder folder, WaveFolder.Manifest from, WaveFolder.Manifest to)
                throws IOException {
            files.makeFolder(folder.path());
            try {
                for (int i = 0; i < from.files().size(); i++) {
                    var target = new Path(folder.path(), to.files().get(i).name());
                    try {
                        files.rename(new Path(staged, from.files().get(i).name()), target);
                    } catch (IOException e) {
                        var status = files.status(target);
                        if (status == null
                                || status.getLen() != to.files().get(i).bytes()) {
                            throw e;
                        }
                    }
                }
            } catch (IOException e) {
                // Nobody will name the files that are placed already.
                takeBack(staged, folder, from, to, e);
                throw e;
            }
        }

        /** Undoes {@link #place}, as far as the files are still there. */
        private void takeBack(
                Path staged, WaveFolder folder, WaveFolder.Manifest from, WaveFolder.Manifest to, Exception reason) {
            for (int i = 0; i < from.files().size(); i++) {
                var placed = new Path(folder.path(), to.files().get(i).name());
                var origin = new Path(staged, from.files().get(i).name());
                try {
                    if (files.exists(placed)) {
                        if (files.exists(origin)) {
                            files.delete(placed);
                        } else {
                            files.rename(placed, origin);
                        }
                    }
                } catch (IOException e) {
                    reason.addSuppressed(e);
                }
            }
        }

        @Override
        public boolean isUnderWayWithoutManifest() {
            return true;
        }

        @Override
        public boolean abandon(WaveFolder folder) throws IOException {
            try {
                // Whoever is committing finds the number taken.
                folder.create(new WaveFolder.Manifest(List.of()));
                return true;
            } catch (IOException e) {
                if (folder.isCommitted()) {
                    // It is empty if it was made here, and the answer lost.
                    return folder.wave().files().isEmpty();
                }
                throw e;
            }
        }

        @Override
        public boolean replacesGenerations() {
            return false;
        }
    }
}
