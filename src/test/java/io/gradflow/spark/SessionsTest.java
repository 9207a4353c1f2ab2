package io.gradflow.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.internal.config.package$;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.Option;

/** Who is let in at the port on which Spark listens with a local master. */
@Timeout(120)
class SessionsTest {
    /** What Spark's driver listens to under this name ends tasks and stops executors. */
    private static final String ENDPOINT = "HeartbeatReceiver";

    private static SparkSession spark;

    @BeforeAll
    static void startSpark() {
        spark = Sessions.start("local[1]", Map.of());
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    /** Another process of this machine, which knows the port. */
    static final class Stranger {
        private static final String REFUSED = "refused";

        /** Prints the name of the endpoint that it found at a port, or that it was refused. */
        public static void main(String[] args) {
            // The settings with a secret that were given as system properties.
            var settings = new SparkConf();
            var security = new SecurityManager(settings, Option.empty(), package$.MODULE$.AUTH_SECRET_FILE());
            var caller = RpcEnv.create("caller", "127.0.0.1", 0, settings, security, true);
            try {
                var driver = new RpcAddress("127.0.0.1", Integer.parseInt(args[0]));
                System.out.println(caller.setupEndpointRef(driver, ENDPOINT).name());
            } catch (Exception e) {
                System.out.println(REFUSED);
            } finally {
                caller.shutdown();
                caller.awaitTermination();
            }
        }

        /** What such a process prints that has these settings. */
        static String knock(Map<String, String> settings) throws IOException {
            var line = new ArrayList<String>();
            line.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(option -> option.startsWith("--add-"))
                    .forEach(line::add);
            settings.forEach((name, value) -> line.add("-D" + name + "=" + value));
            line.addAll(List.of("-cp", System.getProperty("java.class.path"), Stranger.class.getName()));
            line.add(spark.sparkContext().conf().get("spark.driver.port"));
            var process = new ProcessBuilder(line)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static Map<String, String> settings(String secret) {
        return Map.of(
                "spark.authenticate",
                "true",
                "spark.network.crypto.enabled",
                "true",
                "spark.authenticate.secret",
                secret);
    }

    /** Shows that the others are refused for want of the secret, and for nothing else. */
    @Test
    void whoHasTheSecretIsLetIn() throws Exception {
        String secret = SparkEnv.get().securityManager().getSecretKey();
        assertEquals(ENDPOINT, Stranger.knock(settings(secret)));
    }

    @Test
    void whoHasNoSecretIsRefused() throws Exception {
        assertEquals(Stranger.REFUSED, Stranger.knock(Map.of()));
    }

    @Test
    void whoHasAnotherSecretIsRefused() throws Exception {
        assertEquals(Stranger.REFUSED, Stranger.knock(settings("another")));
    }

    @Test
    void theSecretIsNotShown() {
        String secret = spark.sparkContext().conf().get("spark.authenticate.secret");
        assertEquals(64, secret.length());
        assertFalse(spark.sparkContext().conf().toDebugString().contains(secret));
    }

    /** A task that asks the driver in its own JVM for a class can wait for it forever. */
    @Test
    void tasksAskTheDriverForNoClasses() {
        String classLoader = spark.range(1)
                .map(
                        (MapFunction<Long, String>) x -> Thread.currentThread()
                                .getContextClassLoader()
                                .getClass()
                                .getSimpleName(),
                        Encoders.STRING())
                .first();
        assertEquals("MutableURLClassLoader", classLoader);
    }
}
