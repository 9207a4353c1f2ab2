package io.gradflow.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Properties;

/**
 * A file that a page holds.
 *
 * @param text all of it
 */
record PageAsset(String text) {
    private static final String WEB_JAR = "META-INF/resources/webjars/echarts/";

    /** A file of this package. */
    static PageAsset of(String name) {
        return read("io/gradflow/report/" + name);
    }

    /** A file of ECharts. */
    static PageAsset ofWebJar(String name) {
        return read(WEB_JAR + echartsVersion() + "/" + name);
    }

    private static String echartsVersion() {
        var properties = new Properties();
        try (var in = PageAsset.class.getClassLoader().getResourceAsStream("gradflow.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("echarts.version");
    }

    private static PageAsset read(String name) {
        try (var in = PageAsset.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build lacks " + name);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            // A browser reads every end of a line as this one, before it takes the hash.
            return new PageAsset(text.replace("\r\n", "\n").replace('\r', '\n'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file as a content security policy names it. */
    String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
