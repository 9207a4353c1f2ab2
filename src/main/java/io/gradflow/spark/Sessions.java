package io.gradflow.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** Spark sessions with the settings that this product needs. */
public final class Sessions {
    private static final String LOOPBACK = "127.0.0.1";

    /**
     * How Spark names an application that no master has given a name. After a minute without an answer of a standalone
     * master Spark returns a session nevertheless, and stops it in the background.
     */
    private static final String UNREGISTERED = "spark-application-";

    private static final Map<String, String> INTERPRETATION = Map.of(
            "spark.sql.codegen.wholeStage", "false",
            "spark.sql.codegen.factoryMode", "NO_CODEGEN",
            "spark.sql.adaptive.enabled", "false");

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
        // HotSpot does not compile methods of more than 8000 bytes of bytecode. For queries over rows of our width
        // Spark
        // generates such methods, which take ten times as long interpreted; with this limit it avoids them.
        conf.setIfMissing("spark.sql.codegen.hugeMethodLimit", "8000");
        // Spark makes this folder as soon as it is asked for its tables, by default where the user happens to be.
        conf.setIfMissing(
                "spark.sql.warehouse.dir",
                Path.of(System.getProperty("java.io.tmpdir"), "gradflow-warehouse")
                        .toUri()
                        .toString());
        String master = conf.get("spark.master");
        if (!isInThisJvm(master)) {
            // Executors are other JVMs, which get our classes from the driver.
            applicationJar().ifPresent(jar -> conf.setIfMissing("spark.jars", jar));
            conf.setIfMissing("spark.executor.defaultJavaOptions", executorJavaOptions());
        }
        if (isOnThisMachine(master)) {
            conf.setIfMissing("spark.driver.host", LOOPBACK);
            conf.setIfMissing("spark.driver.bindAddress", LOOPBACK);
        }
        if (master.startsWith("local")) {
            conf.setIfMissing("spark.ui.enabled", "false");
            conf.setIfMissing("spark.sql.shuffle.partitions", "4");
            // Each sort and each aggregation of a Spark task takes a page at least, which by default grows with the
            // heap to 64 MB.
            conf.setIfMissing("spark.buffer.pageSize", "2m");
            // Running out of memory fails a Spark task here, and is reported, instead of ending the JVM at once.
            conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
        }
        // Spark Connect is no choice here: to look for it, Spark's common builder starts all of Scala's reflection.
        SparkSession session;
        try {
            session = org.apache.spark.sql.classic.SparkSession.builder()
                    .config(conf)
                    .getOrCreate();
        } catch (IllegalStateException e) {
            if (isStandalone(master)) {
                // Stopped before Spark had finished to start.
                throw noMaster(master, e);
            }
            throw e;
        }
        if (isStandalone(master) && session.sparkContext().applicationId().startsWith(UNREGISTERED)) {
            session.stop();
            throw noMaster(master, null);
        }
        // Settings of Spark SQL are only looked at now; a bad one should not wait for the first query.
        session.catalog().currentDatabase();
        return session;
    }

    /**
     * Has Spark SQL interpret what it is asked from now on, unless the user has said otherwise: what it is asked once,
     * in a cold JVM, takes longer to generate code for, and to compile it, than to interpret.
     */
    public static void preferInterpretation(SparkSession spark) {
        INTERPRETATION.forEach((setting, value) -> {
            if (!spark.sparkContext().conf().contains(setting)) {
                spark.conf().set(setting, value);
            }
        });
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

    /** Hadoop's configuration as a session with these settings will have it. */
    public static Configuration hadoop(Map<String, String> settings) {
        return SparkHadoopUtil.get().newConfiguration(withSettings(settings));
    }

    /** What {@code spark-submit} was given, and these. */
    private static SparkConf withSettings(Map<String, String> settings) {
        var conf = new SparkConf();
        settings.forEach(conf::set);
        // Without the checksum files that Hadoop puts beside each file of a local disk: pages have checksums, and
        // manifests. Whoever is first to ask for a file system decides for the whole JVM.
        conf.setIfMissing("spark.hadoop.fs.file.impl", RawLocalFileSystem.class.getName());
        return conf;
    }

    /** The jar that this class was loaded from; empty when it comes from a folder of classes. */
    private static Optional<String> applicationJar() {
        return Optional.ofNullable(Sessions.class.getProtectionDomain().getCodeSource())
                .map(source -> source.getLocation().toString())
                .filter(location -> location.endsWith(".jar"));
    }
}
