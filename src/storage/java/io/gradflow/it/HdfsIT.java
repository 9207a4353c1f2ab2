package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.SafeModeAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores on HDFS, whose servers are processes of this machine, in good times and in bad ones. */
class HdfsIT {
    @TempDir
    private static Path temporary;

    private static HdfsCluster hdfs;
    private static StorageSweep sweep;

    @BeforeAll
    static void start() {
        hdfs = HdfsCluster.shared();
        sweep = new StorageSweep(
                command -> command.with("HADOOP_CONF_DIR", hdfs.configuration()),
                "--properties-file",
                "conf/spark-cluster.conf");
    }

    /** A store by its whole name, with the name node. */
    private static String store(String name) {
        return hdfs.uri() + "/stores/" + name;
    }

    private static org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(name);
    }

    private static boolean exists(String name) {
        try {
            return hdfs.files().exists(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a Spark task of a wave that is not committed has committed its file. */
    private static boolean isPartFinished(String store) {
        try {
            return hdfs.files().globStatus(path(store + "/_staging/*/wave=*/_temporary/0/task_*")).length > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> committedFiles(String store) throws IOException {
        var names = new ArrayList<String>();
        var files = hdfs.files().listFiles(path(store + "/epochs"), true);
        while (files.hasNext()) {
            var file = files.next().getPath();
            if (file.getName().endsWith(".parquet")) {
                names.add(file.toString());
            }
        }
        return names.stream().sorted().toList();
    }

    @Test
    void everyCommandWorksAsOnALocalDisk() throws IOException {
        String store = store("all");
        // The name node is that of Hadoop's configuration.
        String withoutNameNode = store.substring(hdfs.uri().length());
        sweep.runSmall("hdfs://" + withoutNameNode).run().assertExitCode(0);
        sweep.assertSmall(store);

        var status = sweep.command("status", store, "--format=csv").run().assertExitCode(0);
        assertTrue(status.stdout().contains("\ntasks," + StorageSweep.SMALL_NETWORKS + ","), status::toString);
        var files = sweep.command("status", store, "--files").run().assertExitCode(0);
        assertEquals(committedFiles(store), files.stdout().lines().toList());
        // The name node is that of Hadoop's configuration.
        var counted = sweep.command(
                        "sql", "hdfs:///stores/all", "--format=csv", "SELECT count(*) AS networks FROM runs")
                .run()
                .assertExitCode(0);
        assertEquals("networks\n" + StorageSweep.SMALL_NETWORKS + "\n", counted.stdout());
        var page = temporary.resolve("report.html");
        sweep.command("report", store, "--out", page.toString()).run().assertExitCode(0);
        assertTrue(Files.size(page) > 100_000);

        sweep.command("compact", store).run().assertExitCode(0);
        assertEquals(1, committedFiles(store).size());
        String manifest = path(committedFiles(store).get(0)).getParent() + "/_manifest.json";
        assertTrue(hdfs.files().delete(path(manifest), false));
        sweep.command("verify", store).run().assertExitCode(2);
        sweep.command("verify", store, "--rebuild").run().assertExitCode(0);
        sweep.assertSmall(store);
    }

    @Test
    void aSweepGoesOnAfterAQuotaAndAKillAndTheDeathOfADataNode() throws IOException, InterruptedException {
        String store = store("disturbed");
        try (var running = sweep.runShort(store).start()) {
            running.awaitThat("a wave is committed", () -> exists(store + "/epochs/wave=0"));
            hdfs.files().setQuota(path(store), HdfsConstants.QUOTA_DONT_SET, 1);
            assertTellsQuota(store, running.await());
        }
        var before = committedFiles(store);
        assertFalse(before.isEmpty());
        hdfs.files().setQuota(path(store), HdfsConstants.QUOTA_DONT_SET, HdfsConstants.QUOTA_RESET);
        try (var running = sweep.runShort(store).start()) {
            running.awaitThat("a part of a wave is finished", () -> isPartFinished(store));
            running.kill();
            running.await().assertExitCode(128 + 9);
        }
        endLease(store);
        try (var running = sweep.runShort(store).start()) {
            running.awaitThat("it has the lock", () -> isYoung(store + "/_lock"));
            hdfs.killDataNode();
            var ended = running.await().assertExitCode(0);
            assertTrue(ended.notes().stream().anyMatch(note -> note.startsWith("kept: ")), ended::toString);
        }
        assertTrue(committedFiles(store).containsAll(before), before::toString);
        sweep.assertShort(store);
        hdfs.startDataNode();
        hdfs.awaitDataNodes(2);
    }

    private static void assertTellsQuota(String store, Command.Finished failed) {
        failed.assertExitCode(1);
        assertEquals("", failed.stdout(), failed::toString);
        var notes = failed.notes();
        String quota = "gradflow: The DiskSpace quota of /stores/disturbed is exceeded: quota = 1 B";
        assertTrue(notes.stream().anyMatch(note -> note.startsWith(quota)), failed::toString);
        assertTrue(
                notes.contains("rows that are committed stay in " + store
                        + "; when there is room, the same command goes on from there"),
                failed::toString);
        StorageSweep.assertNoTrace(failed);
    }

    private static boolean isYoung(String file) {
        try {
            long time = hdfs.files().getFileStatus(path(file)).getModificationTime();
            return time > System.currentTimeMillis() - 60_000;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the lease of a process that is dead come to its end. */
    private static void endLease(String store) throws IOException {
        var lock = path(store + "/_lock");
        long longAgo = hdfs.files().getFileStatus(lock).getModificationTime() - 120_000;
        hdfs.files().setTimes(lock, longAgo, longAgo);
    }

    @Test
    void aNameNodeInSafeModeIsTold() throws IOException {
        String store = store("safe");
        sweep.runSmall(store, "--set", "sweep.seed=0").run().assertExitCode(0);
        hdfs.files().setSafeMode(SafeModeAction.ENTER);
        try {
            var refused = sweep.runSmall(store).run();
            StorageSweep.assertTells(
                    2,
                    "store " + store
                            + " cannot be used: Cannot create directory /stores/safe. Name node is in safe mode."
                            + " It was turned on manually. Use \"hdfs dfsadmin -safemode leave\" to turn safe mode off."
                            + " NamenodeHostName:localhost",
                    refused);
            sweep.command("status", store).run().assertExitCode(0);
        } finally {
            hdfs.files().setSafeMode(SafeModeAction.LEAVE);
        }
        var goesOn = sweep.runSmall(store).run().assertExitCode(0);
        assertTrue(goesOn.stderr().contains("; 4 were there"), goesOn::toString);
    }

    @Test
    void aFolderOfAnotherUserIsTold() throws IOException {
        String store = store("others");
        sweep.runSmall(store).run().assertExitCode(0);
        StorageSweep.assertTells(
                2, "store " + store + " cannot be written: /stores/others is not writable", as("alice", "run", store));
        StorageSweep.assertTells(
                2,
                "store " + store("new") + " cannot be made: /stores is not writable",
                as("alice", "run", store("new")));
        var counted = sweep.command("sql", store, "--format=csv", "SELECT count(*) AS networks FROM runs")
                .with("HADOOP_USER_NAME", "alice")
                .run()
                .assertExitCode(0);
        assertEquals("networks\n" + StorageSweep.SMALL_NETWORKS + "\n", counted.stdout());

        hdfs.files().setPermission(path(store), new FsPermission("700"));
        var closed = as("alice", "status", store);
        StorageSweep.assertTells(
                2,
                "store " + store
                        + " cannot be used: Permission denied: user=alice, access=EXECUTE, inode=\"/stores/others\":"
                        + HdfsCluster.SUPERUSER + ":supergroup:drwx------",
                closed);
    }

    private static Command.Finished as(String user, String command, String store) {
        return sweep.command(command, store).with("HADOOP_USER_NAME", user).run();
    }
}
