package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradflow.it.Command.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests what {@code scripts/gradflow} does before it starts a JVM, and what it passes on to the JVM. That it builds a
 * clone, once, is shown by {@code .ci/run}.
 */
class LauncherIT {
    private static final String BUILDING =
            "gradflow: building, once (a few minutes when nothing is downloaded yet) ...";

    @TempDir
    private static Path temporary;

    private static Checkout checkout;

    @TempDir
    private Path scratch;

    @BeforeAll
    static void copyCheckout() throws IOException {
        checkout = Checkout.built(temporary.resolve("grad flow"));
    }

    @BeforeEach
    void nothingIsNewerThanTheBuild() throws IOException {
        checkout.declareBuilt(Instant.now());
    }

    @Test
    void versionNamesWhatTheNumbersDependOn() {
        var version = checkout.gradflow("--version").run();

        version.assertExitCode(0);
        assertEquals(List.of(), version.notes());
        assertTrue(Pattern.matches("gradflow \\S+\nspark \\S+\njvm .+\n", version.stdout()), version::stdout);
    }

    @ParameterizedTest
    @MethodSource("helps")
    void helpIsAResult(List<String> arguments, String firstLine) {
        var help = checkout.gradflow(arguments.toArray(String[]::new)).run();

        help.assertExitCode(0);
        assertEquals(List.of(), help.notes());
        assertTrue(help.stdout().startsWith(firstLine), help::toString);
    }

    static Stream<Arguments> helps() {
        return Stream.of(
                Arguments.of(List.of("--help"), "Usage: gradflow "),
                Arguments.of(List.of("run", "--help"), "Usage: gradflow run "));
    }

    @Test
    void aLinkToTheScriptWorksFromAnywhere() throws IOException {
        var links = Files.createDirectory(temporary.resolve("links"));
        var absolute = Files.createSymbolicLink(links.resolve("absolute"), checkout.script());
        var relative = Files.createSymbolicLink(
                links.resolve("relative"),
                links.toRealPath().relativize(checkout.script().toRealPath()));
        var linkToLink = Files.createSymbolicLink(links.resolve("link to link"), Path.of("relative"));

        for (var link : List.of(absolute, relative, linkToLink)) {
            assertSucceeds(Command.of("./" + link.getFileName(), "--version").in(links));
            assertSucceeds(Command.of(link.toString(), "--version").in(temporary));
        }
    }

    @Test
    void aConfigurationIsLookedForWhereTheUserIs() throws IOException {
        Files.copy(checkout.home().resolve("conf/quick.conf"), scratch.resolve("mine.conf"));

        var plan = Command.of(checkout.script().toString(), "plan", "mine.conf", "--format", "csv")
                .in(scratch)
                .run();

        plan.assertExitCode(0);
        assertTrue(plan.stdout().contains("\ntasks,40,"), plan::toString);
    }

    @Test
    void aConfigurationNamedWithoutItsFolderIncludesWhatIsBesideIt() throws IOException {
        Files.copy(checkout.home().resolve("conf/quick.conf"), scratch.resolve("base.conf"));
        Files.writeString(
                scratch.resolve("mine.conf"),
                "include \"base.conf\"\nsweep.seed = ${?GRADFLOW_SEEDS}\nsweep.name = ${?GRADFLOW_NONE}");

        var plan = Command.of(checkout.script().toString(), "plan", "mine.conf", "--format", "csv")
                .in(scratch)
                .with("GRADFLOW_SEEDS", "0..99")
                .run();

        plan.assertExitCode(0);
        assertTrue(plan.stdout().contains("\ntasks,800,"), plan::toString);
    }

