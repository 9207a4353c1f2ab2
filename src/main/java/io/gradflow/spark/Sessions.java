package io.gradflow.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.scheduler.ExternalClusterManager;
import org.apache.spark.sql.SparkSession;

/** Spark sessions with the settings that this product needs. */
public final class Sessions {
    private static final String LOOPBACK = "127.0.0.1";

    private static final String JARS = "spark.jars";

    private static final String SECRET = "spark.authenticate.secret";

    /**
     * The beginning of an application's id that no master has given. If a standalone master does not answer within a
     * minute, Spark returns a session nevertheless and stops it in the background.
     */
    private static final String UNREGISTERED = "spark-application-";

    /** Settings with which Spark SQL interprets plans and generates no code for them. */
    private static final Map<String, String> INTERPRETATION = Map.of(
            "spark.sql.codegen.wholeStage", "false",
            "spark.sql.codegen.factoryMode", "NO_CODEGEN",
            "spark.sql.adaptive.enabled", "false");

    /** The user's umask, four octal digits, which the launcher knows; null without it. */
    private static final String UMASK = System.getProperty("gradflow.umask");

    private Sessions() {}

    /**
     * Starts a session. Settings given by the user, here or to {@code spark-submit}, win over the product's own.
     *
     * @param requestedMaster a Spark master URL; null takes what {@code spark-submit} was given, or {@code local[*]}
     * @param settings Spark's own, by name
     */
    public static SparkSession start(String requestedMaster, Map<String, String> settings) {
        var conf = withSettings(settings);
        if (requestedMaster != null) {
            conf.setMaster(requestedMaster);
        }
        conf.setIfMissing("spark.master", "local[*]");
        conf.setIfMissing("spark.app.name", "gradflow");
        // The console shows the product's own progress.
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        // HotSpot does not compile methods of more than 8000 bytes of bytecode. Spark generates such methods for
        // queries over rows of this width, and interpreted they take ten times as long. With this limit it avoids them.
        conf.setIfMissing("spark.sql.codegen.hugeMethodLimit", "8000");
        // Spark makes this folder when it is first asked for its tables, by default in the working directory.
        conf.setIfMissing(
                "spark.sql.warehouse.dir",
                Path.of(System.getProperty("java.io.tmpdir"), "gradflow-warehouse")
                        .toUri()
                        .toString());
        String master = conf.get("spark.master");
        if (!isInThisJvm(master)) {
            requireClusterManager(master);
            if (master.startsWith("local") && NamelessUser.isThis()) {
                // The executors are Spark's own programs, which fail, and Spark would start others without end.
                throw new IllegalArgumentException(
                        master + " starts processes of a user without a name, on which Hadoop"
                                + " fails; take local[*], or give the user a name in /etc/passwd");
            }
            // Executors are other JVMs, which get the product's classes from the driver.
            applicationJar().ifPresent(jar -> addJar(conf, jar));
            conf.setIfMissing("spark.executor.defaultJavaOptions", executorJavaOptions());
            // Names of files are UTF-8 for executors too, which have the locale of a daemon: often none.
            conf.setIfMissing("spark.executorEnv.LC_ALL", "C.UTF-8");
        }
        if (isOnThisMachine(master)) {
            conf.setIfMissing("spark.driver.host", LOOPBACK);
            conf.setIfMissing("spark.driver.bindAddress", LOOPBACK);
        }
        if (master.startsWith("local")) {
            conf.setIfMissing("spark.ui.enabled", "false");
            conf.setIfMissing("spark.sql.shuffle.partitions", "4");
            // All cores are in this process, wherever the blocks of a file are. A task that waited for another host
            // would
            // keep the rows of a query waiting, since they are taken in order, and tasks with later rows would have the
            // cores.
            conf.set("spark.locality.wait", "0");
            // By default a scan has a task for each 128 MB of files, and the search for files has one for each file. A
            // task generates and compiles what it computes with, which takes longer than to read the last rows of
            // tasks.
            conf.setIfMissing("spark.sql.files.maxPartitionBytes", "512m");
            conf.setIfMissing("spark.sql.sources.parallelPartitionDiscovery.parallelism", "32");
            // Each sort and each aggregation of a Spark task takes at least one page of memory. By default the size of
            // a page grows with the heap, up to 64 MB.
            conf.setIfMissing("spark.buffer.pageSize", "2m");
            // A Spark task that runs out of memory fails and is reported, where it would otherwise end the JVM.
            conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
            // Else tasks ask the driver for classes, which no session here adds. Spark holds a lock of its class loader
            // meanwhile, and with encryption the thread that answers in the same JVM may wait for that lock, forever.
            conf.setIfMissing("spark.sql.artifact.isolation.enabled", "false");
            requireSecret(conf);
        }
        // Not the common builder, which looks for Spark Connect and starts all of Scala's reflection for that.
        SparkSession session;
        try {
            session = org.apache.spark.sql.classic.SparkSession.builder()
                    .config(conf)
                    .getOrCreate();
        } catch (IllegalStateException e) {
            if (isStandalone(master)) {
                // Spark stopped the session in the background while it was still starting.
                throw noMaster(master, e);
            }
            throw e;
        }
        if (isStandalone(master) && session.sparkContext().applicationId().startsWith(UNREGISTERED)) {
            session.stop();
            throw noMaster(master, null);
        }
        // Makes Spark check its settings for SQL, so that a bad one is reported now and not at the first query.
        session.catalog().currentDatabase();
        return session;
    }

