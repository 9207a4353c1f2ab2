package io.gradflow.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.internal.config.package$;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.Option;

/** Who is let in at the port on which Spark listens with a local master. */
@Timeout(60)
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

    /** Knocks as another process of this machine would that has these settings. */
    private static String endpointFoundWith(SparkConf settings) {
        var security = new SecurityManager(settings, Option.empty(), package$.MODULE$.AUTH_SECRET_FILE());
        var caller = RpcEnv.create("caller", "127.0.0.1", 0, settings, security, true);
        try {
            int port = Integer.parseInt(spark.sparkContext().conf().get("spark.driver.port"));
            return caller.setupEndpointRef(new RpcAddress("127.0.0.1", port), ENDPOINT)
                    .name();
        } finally {
            caller.shutdown();
            caller.awaitTermination();
        }
    }

    @Test
    void whoHasTheSecretIsLetIn() {
        assertEquals(ENDPOINT, endpointFoundWith(spark.sparkContext().conf().clone()));
    }

    @Test
    void whoHasNoSecretIsRefused() {
        assertThrows(Exception.class, () -> endpointFoundWith(new SparkConf(false)));
    }

    @Test
    void everyProcessHasASecretOfItsOwn() {
        String secret = spark.sparkContext().conf().get("spark.authenticate.secret");
        assertEquals(64, secret.length());
        assertEquals(64, secret.chars().filter(c -> Character.digit(c, 16) >= 0).count());
    }
}