    @Test
    void aJavaHomeWithoutJavaIsReported() {
        var finished =
                checkout.gradflow("--version").with("JAVA_HOME", "/no/such/jdk").run();

        finished.assertExitCode(2);
        assertEquals("", finished.stdout(), finished::toString);
        assertEquals(
                "gradflow: JAVA_HOME is /no/such/jdk, where there is no bin/java; must be a JDK, 17 or newer\n",
                finished.stderr());
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsReportedInFewLinesAndWritesNothing(List<String> arguments, String told) throws IOException {
        var finished = Command.of(checkout.script().toString(), arguments.toArray(String[]::new))
                .in(scratch)
                .run();

        finished.assertExitCode(2);
        assertEquals("", finished.stdout(), finished::toString);
        assertTrue(finished.notes().get(0).startsWith("gradflow: "), finished::toString);
        assertTrue(finished.notes().get(0).contains(told), finished::toString);
        assertTrue(finished.notes().size() <= 3, finished::toString);
        try (var files = Files.list(scratch)) {
            assertEquals(List.of(), files.toList());
        }
    }

    static Stream<Arguments> mistakes() {
        String quick = checkout.home().resolve("conf/quick.conf").toString();
        return Stream.of(
                Arguments.of(List.of("train"), "train"),
                Arguments.of(List.of("run", quick), "--store"),
                Arguments.of(List.of("run", "no-such.conf", "--store", "s"), "no-such.conf"),
                Arguments.of(List.of("run", quick, "--store", "s", "--set", "sweep.epoch=3"), "epoch"),
                Arguments.of(List.of("run", quick, "--store", "s", "--memory", "lots"), "lots"),
                Arguments.of(List.of("sql", "--store", "no-such-store", "SELECT 1"), "no-such-store"));
    }

    @Test
    void aCommandIsNeeded() {
        var finished = checkout.gradflow().run();

        finished.assertExitCode(2);
        assertEquals("", finished.stdout(), finished::toString);
        assertTrue(finished.notes().get(0).startsWith("Usage: gradflow "), finished::toString);
    }

    @Test
    void memoryIsTheHeapOfTheJvm() {
        // This is too little for Spark, which says how much it found. Some garbage collectors reserve a part of it.
        var finished = checkout.gradflow(
                        "run",
                        "conf/quick.conf",
                        "--store",
                        scratch.resolve("store").toString(),
                        "--memory",
                        "300m")
                .run();

        finished.assertExitCode(2);
        assertEquals("", finished.stdout(), finished::toString);
        var found = Pattern.compile("\\b(\\d+) bytes").matcher(finished.stderr());
        assertTrue(found.find(), finished::toString);
        long bytes = Long.parseLong(found.group(1));
        assertTrue(bytes > 250L << 20 && bytes <= 300L << 20, finished::toString);
    }

    @Test
    void aSourceNewerThanTheBuildIsBuilt() throws IOException {
        var builder = StandInMaven.in(checkout, "echo much talk; echo and warnings >&2; " + StandInMaven.BUILD);
        var source = checkout.home().resolve("src/main/java/io/gradflow/cli/Main.java");
        checkout.declareBuilt(Instant.now().minus(Duration.ofHours(1)));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().minus(Duration.ofMinutes(30))));

        var first = assertSucceeds(checkout.gradflow("--version"));
        var second = assertSucceeds(checkout.gradflow("--version"));

        assertEquals(List.of(BUILDING), first.notes());
        assertEquals(List.of(), second.notes());
        assertEquals(List.of("--quiet --batch-mode -DskipTests package"), builder.calls());
    }

    @Test
    void aBuildThatWasCutShortIsDoneAgain() throws IOException {
        var builder = StandInMaven.in(checkout, StandInMaven.BUILD);
        Files.setLastModifiedTime(
                checkout.home().resolve("target/original-gradflow.jar"),
                FileTime.from(Instant.now().minus(Duration.ofDays(1))));

        assertEquals(
                List.of(BUILDING),
                assertSucceeds(checkout.gradflow("--version")).notes());
        assertEquals(List.of(), assertSucceeds(checkout.gradflow("--version")).notes());
        assertEquals(1, builder.calls().size());
    }

    @Test
    void aMissingLibraryIsFetchedAgain() throws IOException {
        var classPath = checkout.home().resolve("target/launcher/spark-classpath");
        String before = Files.readString(classPath);
        StandInMaven.in(checkout, "cp spark-classpath.before target/launcher/spark-classpath; " + StandInMaven.BUILD);
        Files.writeString(checkout.home().resolve("spark-classpath.before"), before);
        Files.writeString(classPath, before + ":" + scratch.resolve("gone.jar"));

        assertEquals(
                List.of(BUILDING),
                assertSucceeds(checkout.gradflow("--version")).notes());
    }

    @Test
    void aBuildThatFailsIsShown() throws IOException {
        var builder = StandInMaven.in(checkout, "echo Main.java:1: error; exit 1");
        checkout.declareBuilt(Instant.EPOCH);

        for (int attempt = 1; attempt <= 2; attempt++) {
            var finished = checkout.gradflow("--version").run();
            finished.assertExitCode(1);
            assertEquals("", finished.stdout(), finished::toString);
            assertEquals(
                    List.of(
                            BUILDING,
                            "Main.java:1: error",
                            "gradflow: the build failed; all it said is in "
                                    + checkout.home().toRealPath().resolve("target/gradflow-build.log")),
                    finished.notes());
            assertEquals(attempt, builder.calls().size());
        }
    }

    @Test
    void twoCommandsAtOnceBuildOnce() throws IOException {
        assumeTrue(Command.of("sh", "-c", "command -v flock").run().exitCode() == 0, "there is no flock");
        var builder = StandInMaven.in(checkout, "while [ ! -e go ]; do sleep 0.05; done; " + StandInMaven.BUILD);
        checkout.declareBuilt(Instant.now().minus(Duration.ofHours(1)));
        Files.setLastModifiedTime(
                checkout.home().resolve("pom.xml"), FileTime.from(Instant.now().minusSeconds(60)));

        try (var first = checkout.gradflow("--version").start()) {
            first.awaitThat("it builds", () -> !builder.calls().isEmpty());
            try (var second = checkout.gradflow("--version").start()) {
                Files.createFile(checkout.home().resolve("go"));
                first.await().assertExitCode(0);
                second.await().assertExitCode(0);
            }
        }
        assertEquals(1, builder.calls().size());
    }

    private static Finished assertSucceeds(Command command) {
        var finished = command.run().assertExitCode(0);
        assertFalse(finished.stdout().isEmpty(), finished::toString);
        return finished;
    }
}
