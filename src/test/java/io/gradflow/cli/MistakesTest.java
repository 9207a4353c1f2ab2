package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A user's mistake: one clear line each, exit code 2, nothing on standard output, nothing written. */
class MistakesTest {
    @TempDir
    private Path folder;

    private Path configuration;
    private Path store;

    @BeforeEach
    void writeAConfiguration() throws IOException {
        configuration = Files.writeString(folder.resolve("a.conf"), """
                sweep {
                  architecture = "2-3-1"
                  activation = tanh
                  epochs = 2
                  seed = 0
                }
                """);
        store = folder.resolve("store");
    }

    static Stream<Arguments> overrides() {
        return Stream.of(
                arguments("sweep.actvation=tanh", "sweep.actvation = tanh: unknown key; known here: name, "),
                arguments("sweep.epochs=many", "sweep.epochs = many: must be an integer in [0, 1000000000]"),
                arguments("sweep.scale=-1", "sweep.scale = -1: must be a number >= 0"),
                arguments("sweep.activation=tahn", "sweep.activation = tahn: must be one of relu, leaky_relu, tanh,"),
                arguments("sweep.activation=swish", "sweep.activation = swish: must be one of relu, leaky_relu, tanh,"),
                arguments("sweep.scale=[]", "sweep.scale = []: an axis needs at least one value"),
                arguments("sweep.seed=[3, 1, 3]", "sweep.seed = [3, 1, 3]: names seed 3 twice"),
                arguments("sweep.dataset.n=1", "sweep.dataset.n = 1: must be an integer in [2, 100000000]"),
                arguments(
                        "sweep.scale=2..1", "sweep.scale = 2..1: must be a range that ascends, 2 is greater than 1 ("),
                arguments(
                        "sweep.grids=[]",
                        "sweep.grids = []: must be a list of one object or more, [{ ... }, { ... }] ("),
                arguments(
                        "sweep.exclude=[{ scale = 3 }]",
                        "sweep.exclude = { scale = 3 }: matches no cell, must match at least one ("),
                arguments("sweep.architecture=3-1", "sweep.architecture = 3-1: 3-1 must start with 2 and end with 1"));
    }

    @ParameterizedTest
    @MethodSource("overrides")
    void inAConfigurationAreNamedWithKeyValueAndRule(String override, String message) {
        var answer = run("--set", override);
        assertMistake(answer, message);
        assertTrue(answer.err().contains("--set " + override.substring(0, override.indexOf('='))), answer.err());
    }

    @Test
    void anArgumentThatBeginsWithAnAtSignIsNoFileOfArguments() throws IOException {
        var arguments = Files.writeString(folder.resolve("arguments"), "--help");
        assertMistake(Invocation.of("plan", "@" + arguments), "@" + arguments + ": no such file");
    }

    @Test
    void anotherNameOfAnActivationIsToldWithTheNameHere() {
        for (var name : List.of("swish", "Swish")) {
            var answer = run("--set", "sweep.activation=" + name);
            assertTrue(answer.err().contains("; " + name + " is silu here"), answer.err());
        }
        assertTrue(run("--set", "sweep.activation=silo").err().contains("; did you mean silu?"));
    }

    /** Blobs have four classes, the default loss is for two; then the network must have an output for each class. */
    @Test
    void classesThatDoNotSuitTheLossOrTheOutputsAreNamedWithWhatDoes() {
        assertMistake(
                run("--set", "sweep.dataset=blobs"),
                "sweep.loss: binary_cross_entropy must be one of softmax_cross_entropy, mean_squared_error for the 4"
                        + " classes of blobs");
        assertMistake(
                run("--set", "sweep.dataset=blobs", "--set", "sweep.loss=binary_cross_entropy"),
                "sweep.loss = binary_cross_entropy: binary_cross_entropy must be one of softmax_cross_entropy,"
                        + " mean_squared_error for the 4 classes of blobs");
        assertMistake(
                run("--set", "sweep.dataset=blobs", "--set", "sweep.loss=softmax_cross_entropy"),
                "sweep.architecture = 2-3-1: 2-3-1 must start with 2 and end with 4 for this dataset and loss");
        assertMistake(
                run("--set", "sweep.dataset={ kind = blobs, features = 3, label-modulo = 2 }"),
                "sweep.architecture = 2-3-1: 2-3-1 must start with 3 and end with 1 for this dataset and loss");
    }

    @Test
    void ofAConfigurationAreAllReportedAtOnce() {
        var answer = run("--set", "sweep.epochs=-1", "--set", "sweep.seed=x", "--set", "sweep.loss=l3");
        assertEquals(2, answer.exitCode());
        assertEquals(3, answer.errLines().size(), answer.err());
        assertNothingWritten();
    }

    @Test
    void aMissingFileIsNamed() {
        var missing = folder.resolve("none.conf").toString();
        assertMistake(
                Invocation.of("run", missing, "--store", store.toString()),
                missing + ": no such file, must be a configuration");
    }

    @Test
    void aForeignFolderIsNoStore() throws IOException {
        Files.createDirectories(store);
        Files.writeString(store.resolve("thesis.tex"), "precious");
        assertMistake(run(), "store " + store + " holds files that gradflow did not write (thesis.tex), must be");
        assertEquals("precious", Files.readString(store.resolve("thesis.tex")));
    }

