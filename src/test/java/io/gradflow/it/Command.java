package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A command that a test runs as a separate process. When its time limit is over, the process and all processes that it
 * started are ended. The test then fails, and the failure contains everything that the process printed.
 */
final class Command {
    /** The time limit of a process: many times what any command takes on an idle machine. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** The variable that tells the launcher whether to use and to make archives of classes. */
    static final String ARCHIVES = "GRADFLOW_CDS";

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    /** Longer than the other interval, because listing a tree of processes takes CPU time from them. */
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(250);

    /** Environment variables that a developer may have set and that would change the result of a command. */
    private static final List<String> NOT_INHERITED = List.of(
            "JAVA_TOOL_OPTIONS",
            "JDK_JAVA_OPTIONS",
            "_JAVA_OPTIONS",
            "MAVEN_ARGS",
            "SPARK_CONF_DIR",
            "SPARK_HOME",
            "SPARK_LOCAL_IP",
            "SPARK_SCALA_VERSION");

    private final List<String> line;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path folder;

    private Command(List<String> line) {
        this.line = line;
        // Commands use the JVM that runs the tests, not one that happens to be on the path.
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // Nothing runs in the background of a test that does not ask for it.
        environment.put(ARCHIVES, "off");
    }

    static Command of(String program, String... arguments) {
        var line = new ArrayList<>(List.of(program));
        line.addAll(List.of(arguments));
        return new Command(line);
    }

    /** The same command by a user for whom the permissions of files hold, which for root they do not. */
    Command boundByPermissions() {
        var bound = new Command(new ArrayList<>(line));
        bound.environment.putAll(environment);
        bound.folder = folder;
        if (System.getProperty("user.name").equals("root")) {
            String without = "-dac_override,-dac_read_search";
            bound.line.addAll(0, List.of("setpriv", "--bounding-set=" + without, "--inh-caps=" + without));
        }
        return bound;
    }

    Command in(Path workingFolder) {
        folder = workingFolder;
        return this;
    }

    Command with(String variable, Object value) {
        environment.put(variable, value.toString());
        return this;
    }

    /** A process that has ended: its exit code and everything that it printed. */
    record Finished(Command command, int exitCode, String stdout, String stderr) {

        /** Fails with all output of the process unless {@code expected} is its exit code. */
        Finished assertExitCode(int expected) {
            assertEquals(expected, exitCode, () -> "exit code" + this);
            return this;
        }

        @Override
        public String toString() {
            return "\n" + command + "\nstdout:\n" + stdout + "\nstderr:\n" + stderr;
        }

        /** The lines of standard error without the JVM's notice that every start prints. */
        List<String> notes() {
            return Command.notes(stderr);
        }
    }

    /** Starts the process and waits for its end. */
    Finished run() {
        try (var running = start()) {
            return running.await();
        }
    }

    Running start() {
        try {
            var stdout = Files.createTempFile("gradflow-it", ".stdout");
            var stderr = Files.createTempFile("gradflow-it", ".stderr");
            var process = builder(line)
                    .redirectOutput(stdout.toFile())
                    .redirectError(stderr.toFile())
                    .start();
            process.getOutputStream().close();
            return new Running(this, process, stdout, stderr);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the process in a terminal, as its first one: the terminal's signals are for it. */
    Process startIn(Path terminal) {
        var inTerminal = new ArrayList<>(List.of("setsid", "--ctty"));
        inTerminal.addAll(line);
        try {
            return builder(inTerminal)
                    .redirectInput(terminal.toFile())
                    .redirectOutput(terminal.toFile())
                    .redirectError(terminal.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder builder(List<String> started) {
        var builder = new ProcessBuilder(started);
        builder.environment().keySet().removeAll(NOT_INHERITED);
        builder.environment().putAll(environment);
        if (folder != null) {
            builder.directory(folder.toFile());
        }
        return builder;
    }

    @Override
    public String toString() {
        return String.join(" ", line);
    }

    private static List<String> notes(String stderr) {
        return stderr.lines()
                .filter(text -> !text.equals("WARNING: Using incubator modules: jdk.incubator.vector"))
                .toList();
    }

    /** A running process. Closing it ends the process and all processes that it has started. */
    static final class Running implements AutoCloseable {
        private final Command command;
        private final Process process;
        private final Path stdout;
        private final Path stderr;
        private final Instant deadline = Instant.now().plus(LIMIT);

        private Running(Command command, Process process, Path stdout, Path stderr) {
            this.command = command;
            this.process = process;
            this.stdout = stdout;
            this.stderr = stderr;
        }

        boolean isAlive() {
            return process.isAlive();
        }

        long pid() {
            return process.pid();
        }

        /** The process and all its descendants. */
        Stream<ProcessHandle> tree() {
            return Stream.concat(Stream.of(process.toHandle()), process.descendants());
        }

        /** Waits for the end of the process, at most for {@code time}, and returns whether it has ended. */
        boolean endsWithin(Duration time) {
            try {
                return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        /** Ends the process as {@code kill -9} does, so it cannot clean up. */
        void kill() {
            process.toHandle().destroyForcibly();
        }

        /** Waits for the end of the process. */
        Finished await() {
            try {
                if (!process.waitFor(Duration.between(Instant.now(), deadline).toMillis(), TimeUnit.MILLISECONDS)) {
                    fail(report("did not end within " + LIMIT));
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            return new Finished(command, process.exitValue(), read(stdout), read(stderr));
        }

        /** Waits until {@code holds} is true. The process must not end before. */
        void awaitThat(String what, BooleanSupplier holds) {
            while (!holds.getAsBoolean()) {
                if (!process.isAlive()) {
                    fail(report("ended with " + process.exitValue() + " before this held: " + what));
                }
                if (Instant.now().isAfter(deadline)) {
                    fail(report("within " + LIMIT + " this did not hold: " + what));
                }
                pause(POLL_INTERVAL);
            }
        }

        /** Calls {@code look} every 250 ms until the process ends. */
        void whileAlive(Runnable look) {
            while (process.isAlive()) {
                if (Instant.now().isAfter(deadline)) {
                    fail(report("did not end within " + LIMIT));
                }
                look.run();
                pause(LOOK_INTERVAL);
            }
        }

        @Override
        public void close() {
            // Parents are ended first, because they would restart their children.
            tree().toList().forEach(ProcessHandle::destroyForcibly);
            try {
                process.waitFor();
                Files.delete(stdout);
                Files.delete(stderr);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        private String report(String what) {
            return command + "\n" + what + "\nstdout:\n" + read(stdout) + "\nstderr:\n" + read(stderr);
        }

        private static void pause(Duration interval) {
            try {
                Thread.sleep(interval.toMillis());
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        private static IllegalStateException interrupted(InterruptedException e) {
            Thread.currentThread().interrupt();
            return new IllegalStateException("interrupted", e);
        }

        private static String read(Path file) {
            try {
                return Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
