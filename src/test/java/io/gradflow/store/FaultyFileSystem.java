package io.gradflow.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A folder of the local disk that stands in for remote storage, and of which one call can fail, lose its answer after
 * the effect, or wait. There are two kinds. {@link #RENAMING} is like HDFS: it renames a folder in one step. {@link
 * #OBJECTS} is like an object store: it has a file when that is closed, copies what it renames file by file, and writes
 * a file under a condition if asked to.
 */
public final class FaultyFileSystem extends FileSystem {
    public static final String RENAMING = "renaming";
    public static final String OBJECTS = "objects";

    private static final AtomicInteger STORAGES = new AtomicInteger();
    private static final Map<String, Faults> FAULTS = new ConcurrentHashMap<>();

    private final RawLocalFileSystem raw = new RawLocalFileSystem();
    private URI uri;
    private Faults faults;
    private Path workingDirectory;

    /** What happens to a call. */
    public enum Fault {
        NONE,
        /** It throws and does nothing. */
        FAILS,
        /** It does what it should, and throws. */
        LOSES_ITS_ANSWER
    }

    /** What is to happen to the calls of one storage, and which there were. */
    public static final class Faults {
        private final List<String> calls = new ArrayList<>();
        private int at = -1;
        private Predicate<String> chosen = call -> false;
        private Fault fault = Fault.NONE;
        private Runnable before = () -> {};
        private final java.nio.file.Path scratch;

        private Faults(java.nio.file.Path scratch) {
            this.scratch = scratch;
        }

        /** A path that nobody sees, since it is elsewhere. */
        private java.nio.file.Path scratch() throws IOException {
            return Files.createDirectories(scratch).resolve(UUID.randomUUID().toString());
        }

        /** Counts calls from here, of which one has a fault. */
        public synchronized void set(int call, Fault what) {
            calls.clear();
            at = call;
            fault = what;
            before = () -> {};
            chosen = name -> false;
        }

        /** Does something before the first call of such a name takes effect, as in {@code close /store/a.parquet}. */
        public synchronized void before(Predicate<String> name, Runnable action) {
            set(-1, Fault.NONE);
            before = action;
            chosen = name;
        }

        /** Counts calls from here, and does something before one of them takes effect. */
        public synchronized void before(int call, Runnable action) {
            set(call, Fault.NONE);
            before = action;
        }

        public synchronized List<String> calls() {
            return List.copyOf(calls);
        }

        private synchronized Fault next(String call) {
            calls.add(call);
            if (chosen.test(call)) {
                chosen = name -> false;
                return Fault.NONE;
            }
            return calls.size() - 1 == at ? fault : null;
        }

        private <T> T call(String name, Path path, Effect<T> effect) throws IOException {
            var now = next(name + " " + path.toUri().getPath());
            if (now == Fault.NONE) {
                before.run();
            }
            if (now == Fault.FAILS) {
                throw new IOException("this call was to fail: " + name + " " + path);
            }
            var result = effect.take();
            if (now == Fault.LOSES_ITS_ANSWER) {
                throw new IOException("the answer of this call was to be lost: " + name + " " + path);
            }
            return result;
        }
    }

    @FunctionalInterface
    private interface Effect<T> {
        T take() throws IOException;
    }

    /** The way to the same files by {@code FileContext}, with a rename in one step as HDFS has it. */
    public static final class Context extends DelegateToFileSystem {
        public Context(URI uri, Configuration conf) throws IOException, URISyntaxException {
            super(uri, new FaultyFileSystem(), conf, RENAMING, false);
        }

        @Override
        public int getUriDefaultPort() {
            return -1;
        }

        @Override
        public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
            ((FaultyFileSystem) fsImpl).renameInOneStep(from, to, overwrite);
        }
    }

    /** A new storage, whose files are in a local folder. */
    public static Path storage(String kind, java.nio.file.Path folder) {
        String name = "storage" + STORAGES.incrementAndGet();
        FAULTS.put(name, new Faults(folder.resolveSibling(folder.getFileName() + "-being-written")));
        return new Path(kind, name, folder.toString());
    }

    public static Faults faults(Path storage) {
        return FAULTS.get(storage.toUri().getAuthority());
    }

    /** Tells Hadoop of both kinds. */
    public static Configuration configured(Configuration hadoop) {
        hadoop.set("fs." + RENAMING + ".impl", FaultyFileSystem.class.getName());
        hadoop.set("fs." + OBJECTS + ".impl", FaultyFileSystem.class.getName());
        hadoop.set("fs.AbstractFileSystem." + RENAMING + ".impl", Context.class.getName());
        hadoop.set(StoreFiles.FURTHER_RENAMING_SCHEMES, RENAMING);
        return hadoop;
    }

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
        super.initialize(name, conf);
        setConf(conf);
        uri = URI.create(name.getScheme() + "://" + name.getAuthority());
        faults = FAULTS.get(name.getAuthority());
        workingDirectory = new Path(uri.getScheme(), uri.getAuthority(), "/");
        raw.initialize(URI.create("file:///"), conf);
    }

    private boolean isObjects() {
        return uri.getScheme().equals(OBJECTS);
    }

    private static java.nio.file.Path local(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }

    @Override
    public URI getUri() {
        return uri;
    }

    @Override
    public String getScheme() {
        return uri.getScheme();
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        return faults.call("open", path, () -> raw.open(new Path(local(path).toUri()), bufferSize));
    }

    /** How a file comes to be at a path. */
    private enum Creation {
        OVERWRITING,
        /** If there was no such file a moment ago. */
        AFTER_A_LOOK,
        /** If there is no such file, which is decided with the effect. */
        IF_ABSENT
    }

    private FSDataOutputStream create(Path path, Creation creation) throws IOException {
        var place = local(path);
        faults.call("create", path, () -> {
            if (creation == Creation.AFTER_A_LOOK && Files.exists(place)) {
                throw new FileAlreadyExistsException(path.toString());
            }
            Files.createDirectories(place.getParent());
            if (!isObjects()) {
                if (creation == Creation.IF_ABSENT) {
                    createFile(place);
                } else {
                    // A new file, so that it is young from the beginning.
                    Files.move(Files.createFile(faults.scratch()), place, StandardCopyOption.ATOMIC_MOVE);
                }
            }
            return null;
        });
        var bytes = new ByteArrayOutputStream() {
            private boolean isClosed;

            @Override
            public void close() throws IOException {
                if (isClosed) {
                    return;
                }
                isClosed = true;
                faults.call("close", path, () -> {
                    var written = Files.write(faults.scratch(), toByteArray());
                    if (isObjects() && creation == Creation.IF_ABSENT) {
                        link(place, written);
                    } else {
                        Files.move(written, place, StandardCopyOption.ATOMIC_MOVE);
                    }
                    return null;
                });
            }
        };
        return new FSDataOutputStream(bytes, statistics);
    }

    private static void createFile(java.nio.file.Path place) throws IOException {
        try {
            Files.createFile(place);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            throw new FileAlreadyExistsException(place.toString());
        }
    }

    private static void link(java.nio.file.Path place, java.nio.file.Path written) throws IOException {
        try {
            Files.createLink(place, written);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            throw new IOException("412: there is such an object: " + place, e);
        } finally {
            Files.delete(written);
        }
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        if (overwrite) {
            return create(path, Creation.OVERWRITING);
        }
        return create(path, isObjects() ? Creation.AFTER_A_LOOK : Creation.IF_ABSENT);
    }

    /** Makes files under a condition. */
    final class Builder extends FSDataOutputStreamBuilder<FSDataOutputStream, Builder> {
        private Builder(Path path) {
            super(FaultyFileSystem.this, path);
        }

        @Override
        public Builder getThisBuilder() {
            return this;
        }

        @Override
        public FSDataOutputStream build() throws IOException {
            if (!getOptions().getBoolean(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, false)) {
                throw new IllegalStateException("files are built under the condition alone that there is none yet");
            }
            return FaultyFileSystem.this.create(getPath(), Creation.IF_ABSENT);
        }
    }

    @Override
    public FSDataOutputStreamBuilder<FSDataOutputStream, Builder> createFile(Path path) {
        return new Builder(path);
    }

    @Override
    public boolean hasPathCapability(Path path, String capability) throws IOException {
        return capability.equals(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE)
                ? isObjects()
                : super.hasPathCapability(path, capability);
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
        throw new IllegalStateException("a store appends to no file, since object stores cannot: " + path);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        if (Files.isDirectory(local(to))) {
            return rename(from, new Path(to, from.getName()));
        }
        if (Files.exists(local(to))) {
            return false;
        }
        if (!isObjects()) {
            renameInOneStep(from, to, false);
            return true;
        }
        copy(from, to);
        return delete(from, true);
    }

    private void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(local(from))) {
            mkdirs(to);
            for (var child : listStatus(from)) {
                copy(child.getPath(), new Path(to, child.getPath().getName()));
            }
            return;
        }
        faults.call("copy", to, () -> {
            Files.createDirectories(local(to).getParent());
            var copy = Files.copy(local(from), faults.scratch());
            return Files.move(copy, local(to), StandardCopyOption.ATOMIC_MOVE);
        });
    }

    private void renameInOneStep(Path from, Path to, boolean overwrite) throws IOException {
        faults.call("rename", to, () -> {
            if (!overwrite && Files.isRegularFile(local(to))) {
                throw new FileAlreadyExistsException(to.toString());
            }
            return Files.move(local(from), local(to), StandardCopyOption.ATOMIC_MOVE);
        });
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        return faults.call("delete", path, () -> {
            try {
                return raw.delete(new Path(local(path).toUri()), recursive);
            } catch (NoSuchFileException e) {
                return false;
            }
        });
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) throws IOException {
        return faults.call("mkdirs", path, () -> {
            Files.createDirectories(local(path));
            return true;
        });
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        return faults.call("status", path, () -> status(path));
    }

    private FileStatus status(Path path) throws IOException {
        try {
            var attributes = Files.readAttributes(local(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return new FileStatus(
                    attributes.isDirectory() ? 0 : attributes.size(),
                    attributes.isDirectory(),
                    1,
                    1 << 20,
                    attributes.lastModifiedTime().toMillis(),
                    makeQualified(path));
        } catch (NoSuchFileException e) {
            throw new java.io.FileNotFoundException(path.toString());
        }
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        return faults.call("list", path, () -> {
            if (!status(path).isDirectory()) {
                return new FileStatus[] {status(path)};
            }
            var found = new ArrayList<FileStatus>();
            try (var children = Files.list(local(path))) {
                for (var child : children.sorted().toList()) {
                    try {
                        found.add(status(new Path(path, child.getFileName().toString())));
                    } catch (java.io.FileNotFoundException e) {
                        // Gone meanwhile.
                    }
                }
            }
            return found.toArray(FileStatus[]::new);
        });
    }

    @Override
    public void setTimes(Path path, long modified, long accessed) throws IOException {
        Files.setLastModifiedTime(local(path), FileTime.fromMillis(modified));
    }

    @Override
    public void access(Path path, FsAction mode) throws IOException {
        getFileStatus(path);
    }

    @Override
    public Path getWorkingDirectory() {
        return workingDirectory;
    }

    @Override
    public void setWorkingDirectory(Path path) {
        workingDirectory = path;
    }
}
