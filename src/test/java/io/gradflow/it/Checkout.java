package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A copy of this project in a folder of any name, as a user may have it. Tests run the copy, so they may change it, and
 * edits made to the project while they run start no build.
 */
final class Checkout {
    /** Folders that hold results of building or running, or the history of git. */
    private static final Set<String> NO_SOURCES = Set.of(".git", "target", "runs", "spark-warehouse");

    /** The jars that a build makes: one of only our classes, and one of everything needed in addition to Spark. */
    private static final List<String> JARS = List.of("original-gradflow.jar", "gradflow.jar");

    /** Makes the shared copy when the first test class asks for it. */
    private static final class Shared {
        private static final Checkout CHECKOUT = make();

        private static Checkout make() {
            try {
                var folder = TemporaryFolder.deletedAtExit();
                var checkout = built(folder.resolve("a 100% [good] folder"));
                if (!"off".equals(System.getenv(Command.ARCHIVES))) {
                    checkout.hasArchive = true;
                    checkout.buildFirst(checkout.gradflow("--version"));
                }
                return checkout;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Path home;
    private boolean hasArchive;

    private Checkout(Path home) {
        this.home = home;
    }

    /**
     * A copy with the results of this build, for all test classes of this JVM that leave it as it is. Its commands
     * start fast, from an archive of classes, unless the environment switches archives off. The folder's name has
     * characters that are special in shells, URIs and Hadoop's patterns.
     */
    static Checkout shared() {
        return Shared.CHECKOUT;
    }

    /** A copy as a clone gives it, without a build. */
    static Checkout unbuilt(Path home) throws IOException {
        copy(original(), home);
        return new Checkout(home);
    }

    /** A copy with the results of this build. */
    static Checkout built(Path home) throws IOException {
        var checkout = unbuilt(home);
        var target = original().resolve("target");
        assertTrue(Files.exists(target.resolve("gradflow.jar")), "there is no target/gradflow.jar: run ./mvnw verify");
        copy(target.resolve("launcher"), checkout.home.resolve("target/launcher"));
        for (var jar : JARS) {
            Files.copy(target.resolve(jar), checkout.home.resolve("target").resolve(jar));
        }
        checkout.declareBuilt(Instant.now());
        return checkout;
    }

    Path home() {
        return home;
    }

    Path script() {
        return home.resolve("scripts/gradflow");
    }

    /** A command of the launcher in this checkout, run from its top folder. */
    Command gradflow(String... arguments) {
        return command(script().toString(), arguments);
    }

    /** Any command, run from the top folder. If it calls the launcher, that finds the archive of classes. */
    Command command(String program, String... arguments) {
        var command = Command.of(program, arguments).in(home);
        return hasArchive ? command.with(Command.ARCHIVES, "on") : command;
    }

    /** Runs a command that takes this for its first build. If asked, it writes an archive of classes first. */
    void buildFirst(Command command) throws IOException {
        StandInMaven.in(this, StandInMaven.BUILD);
        declareBuilt(Instant.EPOCH);
        command.run().assertExitCode(0);
    }

    /** Sets the time of the existing build. */
    void declareBuilt(Instant time) throws IOException {
        Files.setLastModifiedTime(home.resolve("target/launcher/jvm-options"), FileTime.from(time));
        for (var jar : JARS) {
            Files.setLastModifiedTime(home.resolve("target").resolve(jar), FileTime.from(time.plusSeconds(10)));
        }
    }

    private static Path original() {
        String home = System.getProperty("gradflow.home");
        assertTrue(home != null, "the system property gradflow.home must name the project's folder");
        return Path.of(home);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (folder.getParent().equals(from)
                        && NO_SOURCES.contains(folder.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
