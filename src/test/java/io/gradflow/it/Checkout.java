package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
 * A copy of this project, as somebody may have it in a folder of any name. Tests run the copy, so that they may change
 * it, and so that what is edited while they run starts no build.
 */
final class Checkout {
    /** Results of building or of running. */
    private static final Set<String> NO_SOURCES = Set.of(".git", "target", "runs", "spark-warehouse");

    /** What a build makes of the sources: our classes alone, and all that is needed beside Spark. */
    private static final List<String> JARS = List.of("original-gradflow.jar", "gradflow.jar");

    private final Path home;

    private Checkout(Path home) {
        this.home = home;
    }

    /** As it comes from a clone. */
    static Checkout unbuilt(Path home) throws IOException {
        copy(original(), home);
        return new Checkout(home);
    }

    /** With what this build has packaged. */
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

    /** A command line of the launcher in this checkout, run from its top folder. */
    Command gradflow(String... arguments) {
        return Command.of(script().toString(), arguments).in(home);
    }

    /** Makes the build that is there one of this time. */
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
