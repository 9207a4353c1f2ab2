package io.gradflow.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.security.AccessControlException;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * A folder of one or more sweeps' rows.
 *
 * <pre>
 * STORE/store.json            what the store is: format, numerics, configurations, versions
 * STORE/epochs/wave=N/*.parquet  committed rows; a wave appears by one rename, whole or not at all
 * STORE/_staging/...          a wave under way, below a name that Spark, Hadoop and DuckDB skip
 * </pre>
 */
public final class Store {
    private static final String DESCRIPTION = "store.json";
    private static final String EPOCHS = "epochs";
    private static final String WAVE = "wave=";
    private static final String STAGING = "_staging";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final FileSystem files;
    private final Path root;
    private final String name;

    private Store(FileSystem files, Path root, String name) {
        this.files = files;
        this.root = root;
        this.name = name;
    }

    /**
     * A place where a new store can be made; nothing is written yet.
     *
     * @param name a path or URI, as the user gave it
     * @throws StoreException if the place is taken or cannot be written
     */
    public static Store vacant(String name, Configuration hadoop) throws StoreException {
        var store = at(name, hadoop);
        try {
            var status = store.status(store.root);
            if (status == null) {
                store.requireWritable(store.nearestExistingParent());
            } else if (!status.isDirectory()) {
                throw new StoreException("store " + name + " is a file, must be a folder that is new or empty");
            } else if (store.files.exists(store.path(DESCRIPTION))) {
                throw store.taken();
            } else if (store.files.listStatus(store.root).length > 0) {
                throw new StoreException("store " + name
                        + " holds files that gradflow did not write, must be a folder that is new or empty");
            } else {
                store.requireWritable(status);
            }
        } catch (IOException e) {
            throw store.unusable(e);
        }
        return store;
    }

    /**
     * A store that exists and holds committed rows.
     *
     * @param name a path or URI, as the user gave it
     * @throws StoreException if there is no such store, or none that this version can read
     */
    public static Store existing(String name, Configuration hadoop) throws StoreException {
        var store = at(name, hadoop);
        try {
            if (!store.files.exists(store.path(DESCRIPTION))) {
                throw new StoreException("store " + name
                        + (store.files.exists(store.root) ? " is no gradflow store" : " does not exist")
                        + ", must be a folder that a run has written");
            }
            int format = store.description().format();
            if (format != StoreDescription.CURRENT_FORMAT) {
                throw new StoreException("store " + name + " has format " + format + ", must be "
                        + StoreDescription.CURRENT_FORMAT + " for this version of gradflow");
            }
            if (!store.files.exists(store.epochs())) {
                throw new StoreException("store " + name + " holds no rows yet: no run into it has finished");
            }
        } catch (IOException e) {
            throw store.unusable(e);
        }
        return store;
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

    /** Makes the store: its folder, with nothing but the description in it. */
    public void create(StoreDescription description) throws StoreException {
        try {
            files.mkdirs(root);
            var unfinished = path("_" + DESCRIPTION);
            try (var out = files.create(unfinished, true)) {
                out.write(JSON.writeValueAsString(description).getBytes(StandardCharsets.UTF_8));
                out.write('\n');
            }
            rename(unfinished, path(DESCRIPTION));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** What the store says of itself. */
    public StoreDescription description() throws StoreException {
        try (var in = files.open(path(DESCRIPTION))) {
            return JSON.readValue(in.readAllBytes(), StoreDescription.class);
        } catch (JsonProcessingException e) {
            throw new StoreException(
                    "store " + name + " is damaged: " + DESCRIPTION + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw unusable(e);
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

    /**
     * Makes a staged wave visible, by one rename.
     *
     * @param wave its number, from 0; must be new
     * @return how many rows and files the wave has
     */
    public Committed commit(Path staged, int wave) throws StoreException {
        try {
            var committed = count(staged);
            files.mkdirs(epochs());
            rename(staged, new Path(epochs(), WAVE + wave));
            files.delete(path(STAGING), true);
            return committed;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Removes what a run left that ended before its time: the wave under way, and the description if no wave was
     * committed, so that the next run finds the place vacant.
     */
    public void abandonUncommitted() throws StoreException {
        try {
            files.delete(path(STAGING), true);
            if (!files.exists(epochs())) {
                files.delete(path(DESCRIPTION), false);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * What was committed.
     *
     * @param rows according to the files' footers
     */
    public record Committed(long rows, long files, long bytes) {
        /** No wave. */
        public static final Committed NOTHING = new Committed(0, 0, 0);

        /** This and another wave. */
        public Committed plus(Committed other) {
            return new Committed(rows + other.rows, files + other.files, bytes + other.bytes);
        }
    }

    private Committed count(Path folder) throws IOException {
        long rows = 0;
        long fileCount = 0;
        long bytes = 0;
        for (var status : files.listStatus(folder)) {
            if (status.getPath().getName().endsWith(".parquet")) {
                try (var reader = ParquetFileReader.open(HadoopInputFile.fromStatus(status, files.getConf()))) {
                    rows += reader.getRecordCount();
                }
                fileCount++;
                bytes += status.getLen();
            }
        }
        return new Committed(rows, fileCount, bytes);
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

    private StoreException taken() throws IOException {
        String state = files.exists(epochs())
                ? " already holds a sweep, must be a folder that is new or empty; gradflow sql answers from it"
                : " belongs to a run that has committed nothing, must be a folder that is new or empty; if that run is not"
                        + " under way but was killed, delete the folder";
        return new StoreException("store " + name + state);
    }

    private void requireWritable(FileStatus folder) throws IOException, StoreException {
        if (!folder.isDirectory()) {
            throw new StoreException(
                    "store " + name + " cannot be made: " + plain(folder.getPath()) + " is a file, must be a folder");
        }
        try {
            files.access(folder.getPath(), FsAction.WRITE_EXECUTE);
            if (folder.getPath().toUri().getScheme().equals("file")
                    && !java.nio.file.Files.isWritable(
                            java.nio.file.Path.of(folder.getPath().toUri()))) {
                throw new AccessControlException(plain(folder.getPath()));
            }
        } catch (AccessControlException e) {
            throw new StoreException(
                    "store " + name + " cannot be made: " + plain(folder.getPath()) + " is not writable", e);
        }
    }

    private StoreException unusable(IOException e) {
        return new StoreException("store " + name + " cannot be used: " + e.getMessage(), e);
    }

    private static String plain(Path path) {
        return path.toUri().getPath();
    }
}
