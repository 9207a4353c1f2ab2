package io.gradflow.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * The replacement of all committed rows by the same rows in other files. A generation is a folder with all committed
 * waves: the current one is called {@code epochs}. The swap takes two renames, the current generation out and the
 * staged one in.
 *
 * <p>A note with both paths is written before the first rename and removed after the second. Between the renames
 * readers find the rows through the note, and the next command that writes completes the swap if its process was
 * killed. Nobody commits into a generation that has moved out, so what it has then is all that it ever has: if that is
 * not what the staged generation was made of, it moves in again.
 *
 * @param staged path of the generation that moves in, relative to the store
 * @param replaced path to which the current generation moves, relative to the store
 * @param content of the generation that moves out, as {@link #content} tells it; null in notes of earlier versions
 */
record GenerationSwap(
        String staged,
        String replaced,
        @JsonInclude(JsonInclude.Include.NON_NULL) String content) {
    /** Stands before the identifier of a generation that was replaced. */
    private static final String REPLACED_PREFIX = StoreEntry.EPOCHS.fileName() + "-";

    private static final Pattern STAGED =
            Pattern.compile(StoreEntry.STAGING.fileName() + "/[\\w-]+/" + StoreEntry.EPOCHS.fileName());
    private static final Pattern REPLACED =
            Pattern.compile(StoreEntry.REPLACED.fileName() + "/" + REPLACED_PREFIX + "[\\w-]+");

    /** The folder with the committed rows. Between the two renames of a swap it is not called {@code epochs}. */
    static Path currentGeneration(StoreFiles files) throws IOException {
        if (files.exists(files.epochs())) {
            return files.epochs();
        }
        if (!files.has(StoreEntry.COMPACTION)) {
            requireNoneReplaced(files);
            return files.epochs();
        }
        var swap = readNote(files);
        var replaced = files.path(swap.replaced);
        return files.exists(replaced) ? replaced : files.path(swap.staged);
    }

    /** Refuses a store in which what was replaced may be all that there is, since the note on it is gone. */
    private static void requireNoneReplaced(StoreFiles files) throws IOException {
        var replaced = files.path(StoreEntry.REPLACED);
        for (var child : files.listIfThere(replaced)) {
            // A swap may have ended meanwhile.
            if (child.getPath().getName().startsWith(REPLACED_PREFIX) && !files.exists(files.epochs())) {
                throw new DamagedException(StoreFiles.plain(files.epochs()) + ": is gone; rename "
                        + StoreFiles.plain(child.getPath()) + " to it, which has the rows as they were before"
                        + " compacting");
            }
        }
    }

    private static GenerationSwap readNote(StoreFiles files) throws IOException {
        var note = files.path(StoreEntry.COMPACTION);
        var swap = files.read(note, GenerationSwap.class);
        if (!isMatch(STAGED, swap.staged) || !isMatch(REPLACED, swap.replaced)) {
            throw new DamagedException(StoreFiles.plain(note) + ": names '" + swap.staged + "' and '" + swap.replaced
                    + "', must name a staged and a replaced folder of this store");
        }
        return swap;
    }

    private static boolean isMatch(Pattern pattern, String path) {
        return path != null && pattern.matcher(path).matches();
    }

    /**
     * Makes a staged wave the only committed one. If this ends early, the committed rows are those of the staged wave
     * or those of all former waves, never a mixture.
     *
     * @param staged folder of the wave; its parent is the generation that moves in, and its grandparent is below the
     *     staging folder
     * @param read the committed waves of which the staged one was made
     * @throws WaveTakenException if the committed waves are others by now; they stay then
     */
    static Wave run(StoreFiles files, Path staged, List<CommittedFile> contents, List<Wave> read)
            throws IOException, WaveTakenException {
        for (var file : contents) {
            // Another process may have removed or changed the staged files since they were described.
            if (files.length(new Path(staged, file.name())) != file.bytes()) {
                throw new IOException(file.name() + " has changed");
            }
            files.sync(new Path(staged, file.name()));
        }
        var folder = new WaveFolder(files, staged);
        folder.create(new WaveFolder.Manifest(contents));
        files.makeFolder(files.path(StoreEntry.REPLACED));
        var generation = staged.getParent();
        // Each of these steps is on the disk before the next begins, so that a crash of the machine is like a kill.
        files.sync(staged);
        files.sync(generation);
        files.sync(generation.getParent());
        files.sync(generation.getParent().getParent());
        var swap = new GenerationSwap(
                String.join(
                        "/",
                        StoreEntry.STAGING.fileName(),
                        generation.getParent().getName(),
                        StoreEntry.EPOCHS.fileName()),
                StoreEntry.REPLACED.fileName() + "/" + REPLACED_PREFIX + UUID.randomUUID(),
                content(read));
        if (files.has(StoreEntry.COMPACTION)) {
            throw new IOException("another run is compacting it");
        }
        files.put(files.path(StoreEntry.COMPACTION), swap);
        IOException failure = null;
        try {
            files.replace(files.epochs(), files.path(swap.replaced));
            files.sync(files.path(StoreEntry.REPLACED));
            files.sync(files.root());
        } catch (IOException e) {
            failure = e;
        }
        // Whoever begins meanwhile removes the note, and the folder while it is empty.
        boolean isAlone = files.has(StoreEntry.COMPACTION) && files.has(StoreEntry.REPLACED);
        complete(files);
        if (!files.exists(files.epochs()) && files.exists(files.path(swap.replaced))) {
            // Another process took the note for that of a dead one before the first rename, so nobody else knows of it.
            files.replace(files.path(swap.replaced), files.epochs());
            files.sync(files.root());
        }
        var moved = new WaveFolder(files, new Path(files.epochs(), staged.getName()));
        if (moved.isCommitted() && moved.wave().files().equals(contents)) {
            return new Wave(moved.path(), contents);
        }
        if (failure != null && isAlone) {
            throw failure;
        }
        throw WaveTakenException.by(moved);
    }

    /** Completes a swap whose first rename is done, and forgets one whose first rename is not. */
    static void complete(StoreFiles files) throws IOException {
        try {
            if (files.has(StoreEntry.COMPACTION)) {
                completeNoted(files);
            }
        } catch (IOException e) {
            if (files.has(StoreEntry.COMPACTION)) {
                throw e;
            }
            // Another process has completed it meanwhile.
        }
    }

    private static void completeNoted(StoreFiles files) throws IOException {
        if (!files.exists(files.epochs())) {
            var swap = readNote(files);
            var staged = files.path(swap.staged);
            var replaced = files.path(swap.replaced);
            boolean movesIn = files.exists(staged)
                    && (swap.content == null
                            || !files.exists(replaced)
                            || swap.content.equals(content(files, replaced)));
            files.replace(movesIn ? staged : replaced, files.epochs());
            files.sync(files.root());
        } else if (isHalfDone(files)) {
            throw new DamagedException(StoreFiles.plain(files.epochs()) + ": was made anew while another folder was to"
                    + " take its place; its rows are in a folder below "
                    + StoreFiles.plain(files.path(StoreEntry.REPLACED)) + ", see "
                    + StoreFiles.plain(files.path(StoreEntry.COMPACTION)));
        }
        files.delete(files.path(StoreEntry.COMPACTION));
    }

    /** Whether somebody has made a folder of the name that the staged generation is to have. */
    private static boolean isHalfDone(StoreFiles files) throws IOException {
        try {
            var swap = readNote(files);
            return files.exists(files.path(swap.staged)) && files.exists(files.path(swap.replaced));
        } catch (DamagedException e) {
            return false;
        }
    }

    /** What {@link #content(List)} tells of a folder with waves. */
    private static String content(StoreFiles files, Path generation) throws IOException {
        var waves = new ArrayList<Wave>();
        var replaced = new HashSet<String>();
        for (var folder : WaveFolder.in(files, generation)) {
            if (folder.isCommitted()) {
                var manifest = folder.read();
                replaced.addAll(manifest.replaces());
                waves.add(new Wave(folder.path(), manifest.files()));
            }
        }
        return content(waves.stream()
                .map(wave -> wave.with(file -> !replaced.contains(ReplacementNote.nameInStore(wave.path(file)))))
                .toList());
    }

    /** What tells whether two generations have the same committed files: a hash of their waves and manifests. */
    private static String content(List<Wave> waves) {
        var lines = new StringBuilder();
        waves.forEach(wave -> wave.files()
                .forEach(file -> lines.append(wave.folder().getName())
                        .append(' ')
                        .append(file.name())
                        .append(' ')
                        .append(file.sha256())
                        .append('\n')));
        return UUID.nameUUIDFromBytes(lines.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Deletes the generations that were replaced. Files that gradflow did not write stay. */
    static void deleteReplaced(StoreFiles files) throws IOException {
        var replaced = files.path(StoreEntry.REPLACED);
        // While a swap is noted, or no generation took its place, one may hold the only copy of the rows.
        if (files.has(StoreEntry.COMPACTION) || !files.exists(files.epochs())) {
            return;
        }
        for (var child : files.listIfThere(replaced)) {
            if (child.isDirectory() && child.getPath().getName().startsWith(REPLACED_PREFIX)) {
                try {
                    deleteGeneration(files, child.getPath());
                } catch (DamagedException e) {
                    // What cannot be told to be gradflow's stays.
                }
            }
        }
        files.deleteIfEmpty(replaced);
    }

    private static void deleteGeneration(StoreFiles files, Path generation) throws IOException {
        for (var folder : WaveFolder.in(files, generation)) {
            if (folder.isCommitted()) {
                var wave = folder.wave();
                for (var file : wave.files()) {
                    // A file of another length is not the one that was committed.
                    if (files.exists(wave.path(file)) && files.length(wave.path(file)) == file.bytes()) {
                        files.delete(wave.path(file));
                    }
                }
                // The manifest goes last, since only it tells which files gradflow wrote.
                files.delete(folder.manifest());
                for (var child : files.listIfThere(folder.path())) {
                    if (WaveFolder.isNextManifest(child.getPath().getName())) {
                        files.delete(child.getPath());
                    }
                }
            }
            files.deleteIfEmpty(folder.path());
        }
        files.deleteIfEmpty(generation);
    }
}