    /**
     * Makes Spark SQL interpret all later queries of a session, unless the user has set otherwise. For a query that
     * runs once in a cold JVM, generating and compiling code takes longer than interpreting it.
     */
    public static void preferInterpretation(SparkSession spark) {
        INTERPRETATION.forEach((setting, value) -> {
            if (!spark.sparkContext().conf().contains(setting)) {
                spark.conf().set(setting, value);
            }
        });
    }

    /** Undoes {@link #preferInterpretation}. */
    public static void preferCompilation(SparkSession spark) {
        INTERPRETATION.keySet().stream()
                .filter(setting -> !spark.sparkContext().conf().contains(setting))
                .forEach(spark.conf()::unset);
    }

    /** Whether Spark with this master runs its tasks in the driver's JVM. */
    public static boolean isInThisJvm(String master) {
        return master.equals("local") || master.startsWith("local[");
    }

    private static boolean isStandalone(String master) {
        return master.startsWith("spark://");
    }

    private static IllegalArgumentException noMaster(String master, Exception cause) {
        return new IllegalArgumentException(
                "no master answers at " + master
                        + ", or the secret (spark.authenticate.secret) is another; --verbose tells more",
                cause);
    }

    /** Spark says of a cluster manager without its module that it cannot parse the master's URL. */
    private static void requireClusterManager(String master) {
        String module = master.equals("yarn") ? "spark-yarn" : master.startsWith("k8s://") ? "spark-kubernetes" : null;
        if (module != null
                && ServiceLoader.load(ExternalClusterManager.class).stream()
                        .noneMatch(manager -> manager.get().canCreate(master))) {
            throw new IllegalArgumentException(master + " needs " + module
                    + ", which is not on the class path; a Spark distribution has it: use its spark-submit");
        }
    }

    private static boolean isOnThisMachine(String master) {
        return master.startsWith("local") || master.startsWith("spark://" + LOOPBACK + ":");
    }

    private static String executorJavaOptions() {
        try (var in = Sessions.class.getResourceAsStream("executor-java-options")) {
            return String.join(" ", new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\\s+"))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Lets nobody talk to Spark who does not know a secret of this process, unless the user has set otherwise. Ports on
     * the loopback device are open to every user of this machine, and whoever reaches Spark's can stop a run, or make
     * it deserialise objects of his own.
     */
    private static void requireSecret(SparkConf conf) {
        conf.setIfMissing("spark.authenticate", "true");
        if (conf.getBoolean("spark.authenticate", false)) {
            conf.setIfMissing("spark.network.crypto.enabled", "true");
            // The user's own may be in a file, which another setting that starts like this one names.
            if (conf.getAllWithPrefix(SECRET).length == 0) {
                conf.set(SECRET, (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", ""));
            }
        }
        // Spark's pages, if the user wants them, ask nobody for a secret.
        conf.setIfMissing("spark.ui.killEnabled", "false");
    }

    /** Hadoop's configuration as a session with these settings will have it. */
    public static Configuration hadoop(Map<String, String> settings) {
        return SparkHadoopUtil.get().newConfiguration(withSettings(settings));
    }

    /** The settings that {@code spark-submit} was given, and these. */
    private static SparkConf withSettings(Map<String, String> settings) {
        NamelessUser.nameIfNeeded();
        var conf = new SparkConf();
        settings.forEach(conf::set);
        // Without the checksum files that Hadoop puts beside each file of a local disk, since pages have checksums, and
        // so have manifests. The first request for a file system decides for the whole JVM.
        conf.setIfMissing("spark.hadoop.fs.file.impl", RawLocalFileSystem.class.getName());
        // On S3 the committer that Hadoop chooses by default renames files, which copies them one by one.
        conf.setIfMissing("spark.hadoop.fs.s3a.committer.name", "magic");
        // By default it keeps on the local disk what it is about to upload, by way of the other class for local files.
        conf.setIfMissing("spark.hadoop.fs.s3a.fast.upload.buffer", "array");
        // Each open file, also a note of some bytes, takes memory for one part at once, and for some more while they
        // are
        // uploaded. A file has at most 10,000 parts, which are 80 GB. By default a part has 64 MB.
        conf.setIfMissing("spark.hadoop.fs.s3a.multipart.size", "8M");
        // Hadoop does not ask the system who may read new files, and would let everybody. Where the site has Hadoop's
        // configuration, that decides.
        if (UMASK != null && Sessions.class.getClassLoader().getResource("core-site.xml") == null) {
            conf.setIfMissing("spark.hadoop." + FsPermission.UMASK_LABEL, UMASK);
        }
        return conf;
    }

    /** Adds a jar to those that executors get, unless spark-submit has done so. The user may have named others. */
    private static void addJar(SparkConf conf, String jar) {
        String named = conf.get(JARS, "");
        String name = jar.substring(jar.lastIndexOf('/'));
        if (Arrays.stream(named.split(",")).noneMatch(other -> other.endsWith(name))) {
            conf.set(JARS, named.isEmpty() ? jar : named + "," + jar);
        }
    }

    /** The jar that this class was loaded from; empty when it comes from a folder of classes. */
    private static Optional<String> applicationJar() {
        return Optional.ofNullable(Sessions.class.getProtectionDomain().getCodeSource())
                .map(source -> source.getLocation().toString())
                .filter(location -> location.endsWith(".jar"));
    }
}
