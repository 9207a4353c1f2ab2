package io.gradflow.cli;

import io.gradflow.cli.usage.UsageException;
import io.gradflow.parquet.FileOrigin;
import io.gradflow.spark.reading.FileChecks;
import io.gradflow.spark.reading.FileProofs;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.Damage;
import io.gradflow.store.FileProof;
import io.gradflow.store.LostNotes;
import io.gradflow.store.Misstatement;
import io.gradflow.store.Store;
import io.gradflow.store.StoreDescription;
import io.gradflow.store.StoreException;
import io.gradflow.store.Wave;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Writes the description and the manifests of a store anew where they are gone, cannot be read, or tell other counts
 * than their files, from files that prove to be whole and to belong together. Nothing is changed before all of that is
 * known.
 */
final class StoreRebuild {
    private final Store store;
    private final SparkSession spark;
    private final LostNotes notes;
    private final Optional<StoreDescription> description;
    private final List<LostNotes.Folder> folders;

    private StoreRebuild(Store store, SparkSession spark) throws StoreException, IOException {
        this.store = store;
        this.spark = spark;
        notes = store.lostNotes();
        description = notes.description();
        folders = notes.folders();
    }

    static void run(Store store, SparkSession spark) throws StoreException, IOException, UsageException {
        var lock = store.lock();
        try {
            new StoreRebuild(store, spark).run();
        } finally {
            lock.close();
        }
    }

    private void run() throws StoreException, IOException, UsageException {
        var lost = new LinkedHashMap<LostNotes.Folder, List<FileProof>>();
        for (var folder : folders) {
            if (folder.manifest() == null) {
                lost.put(folder, FileProofs.of(spark, notes.parquetFiles(folder)));
            }
        }
        var corrected = corrected();
        if (lost.isEmpty() && corrected.isEmpty() && description.isPresent()) {
            System.err.println("nothing to rebuild: store.json and all manifests can be read, and are right");
            return;
        }
        var whole = Stream.concat(
                        description.isPresent() ? Stream.empty() : FileProofs.of(spark, committed()).stream(),
                        lost.values().stream().flatMap(List::stream))
                .filter(proof -> proof.flaw() == null)
                .toList();
        var origin = commonOrigin(whole);
        requireDistinctTasks(lost);
        for (var entry : lost.entrySet()) {
            restore(entry.getKey(), entry.getValue());
        }
        for (var entry : corrected.entrySet()) {
            restoreManifest(entry.getKey(), entry.getValue());
        }
        restoreDescription(origin, whole);
    }

    /** What manifests should say that tell other counts than their files. */
    private Map<LostNotes.Folder, List<CommittedFile>> corrected() throws IOException {
        var corrected = new LinkedHashMap<LostNotes.Folder, List<CommittedFile>>();
        for (var folder : folders) {
            var wave = folder.manifest();
            if (wave == null) {
                continue;
            }
            var actual = FileChecks.misstatements(
                            List.of(wave), spark.sparkContext().hadoopConfiguration())
                    .stream()
                    .collect(Collectors.toMap(Misstatement::told, Misstatement::actual));
            if (!actual.isEmpty()) {
                corrected.put(
                        folder,
                        wave.files().stream()
                                .map(file -> actual.getOrDefault(file, file))
                                .toList());
            }
        }
        return corrected;
    }

    private List<Path> committed() {
        return folders.stream()
                .map(LostNotes.Folder::manifest)
                .filter(Objects::nonNull)
                .flatMap(wave -> wave.files().stream().map(wave::path))
                .toList();
    }

