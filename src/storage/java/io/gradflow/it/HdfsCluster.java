package io.gradflow.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/** HDFS on this machine: a name node and two data nodes, each a process, and the files that clients are told by. */
public final class HdfsCluster implements AutoCloseable {
    /** Who started the name node may do anything. */
    static final String SUPERUSER = System.getProperty("user.name");

    private static final String PACKAGE = "org.apache.hadoop.hdfs.server.";

    private final Path folder;
    private final int port;
    private final List<Path> classPath = new ArrayList<>();
    private final List<JavaServer> servers = new ArrayList<>();
    private final List<JavaServer> dataNodes = new ArrayList<>();
    private DistributedFileSystem files;

    private HdfsCluster(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Makes the cluster when the first test class asks for it. */
    private static final class Shared {
        private static final HdfsCluster CLUSTER = make();

        private static HdfsCluster make() {
            try {
                var cluster = start(TemporaryFolder.deletedAtExit());
                Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
                return cluster;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** The cluster of all test classes of this JVM, which ends with it. Who harms it mends it. */
    public static HdfsCluster shared() {
        return Shared.CLUSTER;
    }

    /** Starts all processes, and waits until files can be written on both data nodes. */
    private static HdfsCluster start(Path folder) throws IOException, InterruptedException {
        var cluster = new HdfsCluster(folder, JavaServer.freePort());
        boolean started = false;
        try {
            cluster.startServers();
            started = true;
            return cluster;
        } finally {
            if (!started) {
                cluster.close();
            }
        }
    }

    private void startServers() throws IOException, InterruptedException {
        Files.createDirectories(configuration());
        write("core-site.xml", Map.of("fs.defaultFS", uri()));
        write(
                "hdfs-site.xml",
                Map.of(
                        "dfs.replication", "2",
                        // A data node that is silent for so long is given up.
                        "dfs.heartbeat.interval", "1",
                        "dfs.namenode.heartbeat.recheck-interval", "1000",
                        "dfs.namenode.name.dir", folder.resolve("name").toUri().toString(),
                        "dfs.namenode.http-address", "127.0.0.1:0",
                        "dfs.datanode.address", "127.0.0.1:0",
                        "dfs.datanode.http.address", "127.0.0.1:0",
                        "dfs.datanode.ipc.address", "127.0.0.1:0"));
        Files.writeString(configuration().resolve("log4j2.properties"), "rootLogger.level = warn\n");
        classPath.add(configuration());
        classPath.add(JavaServer.jar("hadoop-client-minicluster.jar"));
        classPath.addAll(JavaServer.sparkJars());
        try (var format = JavaServer.start(classPath, PACKAGE + "namenode.NameNode", "-format", "-nonInteractive")) {
            format.awaitEnd();
        }
        var nameNode = JavaServer.start(classPath, PACKAGE + "namenode.NameNode");
        servers.add(nameNode);
        startDataNode();
        startDataNode();
        nameNode.awaitPort(port);
        files = connect();
        awaitDataNodes(2);
    }

    /** Starts another data node, with a folder of its own. */
    void startDataNode() {
        String data = folder.resolve("data-" + servers.size()).toUri().toString();
        var dataNode =
                JavaServer.start(classPath, PACKAGE + "datanode.DataNode", "-D", "dfs.datanode.data.dir=" + data);
        servers.add(dataNode);
        dataNodes.add(dataNode);
    }

    /** Ends one of the data nodes as {@code kill -9} does. */
    void killDataNode() {
        dataNodes.remove(0).kill();
    }

    /** Waits until the name node knows a number of living data nodes. */
    void awaitDataNodes(int count) throws IOException, InterruptedException {
        while (files.getDataNodeStats(org.apache.hadoop.hdfs.protocol.HdfsConstants.DatanodeReportType.LIVE).length
                != count) {
            Thread.sleep(100);
        }
    }

    private void write(String name, Map<String, String> settings) throws IOException {
        var conf = new Configuration(false);
        settings.forEach(conf::set);
        try (var out = Files.newOutputStream(configuration().resolve(name))) {
            conf.writeXml(out);
        }
    }

    /** The folder that clients take for {@code HADOOP_CONF_DIR}. */
    Path configuration() {
        return folder.resolve("conf");
    }

    /** The file system's name, without a path. */
    public String uri() {
        return "hdfs://127.0.0.1:" + port;
    }

    /** What the superuser sees. */
    DistributedFileSystem files() {
        return files;
    }

    private DistributedFileSystem connect() throws IOException, InterruptedException {
        var conf = new Configuration();
        conf.set("dfs.replication", "2");
        return (DistributedFileSystem) FileSystem.newInstance(URI.create(uri()), conf, SUPERUSER);
    }

    @Override
    public void close() {
        servers.forEach(JavaServer::close);
    }
}