    @Test
    void aDamagedDescriptionIsNamed() throws IOException {
        Files.createDirectories(store);
        Files.writeString(store.resolve("store.json"), "{\"format\": 2, \"numer");
        var answer = run();
        assertEquals(2, answer.exitCode(), answer.err());
        assertTrue(
                answer.err()
                        .startsWith("gradflow: store " + store + " is damaged: " + store
                                + "/store.json: Unexpected end-of-input"),
                answer.err());
        assertEquals(1, answer.errLines().size(), answer.err());
        assertEquals("{\"format\": 2, \"numer", Files.readString(store.resolve("store.json")));
    }

    @Test
    void aFileIsNoStore() throws IOException {
        Files.writeString(store, "x");
        var answer = run();
        assertEquals(2, answer.exitCode());
        assertEquals("gradflow: store " + store + " is a file, must be a folder that is new or empty\n", answer.err());
    }

    @Test
    void aStoreBelowAFileCannotBeMade() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "x");
        var answer = Invocation.of(
                "run",
                configuration.toString(),
                "--store",
                file.resolve("deep/store").toString());
        assertMistake(answer, "store " + file + "/deep/store cannot be made: " + file + " is a file, must be a folder");
    }

    @Test
    void aStoreThatCannotBeWrittenIsNamed() {
        // A file system that nobody can write, not even root.
        var answer = Invocation.of("run", configuration.toString(), "--store", "/proc/gradflow/store");
        assertMistake(answer, "store /proc/gradflow/store cannot be made: /proc is not writable");
    }

    @Test
    void anUnknownMasterIsNamed() {
        assertMistake(run("--master", "nonsense"), "Spark does not start: Could not parse Master URL: 'nonsense'");
    }

    /** What runs without a distribution of Spark has none of its other cluster managers. */
    @Test
    void aClusterManagerThatIsMissingIsNamed() {
        Map.of("yarn", "spark-yarn", "k8s://https://127.0.0.1:1", "spark-kubernetes")
                .forEach((master, module) -> assertMistake(
                        run("--master", master),
                        "Spark does not start: " + master + " needs " + module
                                + ", which is not on the class path; a Spark distribution has it:"
                                + " use its spark-submit"));
    }

    /** The folder of the user's own stays, with its mode and the link that leads to it; what the run has made goes. */
    @Test
    void aStartThatFailsLeavesThePlaceAsItWas() throws IOException {
        var own = Files.createDirectory(folder.resolve("own"));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx--x---"));
        var link = Files.createSymbolicLink(folder.resolve("link"), own);
        for (var place : List.of(link, own, own.resolve("new/store"))) {
            store = place;
            assertMistake(run("--conf", "spark.master=bad"), "Spark does not start: Could not parse Master URL: 'bad'");
            assertTrue(Files.isSymbolicLink(link));
            assertEquals("rwx--x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(own)));
            try (var left = Files.list(own)) {
                assertEquals(List.of(), left.toList());
            }
        }
    }

    @Test
    void aStartThatFailsLeavesTheLockThatWasThere() throws IOException {
        Files.createDirectories(store);
        Files.writeString(store.resolve("_lock"), "");
        run("--conf", "spark.master=bad");
        assertTrue(Files.exists(store.resolve("_lock")));
    }

    @Test
    void inUsageAreNamedAndPointToTheHelp() {
        for (var answer : List.of(
                Invocation.of("run", configuration.toString()),
                Invocation.of("nonsense"),
                run("--format", "xml"),
                run("--memory", "lots"),
                run("--conf", "x"),
                run("--nonsense"))) {
            assertEquals(2, answer.exitCode());
            assertEquals("", answer.out());
            assertEquals(2, answer.errLines().size(), answer.err());
            assertTrue(answer.errLines().get(0).startsWith("gradflow: "), answer.err());
            assertTrue(answer.errLines().get(1).matches("see: gradflow( run)? --help"), answer.err());
            assertNothingWritten();
        }
        assertMistake(run("--set", "nonsense"), "--set must be KEY=VALUE, such as sweep.seed=0..99, but is 'nonsense'");
    }

    @Test
    void sqlOfWhatIsNoStoreIsNamed() {
        var missing = Invocation.of("sql", "--store", store.toString(), "SELECT 1");
        assertMistake(missing, "store " + store + " does not exist, must be a folder that a run has written");
        var foreign = Invocation.of("sql", "--store", folder.toString(), "SELECT 1");
        assertMistake(foreign, "store " + folder + " is no gradflow store, must be a folder that a run has written");
        var steering = Invocation.of("sql", "--store", folder + "/a\nb\u001b[2J", "SELECT 1");
        assertMistake(
                steering,
                "store " + folder + "/a\\nb\\u001b[2J does not exist, must be a folder that a run has written");
    }

    private Invocation run(String... options) {
        var arguments = Stream.concat(
                Stream.of("run", configuration.toString(), "--store", store.toString()), Stream.of(options));
        return Invocation.of(arguments.toArray(String[]::new));
    }

    private void assertMistake(Invocation answer, String message) {
        assertEquals(2, answer.exitCode(), answer.err());
        assertEquals("", answer.out());
        assertEquals(1, answer.errLines().size(), answer.err());
        assertTrue(answer.err().startsWith("gradflow: " + message), answer.err());
        assertNothingWritten();
    }

    private void assertNothingWritten() {
        assertFalse(Files.exists(store.resolve("store.json")));
        assertFalse(Files.exists(store.resolve("epochs")));
    }
}