    /** What all rows have in common, according to store.json and to the files. Nothing may contradict. */
    private FileOrigin commonOrigin(List<FileProof> whole) throws UsageException {
        var common = description
                .map(known -> new FileOrigin(known.format(), known.numerics(), known.logging(), List.of()))
                .orElse(null);
        String source = "store.json";
        for (var proof : whole) {
            var origin = proof.origin();
            if (origin == null && description.isEmpty()) {
                throw new UsageException("store " + store.name() + " cannot be rebuilt: " + proof.path()
                        + " was written before files told of which numerics their rows are; bring back store.json");
            }
            if (origin != null && common != null && !isSame(common, origin)) {
                throw new UsageException("store " + store.name() + " cannot be rebuilt: " + words(origin) + " in "
                        + proof.path() + ", but " + words(common) + " in " + source
                        + "; move away what does not belong to it");
            }
            if (common == null) {
                common = origin;
                source = proof.path();
            }
        }
        if (common == null) {
            throw new UsageException("store " + store.name() + " cannot be rebuilt: no file is whole");
        }
        return common;
    }

    private static boolean isSame(FileOrigin first, FileOrigin second) {
        return words(first).equals(words(second));
    }

    private static String words(FileOrigin origin) {
        var groups = origin.logging().groups();
        return "format " + origin.format() + ", numerics " + origin.numerics() + ", log-every "
                + origin.logging().every()
                + (groups.equals(DiagnosticGroups.DEFAULT) ? "" : ", diagnostics " + groups);
    }

    /** A copy of a file, or one that compacting has replaced, would give each of its rows twice. */
    private void requireDistinctTasks(Map<LostNotes.Folder, List<FileProof>> lost) throws UsageException, IOException {
        var waves = new ArrayList<Wave>();
        var committed = folders.stream()
                .map(LostNotes.Folder::manifest)
                .filter(Objects::nonNull)
                .toList();
        var damaged =
                FileChecks.check(spark, committed).stream().map(Damage::path).collect(Collectors.toSet());
        committed.forEach(wave -> waves.add(new Wave(
                wave.folder(),
                wave.files().stream()
                        .filter(file ->
                                !damaged.contains(wave.path(file).toUri().getPath()))
                        .toList())));
        lost.forEach((folder, proofs) -> waves.add(new Wave(folder.path(), whole(proofs))));
        var doubled = FileProofs.taskOfTwoFiles(spark, waves);
        if (doubled.isPresent()) {
            throw new UsageException("store " + store.name() + " cannot be rebuilt: " + doubled.get()
                    + "; move away the folder that does not belong to it");
        }
    }

    private static List<CommittedFile> whole(List<FileProof> proofs) {
        return proofs.stream()
                .filter(proof -> proof.flaw() == null)
                .map(FileProof::file)
                .toList();
    }

    private void restore(LostNotes.Folder folder, List<FileProof> proofs) throws IOException {
        for (var proof : proofs) {
            if (proof.flaw() != null && !proof.isForeign()) {
                notes.setAside(new Path(proof.path()));
                ErrorReporter.warn(
                        "kept in _replaced: " + new Path(proof.path()).toUri().getPath() + ": " + proof.flaw());
            }
        }
        restoreManifest(folder, whole(proofs));
    }

    private void restoreManifest(LostNotes.Folder folder, List<CommittedFile> contents) throws IOException {
        notes.restore(folder, contents);
        System.err.println("rebuilt: manifest of " + folder.path().toUri().getPath() + ", " + contents.size()
                + (contents.size() == 1 ? " file" : " files"));
    }

    private void restoreDescription(FileOrigin origin, List<FileProof> whole) throws IOException {
        var known = description.orElseGet(() -> new StoreDescription(
                origin.numerics(), null, 0, origin.logging(), List.of(), List.of(), Versions.all()));
        var keys = Stream.concat(known.keys().stream(), whole.stream().flatMap(proof -> proof.keys().stream()))
                .distinct()
                .toList();
        if (description.isEmpty() || !keys.equals(known.keys())) {
            notes.restore(new StoreDescription(
                    known.numerics(),
                    known.engine(),
                    known.laneWidth(),
                    known.logging(),
                    keys,
                    known.configurations(),
                    known.versions()));
            System.err.println("rebuilt: store.json, " + words(origin));
        }
    }
}
