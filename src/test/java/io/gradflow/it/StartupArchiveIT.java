package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.it.Command.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the archive of classes that {@code scripts/gradflow} lets a JVM make, so that later JVMs start faster. */
class StartupArchiveIT {
    @TempDir
    private Path temporary;

    private Checkout checkout;

    @BeforeEach
    void copyCheckout() throws IOException {
        checkout = Checkout.built(temporary.resolve("grad flow"));
    }

    @Test
    void theJvmLoadsClassesFromAnArchiveUnlessItIsDamaged() throws IOException {
        var loaded = temporary.resolve("loaded classes");
        var plan = checkout.gradflow("plan", "conf/quick.conf", "--format", "csv");
        var without = plan.run().assertExitCode(0);
        plan.with(Command.ARCHIVES, "on").with("_JAVA_OPTIONS", "-Xlog:class+load:file='" + loaded + "'");

        checkout.buildFirst(checkout.gradflow("--version").with(Command.ARCHIVES, "on"));
        var archive = onlyFileIn(checkout.home().resolve("target/startup"));
        assertSameOutput(without, plan.run());
        assertTrue(fromArchive(loaded, "org.apache.spark.sql.types.StructType"));

        byte[] bytes = Files.readAllBytes(archive);
        Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 7);
        archive.toFile().setWritable(true);
        Files.write(archive, bytes);
        assertSameOutput(without, plan.run());
        assertFalse(fromArchive(loaded, "org.apache.spark.sql.types.StructType"));
    }

    @Test
    void anArchiveIsForOneJdkAndOneJar() throws IOException {
        var jdk = StandInJdk.in(temporary.resolve("a jdk"));
        var other = StandInJdk.in(temporary.resolve("another jdk"));

        checkout.buildFirst(jdk.gradflow(checkout));
        var archive = jdk.onlyArchive(checkout);
        jdk.gradflow(checkout).run().assertExitCode(0);
        assertEquals(List.of(StandInJdk.REHEARSAL, archive.toString(), archive.toString()), jdk.calls());

        other.whileRunning(checkout, () -> other.hasArchive(checkout));
        other.gradflow(checkout).run().assertExitCode(0);
        assertEquals(List.of("", other.onlyArchive(checkout).toString(), StandInJdk.REHEARSAL), other.sortedCalls());

        Files.writeString(checkout.home().resolve("target/gradflow.jar"), "more", StandardOpenOption.APPEND);
        jdk.whileRunning(checkout, () -> jdk.hasArchive(checkout) && !Files.exists(archive));
        assertNotEquals(archive, jdk.onlyArchive(checkout));
        assertTrue(other.hasArchive(checkout));
    }

    @Test
    void anArchiveThatWasCutShortIsNotUsedAndMadeAgain() throws IOException {
        var jdk = StandInJdk.in(temporary.resolve("jdk"));
        checkout.buildFirst(jdk.gradflow(checkout));
        var archive = jdk.onlyArchive(checkout);
        long size = Files.size(archive);
        Files.writeString(archive, "");

        jdk.whileRunning(
                checkout, () -> Files.exists(archive) && archive.toFile().length() == size);

        assertEquals(List.of("", archive.toString(), StandInJdk.REHEARSAL, StandInJdk.REHEARSAL), jdk.sortedCalls());
    }

    @Test
    void noArchiveIsMadeOrUsedWhenSwitchedOff() throws IOException {
        var jdk = StandInJdk.in(temporary.resolve("jdk"));

        checkout.buildFirst(jdk.gradflow(checkout).with(Command.ARCHIVES, "off"));
        assertEquals(List.of(""), jdk.calls());

        checkout.buildFirst(jdk.gradflow(checkout));
        jdk.gradflow(checkout).with(Command.ARCHIVES, "off").run().assertExitCode(0);
        assertEquals(List.of("", StandInJdk.REHEARSAL, jdk.onlyArchive(checkout).toString(), ""), jdk.calls());
    }

    @Test
    void aRehearsalThatFailsIsNotRepeatedAtOnce() throws IOException {
        var jdk = StandInJdk.in(temporary.resolve("jdk"));
        jdk.failRehearsals();

        checkout.buildFirst(jdk.gradflow(checkout));
        jdk.gradflow(checkout).run().assertExitCode(0);
        jdk.gradflow(checkout).run().assertExitCode(0);

        assertEquals(List.of(StandInJdk.REHEARSAL, "", "", ""), jdk.calls());
    }

    @Test
    void commandsWorkWithoutAnArchiveWhereNoneCanBeWritten() throws IOException {
        var jdk = StandInJdk.in(temporary.resolve("jdk"));
        Files.createFile(checkout.home().resolve("target/startup"));

        var finished = jdk.gradflow(checkout).run().assertExitCode(0);

        assertEquals("", finished.stderr(), finished::toString);
        assertEquals(List.of(""), jdk.calls());
    }

    private static void assertSameOutput(Finished expected, Finished actual) {
        actual.assertExitCode(0);
        assertEquals(expected.stdout(), actual.stdout());
        assertEquals(
                expected.notes(),
                actual.notes().stream()
                        .filter(note -> !note.startsWith("Picked up _JAVA_OPTIONS"))
                        .toList());
    }

    private static boolean fromArchive(Path log, String type) throws IOException {
        return Files.readString(log).contains(type + " source: shared objects file");
    }

    private static Path onlyFileIn(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            var found = files.filter(Files::isRegularFile).toList();
            assertEquals(1, found.size(), found::toString);
            return found.get(0).toRealPath();
        }
    }

    /**
     * A folder like a JDK's whose java logs the archive that it was called with. If the call asks for a new archive, it
     * writes one.
     */
    private record StandInJdk(Path home) {
        static final String REHEARSAL = "rehearsal";

        static StandInJdk in(Path home) throws IOException {
            var java = Files.createDirectories(home.resolve("bin")).resolve("java");
            Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
            Files.writeString(home.resolve("archive"), "classes");
            Files.writeString(java, """
                    #!/bin/sh
                    cd "$(dirname "$0")/.."
                    archive=
                    for argument; do
                      case $argument in
                        -XX:ArchiveClassesAtExit=*) echo rehearsal >>calls; cp archive "${argument#*=}"; exit ;;
                        -XX:SharedArchiveFile=*) archive=${argument#*=} ;;
                      esac
                    done
                    echo "$archive" >>calls
                    while [ -e hold ]; do sleep 0.05; done
                    """);
            assertTrue(java.toFile().setExecutable(true));
            return new StandInJdk(home);
        }

        void failRehearsals() throws IOException {
            Files.delete(home.resolve("archive"));
        }

        Command gradflow(Checkout checkout) {
            return checkout.gradflow("--version").with("JAVA_HOME", home).with(Command.ARCHIVES, "on");
        }

        /** Runs a command until {@code holds} becomes true, which happens in the background. */
        void whileRunning(Checkout checkout, java.util.function.BooleanSupplier holds) throws IOException {
            var hold = Files.createFile(home.resolve("hold"));
            try (var running = gradflow(checkout).start()) {
                running.awaitThat("the archive is there", holds);
                Files.delete(hold);
                running.await().assertExitCode(0);
            }
        }

        Path onlyArchive(Checkout checkout) throws IOException {
            return onlyFileIn(folder(checkout));
        }

        boolean hasArchive(Checkout checkout) {
            try (var files = Files.list(folder(checkout))) {
                return files.filter(Files::isRegularFile).count() == 1;
            } catch (java.nio.file.NoSuchFileException e) {
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Path folder(Checkout checkout) {
            try {
                return checkout.home()
                        .resolve(
                                "target/startup/" + home.toRealPath().toString().replace('/', '_'));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** For each call, the archive that it was told to use, or {@link #REHEARSAL} if it was told to write one. */
        List<String> calls() throws IOException {
            return Files.readAllLines(home.resolve("calls"));
        }

        /** The calls in sorted order, because background calls come before or after the others. */
        List<String> sortedCalls() throws IOException {
            return calls().stream().sorted().toList();
        }
    }
}
