package io.gradflow.cli;

import io.gradflow.cli.text.Utf8Text;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.cli.usage.UserPath;
import io.gradflow.query.PrintFormat;
import io.gradflow.spark.Sessions;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkException;
import org.apache.spark.SparkIllegalArgumentException;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that all commands have. */
final class CommonOptions {
    private static final Pattern MEMORY = Pattern.compile("[1-9][0-9]*[kKmMgGtT]?");

    /** The name under which the user called scripts/gradflow, for hints. */
    private static final String PROGRAM = System.getProperty("gradflow.program", "gradflow");

    /**
     * The file in which scripts/cluster has written Spark's settings for its cluster; null if another master is asked
     * for.
     */
    private static final String CLUSTER_SETTINGS = System.getProperty("gradflow.cluster.settings");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Spark master: local[N], local[*] (the default), spark://..., yarn, k8s://...")
    private String master;

    @Option(
            names = "--conf",
            paramLabel = "KEY=VALUE",
            description = "a setting of Spark's own, such as spark.executor.memory=2g; repeatable")
    private final Map<String, String> conf = new LinkedHashMap<>();

    private Map<String, String> properties = Map.of();

    @Option(
            names = "--properties-file",
            converter = UserPath.OfFile.class,
            paramLabel = "FILE",
            description = "settings of Spark's own from a file, as spark-submit takes them; --conf wins")
    void propertiesFile(Path file) {
        try {
            properties = readProperties(file);
        } catch (IOException e) {
            throw usageError("--properties-file cannot be read: " + e);
        }
        for (var key : properties.keySet()) {
            if (!key.startsWith("spark.")) {
                throw usageError("--properties-file must hold settings of Spark's own, spark.KEY VALUE, but " + file
                        + " has '" + key + "'");
            }
        }
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, csv, json, markdown or latex; table by default")
    private PrintFormat format;

    @Option(names = "--verbose", description = "show Spark's log and, of errors, the stack trace")
    void verbose(boolean verbose) {
        if (verbose) {
            // The file log4j2.properties reads this property, when Spark is first used.
            System.setProperty("gradflow.log.level", "info");
        }
    }

    /** The launcher, scripts/gradflow, acts on this option before it starts the JVM. Here it is only checked. */
    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "heap of the driver, such as 4g; with a local master this is all there is")
    void memory(String size) {
        if (!MEMORY.matcher(size).matches()) {
            throw usageError("--memory must be a number with k, m, g or t, such as 4g, but is '" + size + "'");
        }
    }

    private ParameterException usageError(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    PrintFormat format() {
        return format;
    }

    /** Whether the user has chosen a format. */
    boolean isFormatGiven() {
        return command.commandLine().getParseResult().hasMatchedOption("--format");
    }

    /** The master that the user asked for on the command line; null if there is none. */
    String master() {
        return master;
    }

    /** Whether the networks are trained in this JVM, and not on a cluster. */
    boolean isLocal() {
        String asked =
                master != null ? master : settings().getOrDefault("spark.master", System.getProperty("spark.master"));
        return asked == null || Sessions.isInThisJvm(asked);
    }

    /** Spark's settings from all sources. Where two sources have the same setting, the later one wins. */
    private Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        if (CLUSTER_SETTINGS != null) {
            try {
                settings.putAll(readProperties(Path.of(CLUSTER_SETTINGS)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        settings.putAll(properties);
        settings.putAll(conf);
        return settings;
    }

    private static Map<String, String> readProperties(Path file) throws IOException {
        var properties = new Properties();
        try {
            properties.load(new StringReader(Utf8Text.decoded(Files.readAllBytes(file))));
        } catch (CharacterCodingException e) {
            throw new IOException(file + " " + e.getMessage(), e);
        } catch (IllegalArgumentException e) { // load throws this at a malformed escape
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        var settings = new LinkedHashMap<String, String>();
        properties
                .stringPropertyNames()
                .forEach(name -> settings.put(name, properties.getProperty(name).strip()));
        return settings;
    }

    /** The name under which the user called this program, for hints. */
    static String program() {
        return PROGRAM;
    }

    /**
     * Starts Spark.
     *
     * @throws UsageException if Spark refuses its settings
     */
    SparkSession startSession() throws UsageException {
        try {
            return Sessions.start(master, settings());
        } catch (Exception e) { // Scala throws checked exceptions without declaring them
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SparkIllegalArgumentException refused
                        && refused.getCondition().equals("INVALID_DRIVER_MEMORY")) {
                    var sizes = refused.getMessageParameters();
                    throw new UsageException("the heap has " + sizes.get("systemMemory") + " bytes, must be at least "
                            + sizes.get("minSystemMemory") + " for Spark, such as --memory 1g");
                }
                if (isOfTheSettings(cause) && !isOfTheSettings(cause.getCause())) {
                    throw new UsageException("Spark does not start: " + cause.getMessage());
                }
            }
            throw e;
        }
    }

    /** Spark says first what it could not make, and as the cause of that which setting is wrong. */
    private static boolean isOfTheSettings(Throwable thrown) {
        return thrown instanceof IllegalArgumentException || thrown instanceof SparkException;
    }

    /** Spark does not start where this is nonsense, and tells it by the stack trace of a class that cannot be made. */
    private void requireAddress() {
        String address = System.getenv("SPARK_LOCAL_IP");
        if (address != null) {
            try {
                var unused = InetAddress.getByName(address);
            } catch (UnknownHostException e) {
                throw usageError(
                        "SPARK_LOCAL_IP in the environment must be an address or a name of this machine, but is '"
                                + address + "'");
            }
        }
    }

    /** Hadoop's configuration as Spark will see it. With it a store can be looked at before Spark has started. */
    Configuration hadoop() {
        requireAddress();
        return Sessions.hadoop(settings());
    }
}
