package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Sweeps on YARN into stores on HDFS, both processes of this machine, by {@code spark-submit}. */
class YarnIT {
    private static final String APPLICATION_MASTER = "org.apache.spark.deploy.yarn.ApplicationMaster";

    private static final String EXECUTOR = "org.apache.spark.executor.YarnCoarseGrainedExecutorBackend";

    private static HdfsCluster hdfs;
    private static YarnCluster yarn;
    private static StorageSweep sweep;

    @BeforeAll
    static void start() throws IOException {
        hdfs = HdfsCluster.shared();
        yarn = YarnCluster.start(hdfs);
        // What looks at the stores afterwards.
        sweep = new StorageSweep(command -> command.with("HADOOP_CONF_DIR", hdfs.configuration()));
    }

    @AfterAll
    static void stop() {
        if (yarn != null) {
            yarn.close();
        }
    }

    /** A store by its whole name, with the name node. */
    private static String store(String name) {
        return hdfs.uri() + "/stores/" + name;
    }

    private static boolean exists(String path) {
        try {
            return hdfs.files().exists(new Path(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * YARN kills containers that take more memory than they asked for, which looks like this. In cluster mode the same
     * executors serve a driver elsewhere, so that this is left to those who ask for it.
     */
    @EnabledIfEnvironmentVariable(named = "GRADFLOW_SOAK", matches = "true")
    @Test
    void inClientModeAndAfterTheDeathOfAllExecutors() throws IOException {
        String store = store("client");
        try (var running = yarn.submit(
                        "client",
                        List.of(),
                        "run",
                        ShortSweep.get().configuration().toString(),
                        "--store",
                        store)
                .start()) {
            running.awaitThat("a wave is committed", () -> exists(store + "/epochs/wave=0/_manifest.json"));
            yarn.kill(EXECUTOR);
            running.await().assertExitCode(0);
        }
        sweep.assertShort(store);
    }

    /** YARN starts an application again whose master has died. */
    @Test
    void inClusterModeAndAfterTheDeathOfTheApplicationMaster() throws IOException {
        String store = store("cluster");
        var configuration = ShortSweep.get().configuration();
        try (var running = yarn.submit(
                        "cluster",
                        List.of("--files", configuration.toString()),
                        "run",
                        configuration.getFileName().toString(),
                        "--store",
                        store,
                        "--wait",
                        "120")
                .start()) {
            running.awaitThat("a wave is committed", () -> exists(store + "/epochs/wave=0/_manifest.json"));
            yarn.kill(APPLICATION_MASTER);
            var lock = new Path(store, "_lock");
            // The lease of a process that is dead comes to its end.
            long longAgo = hdfs.files().getFileStatus(lock).getModificationTime() - 120_000;
            hdfs.files().setTimes(lock, longAgo, longAgo);
            running.await().assertExitCode(0);
        }
        sweep.assertShort(store);
        assertTrue(yarn.printed().contains(" were there\n"), yarn::printed);
    }

    @EnabledIfEnvironmentVariable(named = "GRADFLOW_SOAK", matches = "true")
    @Test
    void aMistakeIsTheFailureOfTheApplication() throws IOException {
        var failed = yarn.submit("cluster", List.of(), "run", "missing.conf", "--store", store("missing"))
                .run();
        assertEquals(1, failed.exitCode(), failed::toString);
        assertTrue(yarn.printed().contains("missing.conf"), yarn::printed);
    }
}
