package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Stores on S3 by way of S3A, from a server of this machine that is as slow, busy and strict as tests ask for. */
class S3aIT {
    private static final String COUNT = "SELECT count(*) AS ends, count(DISTINCT task) AS networks FROM runs";

    @TempDir
    private static Path temporary;

    private static S3Server s3;
    private static StorageSweep sweep;

    @BeforeAll
    static void start() throws IOException {
        s3 = S3Server.shared();
        var configuration = Files.createDirectory(temporary.resolve("conf"));
        try (var out = Files.newOutputStream(configuration.resolve("core-site.xml"))) {
            s3.settings().writeXml(out);
        }
        String jars = Files.readString(Path.of(System.getProperty("gradflow.home"), "target/launcher/s3a-classpath"))
                .strip();
        sweep = new StorageSweep(
                command -> command.with("HADOOP_CONF_DIR", configuration)
                        .with("GRADFLOW_CLASSPATH", jars)
                        .with("AWS_ACCESS_KEY_ID", S3Server.ACCESS_KEY)
                        .with("AWS_SECRET_ACCESS_KEY", S3Server.SECRET_KEY),
                "--properties-file",
                "conf/spark-cluster.conf");
    }

    @AfterEach
    void calm() {
        s3.throttleOneIn(0);
        s3.hideNewObjects(Duration.ZERO);
    }

    private static String store(String name) {
        return "s3a://" + S3Server.BUCKET + "/" + name;
    }

    @Test
    void everyCommandButCompactWorksAsOnALocalDisk() throws IOException {
        String store = store("all");
        sweep.runSmall(store).run().assertExitCode(0);
        sweep.assertSmall(store);

        var status = sweep.command("status", store, "--format=csv").run().assertExitCode(0);
        assertTrue(status.stdout().contains("\ntasks," + StorageSweep.SMALL_NETWORKS + ","), status::toString);
        var files = sweep.command("status", store, "--files").run().assertExitCode(0);
        var committed = files.stdout().lines().toList();
        assertEquals(2, committed.size());
        assertTrue(committed.stream().allMatch(name -> name.startsWith(store + "/epochs/wave=0/")), files::toString);
        var counted = sweep.command("sql", store, "--format=csv", COUNT).run().assertExitCode(0);
        assertEquals("ends,networks\n20,20\n", counted.stdout());

        var refused = sweep.command("compact", store).run().assertExitCode(2);
        assertEquals(1, refused.notes().size(), refused::toString);
        assertTrue(refused.stderr().contains("copies where others rename"), refused::toString);

        try (var bucket = s3.files()) {
            assertTrue(bucket.delete(new org.apache.hadoop.fs.Path(store + "/epochs/wave=0/_manifest.json"), false));
        }
        sweep.command("verify", store, "--rebuild").run().assertExitCode(0);
        sweep.assertSmall(store);
    }

    @Test
    void aSecondWriterIsKeptAwayAndAKilledRunGoesOn() {
        String store = store("killed");
        try (var running = sweep.runShort(store).start()) {
            running.awaitThat("a wave is committed", () -> s3.has("killed/epochs/wave=0/_manifest.json"));
            var second = sweep.runShort(store).run().assertExitCode(2);
            assertTrue(second.stderr().contains(" is being written by another run: process "), second::toString);
            running.awaitThat("a part of a wave is finished", () -> isPartFinished(store));
            running.kill();
            running.await().assertExitCode(128 + 9);
        }
        // The lease of a process that is dead comes to its end.
        s3.age("killed/_lock");
        var ended = sweep.runShort(store).run().assertExitCode(0);
        assertTrue(ended.notes().stream().anyMatch(note -> note.startsWith("kept: ")), ended::toString);
        assertEquals("ends,networks\n256,256\n", counted(store));
        sweep.assertShort(store);
        assertTrue(s3.conditionalWrites() > 0, "a wave was committed without a condition");
    }

    /** Whether a Spark task of a wave that is not committed has committed its file. */
    private static boolean isPartFinished(String store) {
        try (var files = s3.files()) {
            var staged = files.listFiles(new org.apache.hadoop.fs.Path(store, "_staging"), true);
            while (staged.hasNext()) {
                if (staged.next().getPath().getName().endsWith(".pendingset")) {
                    return true;
                }
            }
            return false;
        } catch (FileNotFoundException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String counted(String store) {
        return sweep.command("sql", store, "--format=csv", COUNT)
                .run()
                .assertExitCode(0)
                .stdout();
    }

    /** Hadoop's client tries for more than a minute before it gives up, so this is left to those who ask for it. */
    @EnabledIfEnvironmentVariable(named = "GRADFLOW_SOAK", matches = "true")
    @Test
    void listingsThatLagEndARunAndRequestsThatAreTooManyAreRepeated() {
        String store = store("busy");
        // Neither the store nor Hadoop's committer can do with that, and both say so.
        s3.hideNewObjects(Duration.ofSeconds(30));
        var failed = sweep.runSmall(store).run();
        assertTrue(failed.exitCode() == 1 || failed.exitCode() == 2, failed::toString);
        assertTrue(failed.stderr().contains("No such file or directory: " + store), failed::toString);
        StorageSweep.assertNoTrace(failed);
        s3.hideNewObjects(Duration.ZERO);
        s3.age("busy/_lock");

        s3.throttleOneIn(5);
        sweep.runSmall(store).run().assertExitCode(0);
        s3.throttleOneIn(0);
        assertTrue(s3.throttled() > 0);
        sweep.assertSmall(store);
    }

    @Test
    void credentialsAreNowhereToBeSeen() {
        String store = store("secret");
        var run = sweep.runSmall(store, "--verbose").run().assertExitCode(0);
        var status = sweep.command("status", store, "--verbose").run().assertExitCode(0);
        var refused = sweep.command("status", store)
                .with("AWS_SECRET_ACCESS_KEY", S3Server.SECRET_KEY.replace('n', 'm'))
                .run()
                .assertExitCode(2);
        assertEquals(1, refused.notes().size(), refused::toString);
        for (var finished : List.of(run, status, refused)) {
            assertFalse(finished.toString().contains(S3Server.SECRET_KEY), finished::toString);
        }
        assertFalse(refused.toString().contains(S3Server.SECRET_KEY.replace('n', 'm')), refused::toString);
        assertFalse(s3.wasToldCredentials(), "credentials are in an object");
    }
}
