package io.gradflow.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.security.AccessControlException;

/**
 * A folder of sweeps' rows.
 *
 * <pre>
 * STORE/store.json                   what the store is: format, numerics, configurations, versions
 * STORE/epochs/wave=N/*.parquet      committed rows
 * STORE/epochs/wave=N/_manifest.json the files of the wave, as they were committed
 * STORE/_staging/...                 a wave under way, below a name that Spark, Hadoop and DuckDB skip
 * STORE/_replaced/...                files that were found damaged, or that compacting has put others in the place of
 * STORE/_replaced/epochs-ID/...      what was in the place of epochs before compacting
 * STORE/_compaction.json             which two folders change places, while they do
 * STORE/_progress.json               how far the last run is, or was
 * STORE/_lock                        who writes
 * </pre>
 *
 * <p>A wave is committed in one step. Where a folder is renamed in one, that is the step, and its manifest is in it by then;
 * on object stores, which copy file after file, it is the creation of the manifest, and a folder without one is no wave.
 *
 * <p>Compacting puts another folder, with all rows in one wave, in the place of {@code epochs}, which takes two renames. In
 * between there is no {@code epochs}, and readers take the one that was, whose new place has been noted before. No two waves
 * of a store ever have the same number: what is listed before and opened after is missing, and never another one.
 */
public final class Store {
    private static final String DESCRIPTION = "store.json";
    private static final String EPOCHS = "epochs";
    private static final String WAVE = "wave=";
    private static final String MANIFEST = "_manifest.json";
    private static final String STAGING = "_staging";
    private static final String REPLACED = "_replaced";
    /** What the former folders of the rows are called among the replaced. */
    private static final String GENERATION = EPOCHS + "-";

    private static final String COMPACTION = "_compaction.json";
    private static final String PROGRESS = "_progress.json";
    private static final String LOCK = "_lock";
    private static final Set<String> OUR_NAMES = Set.of(
            DESCRIPTION,
            "_" + DESCRIPTION,
            EPOCHS,
            STAGING,
            REPLACED,
            COMPACTION,
            "_" + COMPACTION,
            PROGRESS,
            "_" + PROGRESS,
            LOCK);

    /** Those that rename a folder in one step. */
    private static final Set<String> RENAMING_SCHEMES = Set.of("file", "hdfs", "viewfs", "webhdfs", "ofs");

    private static final Pattern WAVE_NAME = Pattern.compile(WAVE + "\\d{1,18}");

    /** How often something is read anew that was replaced while it was read. */
    private static final int MAX_ATTEMPTS = 10;

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final FileSystem files;
    private final Path root;
    private final String name;

    private Store(FileSystem files, Path root, String name) {
        this.files = files;
        this.root = root;
        this.name = name;
    }

    /** The content of a manifest. */
    private record Manifest(List<CommittedFile> files) {}

    /**
     * What compacting is about to do, or has begun to do.
     *
     * @param staged the folder that is to be {@code epochs}
     * @param replaced where the one that was is put
     */
    private record Exchange(String staged, String replaced) {}

    /** A file of JSON that is none. */
    private static final class UnparsableException extends IOException {
        private static final long serialVersionUID = 1;

        UnparsableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Something that may fail, or be of no use, when the store is compacted at the same time. */
    @FunctionalInterface
    private interface Reading<T> {
        Optional<T> read() throws IOException;
    }

    /**
     * A store that can be written, or a place where one can be made; nothing is written yet.
     *
     * @param name a path or URI, as the user gave it
     * @throws StoreException if the place cannot be written, or holds something else
     */
    public static Store writable(String name, Configuration hadoop) throws StoreException {
        var store = at(name, hadoop);
        try {
            var status = store.status(store.root);
            if (status == null) {
                store.requireWritable(store.nearestExistingParent());
            } else if (!status.isDirectory()) {
                throw new StoreException("store " + name + " is a file, must be a folder that is new or empty");
            } else {
                if (store.exists()) {
                    store.requireCurrentFormat();
                } else if (!store.foreignNames().isEmpty()) {
                    throw new StoreException("store " + name + " holds files that gradflow did not write ("
                            + store.foreignNames().get(0) + "), must be a folder that is new or empty");
                }
                store.requireWritable(status);
            }
        } catch (IOException e) {
            throw store.unusable(e);
        }
        return store;
    }

