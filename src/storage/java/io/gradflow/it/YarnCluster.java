package io.gradflow.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** YARN on this machine: a resource manager and a node manager, each a process, over {@link HdfsCluster}. */
final class YarnCluster implements AutoCloseable {
    private static final String PACKAGE = "org.apache.hadoop.yarn.server.";

    private final Path folder;
    private final HdfsCluster hdfs;
    private final List<JavaServer> servers = new ArrayList<>();

    private YarnCluster(Path folder, HdfsCluster hdfs) {
        this.folder = folder;
        this.hdfs = hdfs;
    }

    /** Starts both processes, and waits until the resource manager answers. */
    static YarnCluster start(HdfsCluster hdfs) throws IOException {
        var cluster = new YarnCluster(TemporaryFolder.deletedAtExit(), hdfs);
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

    private void startServers() throws IOException {
        Files.createDirectories(configuration());
        for (var file : List.of("core-site.xml", "hdfs-site.xml", "log4j2.properties")) {
            Files.copy(hdfs.configuration().resolve(file), configuration().resolve(file));
        }
        int port = JavaServer.freePort();
        write(
                "yarn-site.xml",
                Map.ofEntries(
                        Map.entry("yarn.resourcemanager.hostname", "127.0.0.1"),
                        Map.entry("yarn.resourcemanager.bind-host", "127.0.0.1"),
                        Map.entry("yarn.resourcemanager.address", "127.0.0.1:" + port),
                        Map.entry("yarn.resourcemanager.scheduler.address", "127.0.0.1:" + JavaServer.freePort()),
                        Map.entry(
                                "yarn.resourcemanager.resource-tracker.address", "127.0.0.1:" + JavaServer.freePort()),
                        Map.entry("yarn.resourcemanager.admin.address", "127.0.0.1:" + JavaServer.freePort()),
                        Map.entry("yarn.resourcemanager.webapp.address", "127.0.0.1:" + JavaServer.freePort()),
                        Map.entry("yarn.nodemanager.hostname", "127.0.0.1"),
                        Map.entry("yarn.nodemanager.address", "127.0.0.1:0"),
                        Map.entry("yarn.nodemanager.localizer.address", "127.0.0.1:0"),
                        Map.entry("yarn.nodemanager.webapp.address", "127.0.0.1:" + JavaServer.freePort()),
                        Map.entry(
                                "yarn.nodemanager.local-dirs",
                                folder.resolve("local").toString()),
                        Map.entry("yarn.nodemanager.log-dirs", logs().toString()),
                        // The logs of an application stay for the test.
                        Map.entry("yarn.nodemanager.delete.debug-delay-sec", "600"),
                        Map.entry("yarn.nodemanager.disk-health-checker.enable", "false"),
                        Map.entry("yarn.nodemanager.resource.memory-mb", "8192"),
                        Map.entry("yarn.nodemanager.resource.cpu-vcores", "8"),
                        Map.entry("yarn.nodemanager.vmem-check-enabled", "false"),
                        Map.entry("yarn.scheduler.minimum-allocation-mb", "128"),
                        Map.entry(
                                "yarn.resourcemanager.scheduler.class",
                                PACKAGE + "resourcemanager.scheduler.capacity.CapacityScheduler")));
        write(
                "capacity-scheduler.xml",
                Map.of(
                        "yarn.scheduler.capacity.root.queues", "default",
                        "yarn.scheduler.capacity.root.default.capacity", "100",
                        "yarn.scheduler.capacity.maximum-am-resource-percent", "1"));
        var classPath = new ArrayList<>(List.of(configuration()));
        for (var jar : List.of(
                "hadoop-client-minicluster", "jaxb-api", "bcprov-jdk18on", "bcpkix-jdk18on", "bcutil-jdk18on")) {
            classPath.add(JavaServer.jar(jar + ".jar"));
        }
        classPath.addAll(JavaServer.sparkJars());
        var resources = JavaServer.start(classPath, PACKAGE + "resourcemanager.ResourceManager");
        servers.add(resources);
        servers.add(JavaServer.start(classPath, PACKAGE + "nodemanager.NodeManager"));
        resources.awaitPort(port);
    }

    private void write(String name, Map<String, String> settings) throws IOException {
        var conf = new Configuration(false);
        settings.forEach(conf::set);
        try (var out = Files.newOutputStream(configuration().resolve(name))) {
            conf.writeXml(out);
        }
    }

    private Path configuration() {
        return folder.resolve("conf");
    }

    private Path logs() {
        return folder.resolve("logs");
    }

    /** {@code spark-submit} of a command of gradflow, with the settings that the page on clusters recommends. */
    Command submit(String deployMode, List<String> options, String... arguments) throws IOException {
        var home = Path.of(System.getProperty("gradflow.home"));
        var jars = new ArrayList<>(JavaServer.sparkJars());
        jars.add(JavaServer.jar("spark-yarn.jar"));
        var line = new ArrayList<>(List.of(
                "@" + home.resolve("target/launcher/jvm-options"),
                "-cp",
                Stream.concat(Stream.of(configuration()), jars.stream())
                        .map(Path::toString)
                        .collect(Collectors.joining(":")),
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                "yarn",
                "--deploy-mode",
                deployMode,
                "--properties-file",
                home.resolve("conf/spark-cluster.conf").toString(),
                "--num-executors",
                "2",
                "--executor-cores",
                "1",
                "--executor-memory",
                "512m",
                "--driver-memory",
                "600m",
                // A distribution of Spark that is installed on all nodes.
                "--conf",
                "spark.yarn.jars=" + jars.stream().map(jar -> "local:" + jar).collect(Collectors.joining(",")),
                "--conf",
                "spark.ui.enabled=false"));
        line.addAll(options);
        line.addAll(List.of(
                "--class",
                "io.gradflow.cli.Main",
                home.resolve("target/gradflow.jar").toString()));
        line.addAll(List.of(arguments));
        return Command.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), line.toArray(String[]::new))
                .with("HADOOP_CONF_DIR", configuration())
                .with("SPARK_LOCAL_IP", "127.0.0.1");
    }

    /** Ends as {@code kill -9} does the processes of this cluster's containers that run a class. */
    void kill(String mainClass) {
        ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(mainClass) && line.contains(logs().toString()))
                        .isPresent())
                .forEach(ProcessHandle::destroyForcibly);
    }

    /** All that containers have printed. */
    String printed() {
        try (var files = Files.walk(logs())) {
            var all = new StringBuilder();
            for (var file : files.filter(path -> path.getFileName().toString().matches("stdout|stderr"))
                    .toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill("");
        servers.forEach(JavaServer::close);
    }
}
