package io.gradflow.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.package$;
import picocli.CommandLine.IVersionProvider;

/** The versions of gradflow, Spark and the JVM, which stores record and {@code --version} prints. */
final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return all().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toArray(String[]::new);
    }

    /** The versions by name, in the order in which they are printed. */
    static Map<String, String> all() {
        var versions = new LinkedHashMap<String, String>();
        versions.put("gradflow", gradflow());
        versions.put("spark", package$.MODULE$.SPARK_VERSION());
        versions.put("jvm", jvm());
        return versions;
    }

    /** The name, version and vendor of the JVM. */
    static String jvm() {
        return System.getProperty("java.vm.name") + " " + Runtime.version() + " (" + System.getProperty("java.vendor")
                + ")";
    }

    private static String gradflow() {
        try (var in = Versions.class.getResourceAsStream("/gradflow.properties")) {
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