    /**
     * A store that exists.
     *
     * @param name a path or URI, as the user gave it
     * @throws StoreException if there is no such store, or none that this version can read
     */
    public static Store existing(String name, Configuration hadoop) throws StoreException {
        var store = at(name, hadoop);
        try {
            if (!store.exists()) {
                throw new StoreException("store " + name
                        + (store.files.exists(store.root) ? " is no gradflow store" : " does not exist")
                        + ", must be a folder that a run has written");
            }
            store.requireCurrentFormat();
        } catch (IOException e) {
            throw store.unusable(e);
        }
        return store;
    }

    /** Whether there is a store yet. */
    public boolean exists() throws StoreException {
        try {
            return files.exists(path(DESCRIPTION));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void requireCurrentFormat() throws StoreException {
        int format = description().format();
        if (format != StoreDescription.CURRENT_FORMAT) {
            throw new StoreException("store " + name + " has format " + format + ", must be "
                    + StoreDescription.CURRENT_FORMAT + " for this version of gradflow");
        }
    }

    private static Store at(String name, Configuration hadoop) throws StoreException {
        try {
            var path = new Path(name);
            var files = path.getFileSystem(hadoop);
            if (files instanceof LocalFileSystem local) {
                // Without the checksum files that Hadoop puts beside each file of its own.
                files = local.getRawFileSystem();
            }
            return new Store(files, files.makeQualified(path), name);
        } catch (IOException | IllegalArgumentException e) {
            throw new StoreException("store '" + name + "' is no usable path: " + e.getMessage(), e);
        }
    }

    /**
     * Makes this process the only one that writes into the store; makes its folder.
     *
     * @throws StoreException if another one is it
     */
    public StoreLock lock() throws StoreException {
        try {
            files.mkdirs(root);
            return isLocal()
                    ? FileLock.acquire(java.nio.file.Path.of(path(LOCK).toUri()), name)
                    : LeaseLock.acquire(files, path(LOCK), name, System.currentTimeMillis());
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Who writes into the store just now, if anybody does; reading that changes nothing. */
    public Optional<String> writer() throws StoreException {
        try {
            if (!files.exists(path(LOCK))) {
                return Optional.empty();
            }
            return isLocal()
                    ? FileLock.holder(java.nio.file.Path.of(path(LOCK).toUri()))
                    : LeaseLock.holder(files, path(LOCK), System.currentTimeMillis());
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Removes a folder in which there is nothing but the lock, which this process holds. */
    public void deleteIfVacant() {
        try {
            if (Arrays.stream(files.listStatus(root))
                    .allMatch(child -> child.getPath().getName().equals(LOCK))) {
                files.delete(root, true);
            }
        } catch (IOException e) {
            // An empty folder is no harm, and what has failed before is what is to be told.
        }
    }

    /** Notes what the store is. */
    public void describe(StoreDescription description) throws StoreException {
        writeJson(DESCRIPTION, description);
    }

    /** What the store says of itself. */
    public StoreDescription description() throws StoreException {
        return readJson(path(DESCRIPTION), StoreDescription.class);
    }

    /** Notes how far a run is. */
    public void note(RunProgress progress) throws StoreException {
        writeJson(PROGRESS, progress);
    }

    /** How far the last run is, or was when it ended. */
    public Optional<RunProgress> progress() throws StoreException {
        try {
            return files.exists(path(PROGRESS))
                    ? Optional.of(readJson(path(PROGRESS), RunProgress.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** In one step, so that nobody reads a half. */
    private void writeJson(String child, Object content) throws StoreException {
        try {
            var unfinished = path("_" + child);
            writeJson(unfinished, content, true);
            replace(unfinished, path(child));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void writeJson(Path file, Object content, boolean overwrite) throws IOException {
        try (var out = files.create(file, overwrite)) {
            out.write(JSON.writeValueAsString(content).getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        }
    }

    private <T> T readJson(Path file, Class<T> type) throws StoreException {
        try {
            return parse(file, type);
        } catch (UnparsableException e) {
            throw damaged(e);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private <T> T parse(Path file, Class<T> type) throws IOException {
        try (var in = files.open(file)) {
            return JSON.readValue(in.readAllBytes(), type);
        } catch (JsonProcessingException e) {
            throw new UnparsableException(plain(file) + ": " + e.getOriginalMessage(), e);
        }
    }

    /** The store as the user named it. */
    public String name() {
        return name;
    }

    /** The folder of the committed rows. */
    public Path epochs() {
        return path(EPOCHS);
    }

    /** A new folder name for a wave under way; nothing is made yet. */
    public Path newStaging() {
        return new Path(path(STAGING), UUID.randomUUID().toString());
    }

    /** All that is committed, in the order in which it was. */
    public List<Wave> waves() throws StoreException {
        return patiently(this::committed);
    }

    /** Whether waves that were read are still where they were; they are not when the store was compacted since. */
    public boolean has(List<Wave> waves) throws StoreException {
        var folders = new HashSet<Path>();
        waves().forEach(wave -> folders.add(wave.folder()));
        return waves.stream().map(Wave::folder).allMatch(folders::contains);
    }

    private <T> T patiently(Reading<T> reading) throws StoreException {
        IOException failure = new IOException("it changes faster than it can be read");
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            try {
                var result = reading.read();
                if (result.isPresent()) {
                    return result.get();
                }
            } catch (UnparsableException e) {
                throw damaged(e);
            } catch (IOException e) {
                failure = e;
            }
        }
        throw unusable(failure);
    }

    /** All that is committed; empty if the folder was replaced meanwhile, so that something may be missing. */
    private Optional<List<Wave>> committed() throws IOException {
        var generation = generation();
        var folders = waveFolders(generation);
        var waves = new TreeMap<Long, Wave>();
        for (var folder : folders) {
            var manifest = new Path(folder, MANIFEST);
            if (files.exists(manifest)) {
                waves.put(
                        number(folder),
                        new Wave(folder, parse(manifest, Manifest.class).files()));
            }
        }
        var now = generation();
        var foldersNow = waveFolders(now);
        boolean same =
                now.equals(generation) && foldersNow.containsAll(folders) && folders.isEmpty() == foldersNow.isEmpty();
        return same ? Optional.of(List.copyOf(waves.values())) : Optional.empty();
    }

    /** The folder of the committed rows: that of {@link #epochs}, or where it is as long as there is none. */
    private Path generation() throws IOException {
        if (files.exists(epochs()) || !files.exists(path(COMPACTION))) {
            return epochs();
        }
        var exchange = parse(path(COMPACTION), Exchange.class);
        var replaced = path(exchange.replaced());
        return files.exists(replaced) ? replaced : path(exchange.staged());
    }

    private List<Path> waveFolders(Path generation) throws IOException {
        if (!files.exists(generation)) {
            return List.of();
        }
        return Arrays.stream(files.listStatus(generation))
                .filter(FileStatus::isDirectory)
                .map(FileStatus::getPath)
                .filter(folder -> WAVE_NAME.matcher(folder.getName()).matches())
                .toList();
    }

    private long lastNumber() throws IOException {
        return waveFolders(epochs()).stream().mapToLong(Store::number).max().orElse(-1);
    }

    private static long number(Path folder) {
        return Long.parseLong(folder.getName().substring(WAVE.length()));
    }

    /**
     * Makes a staged wave visible, in one step.
     *
     * @param contents of the staged folder
     */
    public Wave commit(Path staged, List<CommittedFile> contents) throws StoreException {
        try {
            files.mkdirs(epochs());
            var folder = new Path(epochs(), WAVE + (lastNumber() + 1));
            var manifest = new Manifest(contents);
            if (renamesFolders()) {
                writeJson(new Path(staged, MANIFEST), manifest, false);
                rename(staged, folder);
            } else {
                rename(staged, folder);
                writeJson(new Path(folder, MANIFEST), manifest, false);
            }
            files.delete(path(STAGING), true);
            return new Wave(folder, contents);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private boolean renamesFolders() {
        return RENAMING_SCHEMES.contains(files.getUri().getScheme());
    }

    /**
     * A new folder name for the one wave that is to take the place of all others; nothing is made yet.
     *
     * @throws StoreException if the file system cannot do this in steps that leave a whole store each
     */
    public Path newStagedReplacement() throws StoreException {
        if (!renamesFolders()) {
            throw new StoreException("store " + name + " is on a file system ("
                    + files.getUri().getScheme()
                    + ") that copies where others rename: while files are copied, readers would see rows twice or not at"
                    + " all; compact a copy of the store on a local disk or HDFS");
        }
        try {
            return new Path(new Path(newStaging(), EPOCHS), WAVE + (lastNumber() + 1));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Puts a staged wave in the place of all that are committed. Whenever it ends before its time, the store has the rows of
     * the one or of the others.
     *
     * @param staged from {@link #newStagedReplacement}
     * @param contents of the staged folder, the same rows as those that are committed
     */
    public synchronized Wave replaceAll(Path staged, List<CommittedFile> contents) throws StoreException {
        try {
            for (var file : contents) {
                // Not if somebody has abandoned it.
                if (files.getFileStatus(new Path(staged, file.name())).getLen() != file.bytes()) {
                    throw new IOException(file.name() + " has changed");
                }
            }
            writeJson(new Path(staged, MANIFEST), new Manifest(contents), false);
            files.mkdirs(path(REPLACED));
            var stagedEpochs = staged.getParent();
            var exchange = new Exchange(
                    STAGING + "/" + stagedEpochs.getParent().getName() + "/" + EPOCHS,
                    REPLACED + "/" + GENERATION + UUID.randomUUID());
            writeJson(COMPACTION, exchange);
            try {
                replace(epochs(), path(exchange.replaced()));
                replace(stagedEpochs, epochs());
            } finally {
                endExchange();
            }
            files.delete(path(STAGING), true);
            return new Wave(new Path(epochs(), staged.getName()), contents);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Ends an exchange of folders that was begun; one that was only planned is forgotten. */
    private void endExchange() throws IOException {
        if (!files.exists(path(COMPACTION))) {
            return;
        }
        if (!files.exists(epochs())) {
            var exchange = parse(path(COMPACTION), Exchange.class);
            var staged = path(exchange.staged());
            replace(files.exists(staged) ? staged : path(exchange.replaced()), epochs());
        }
        files.delete(path(COMPACTION), false);
    }

    /**
     * Deletes what compacting has put others in the place of; it was kept for readers that had begun before. Files that are
     * not of the store stay, and so do those that were found damaged.
     */
    public synchronized void deleteReplaced() throws StoreException {
        try {
            // What is noted there may be all there is.
            if (!files.exists(path(REPLACED)) || files.exists(path(COMPACTION))) {
                return;
            }
            for (var child : files.listStatus(path(REPLACED))) {
                if (child.isDirectory() && child.getPath().getName().startsWith(GENERATION)) {
                    deleteGeneration(child.getPath());
                }
            }
            deleteIfEmpty(path(REPLACED));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void deleteGeneration(Path generation) throws IOException {
        for (var folder : waveFolders(generation)) {
            var manifest = new Path(folder, MANIFEST);
            if (files.exists(manifest)) {
                for (var file : parse(manifest, Manifest.class).files()) {
                    files.delete(new Path(folder, file.name()), false);
                }
                // Last: without it nobody knows which files are ours.
                files.delete(manifest, false);
            }
            deleteIfEmpty(folder);
        }
        deleteIfEmpty(generation);
    }

    private void deleteIfEmpty(Path folder) throws IOException {
        if (files.listStatus(folder).length == 0) {
            files.delete(folder, false);
        }
    }

    /**
     * Takes damaged files out of what is committed, so that their tasks count as not trained. What is left of them is kept
     * beside.
     */
    public void setAside(List<Wave> waves, Set<String> damagedPaths) throws StoreException {
        try {
            for (var wave : waves) {
                var whole = new ArrayList<CommittedFile>();
                for (var file : wave.files()) {
                    var path = wave.path(file);
                    if (!damagedPaths.contains(plain(path))) {
                        whole.add(file);
                    } else if (files.exists(path)) {
                        setAside(path, wave.folder().getName() + "-" + file.name());
                    }
                }
                if (whole.size() < wave.files().size()) {
                    var unfinished = new Path(wave.folder(), "_" + MANIFEST);
                    writeJson(unfinished, new Manifest(whole), true);
                    replace(unfinished, new Path(wave.folder(), MANIFEST));
                }
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void setAside(Path path, String asName) throws IOException {
        files.mkdirs(path(REPLACED));
        var place = new Path(path(REPLACED), asName);
        for (int copy = 2; files.exists(place); copy++) {
            place = new Path(path(REPLACED), asName + "." + copy);
        }
        rename(path, place);
    }

    /** Paths of files and folders in the store that no run has written. */
    public List<String> foreign() throws StoreException {
        var foreign = new ArrayList<>(foreignInEpochs());
        try {
            for (var child : foreignNames()) {
                foreign.add(plain(path(child)));
            }
        } catch (IOException e) {
            throw unusable(e);
        }
        Collections.sort(foreign);
        return foreign;
    }

    /** Those of them that are among the committed ones, in order. */
    public List<String> foreignInEpochs() throws StoreException {
        return patiently(() -> {
            var found = new ArrayList<Path>();
            if (files.exists(epochs())) {
                // Before what is committed is looked at: a run may commit meanwhile.
                addFilesBelow(epochs(), found);
            }
            var waves = committed();
            if (waves.isEmpty()) {
                return Optional.empty();
            }
            var committed = new HashSet<String>();
            for (var wave : waves.get()) {
                committed.add(plain(new Path(wave.folder(), MANIFEST)));
                wave.files().forEach(file -> committed.add(plain(wave.path(file))));
            }
            var foreign = new ArrayList<String>();
            for (var path : found) {
                // What compacting has replaced meanwhile is no longer there.
                if (!committed.contains(plain(path)) && files.exists(path)) {
                    foreign.add(plain(path));
                }
            }
            Collections.sort(foreign);
            return Optional.of(foreign);
        });
    }

    /** Not by Hadoop's own walk, which asks another program for the permissions of each file of a local disk. */
    private void addFilesBelow(Path folder, List<Path> found) throws IOException {
        for (var child : files.listStatus(folder)) {
            if (child.isDirectory()) {
                addFilesBelow(child.getPath(), found);
            } else {
                found.add(child.getPath());
            }
        }
    }

    private List<String> foreignNames() throws IOException {
        return Arrays.stream(files.listStatus(root))
                .map(status -> status.getPath().getName())
                .filter(child -> !OUR_NAMES.contains(child))
                .sorted()
                .toList();
    }

    /**
     * Removes what a run left that ended before its time: the wave under way, and the description if no wave was
     * committed, so that the next run finds the place vacant. Before that, ends what compacting has begun.
     */
    public synchronized void abandonUncommitted() throws StoreException {
        try {
            endExchange();
            files.delete(path(STAGING), true);
            for (var folder : waveFolders(epochs())) {
                if (!files.exists(new Path(folder, MANIFEST))) {
                    files.delete(folder, true);
                }
            }
            if (!files.exists(epochs())) {
                files.delete(path(DESCRIPTION), false);
                files.delete(path(PROGRESS), false);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Does the same when something has failed, which is what is to be told. */
    public void abandonUncommittedAfter(Throwable failure) {
        try {
            abandonUncommitted();
        } catch (StoreException e) {
            failure.addSuppressed(e);
        }
    }

    private boolean isLocal() {
        return files.getUri().getScheme().equals("file");
    }

    /** A rename, in one step where the file system can, that puts a file in the place of another. */
    private void replace(Path from, Path to) throws IOException {
        if (isLocal()) {
            java.nio.file.Files.move(
                    java.nio.file.Path.of(from.toUri()),
                    java.nio.file.Path.of(to.toUri()),
                    StandardCopyOption.ATOMIC_MOVE);
        } else {
            FileContext.getFileContext(root.toUri(), files.getConf()).rename(from, to, Options.Rename.OVERWRITE);
        }
    }

    private void rename(Path from, Path to) throws IOException {
        if (!files.rename(from, to)) {
            throw new IOException("cannot rename " + from + " to " + to);
        }
    }

    private Path path(String child) {
        return new Path(root, child);
    }

    private FileStatus status(Path path) throws IOException {
        try {
            return files.getFileStatus(path);
        } catch (FileNotFoundException e) {
            return null;
        }
    }

    private FileStatus nearestExistingParent() throws IOException {
        for (var path = root.getParent(); path != null; path = path.getParent()) {
            var status = status(path);
            if (status != null) {
                return status;
            }
        }
        throw new FileNotFoundException("none of the folders above it exists");
    }

    private void requireWritable(FileStatus folder) throws IOException, StoreException {
        String cannot =
                "store " + name + (folder.getPath().equals(root) ? " cannot be written: " : " cannot be made: ");
        if (!folder.isDirectory()) {
            throw new StoreException(cannot + plain(folder.getPath()) + " is a file, must be a folder");
        }
        try {
            files.access(folder.getPath(), FsAction.WRITE_EXECUTE);
            if (folder.getPath().toUri().getScheme().equals("file")
                    && !java.nio.file.Files.isWritable(
                            java.nio.file.Path.of(folder.getPath().toUri()))) {
                throw new AccessControlException(plain(folder.getPath()));
            }
        } catch (AccessControlException e) {
            throw new StoreException(cannot + plain(folder.getPath()) + " is not writable", e);
        }
    }

    private StoreException damaged(UnparsableException e) {
        return new StoreException("store " + name + " is damaged: " + e.getMessage(), e);
    }

    private StoreException unusable(IOException e) {
        return new StoreException("store " + name + " cannot be used: " + e.getMessage(), e);
    }

    private static String plain(Path path) {
        return path.toUri().getPath();
    }
}
