package io.gradflow.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server as a process of its own, so that its libraries are on no other class path and it can be killed. */
final class JavaServer implements AutoCloseable {
    /** Where the profile "storage" puts the jars of servers. */
    private static final Path JARS = Path.of(System.getProperty("gradflow.home"), "target/storage-servers");

    private final Command.Running running;

    private JavaServer(Command.Running running) {
        this.running = running;
    }

    /** A jar that the build has put aside for servers. */
    static Path jar(String name) {
        return JARS.resolve(name);
    }

    /**
     * Starts a server, which need not be ready yet.
     *
     * @param classPath jars and folders
     * @param arguments the main class, and what follows it on the command line
     */
    static JavaServer start(List<Path> classPath, String... arguments) {
        var line = new ArrayList<>(List.of(
                // A server of a test is small, lives for a minute, and must leave the processors to what it serves.
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                String.join(":", classPath.stream().map(Path::toString).toList())));
        line.addAll(List.of(arguments));
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        return new JavaServer(Command.of(java, line.toArray(String[]::new)).start());
    }

    /** A port that nobody listens at now. */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until somebody listens at a port of this machine. */
    void awaitPort(int port) {
        running.awaitThat("it listens at port " + port, () -> {
            try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
    }

    /** Ends the server as {@code kill -9} does. */
    void kill() {
        running.kill();
        running.endsWithin(Duration.ofSeconds(30));
    }

    /** Waits for the end of a program that ends by itself. */
    void awaitEnd() {
        running.await().assertExitCode(0);
    }

    @Override
    public void close() {
        running.close();
    }

    /** Spark's jars and what they bring, as the launcher has them. */
    static List<Path> sparkJars() throws IOException {
        var file = Path.of(System.getProperty("gradflow.home"), "target/launcher/spark-classpath");
        return List.of(Files.readString(file).strip().split(":")).stream()
                .map(Path::of)
                .toList();
    }
}
