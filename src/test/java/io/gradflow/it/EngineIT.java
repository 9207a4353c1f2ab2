package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the choice of the engine in a JVM that was started without the module of the default engine. */
class EngineIT {
    private static final String SWEEP = "sweep { architecture = 2-3-1, activation = tanh, epochs = 5, seed = 0..9 }";

    @TempDir
    private static Path temporary;

    private static Checkout checkout;
    private static Path optionsWithoutTheModule;

    @TempDir
    private Path scratch;

    @BeforeAll
    static void copyCheckout() throws IOException {
        checkout = Checkout.built(temporary.resolve("gradflow"));
        var options = Files.readString(checkout.home().resolve("target/launcher/jvm-options"));
        var without = options.replace("--add-modules=jdk.incubator.vector", "");
        assertFalse(without.equals(options), options);
        optionsWithoutTheModule = Files.writeString(temporary.resolve("jvm-options"), without);
    }

    private Command gradflow(String... arguments) throws IOException {
        var target = checkout.home().resolve("target");
        var line = new ArrayList<>(List.of(
                "@" + optionsWithoutTheModule,
                "-cp",
                target.resolve("gradflow.jar") + ":" + Files.readString(target.resolve("launcher/spark-classpath")),
                "io.gradflow.cli.Main"));
        line.addAll(List.of(arguments));
        Files.writeString(scratch.resolve("small.conf"), SWEEP);
        return Command.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), line.toArray(String[]::new))
                .in(scratch);
    }

    @Test
    void aRunWithoutTheModuleStopsBeforeItWritesAndNamesTheFlag() throws IOException {
        var run = gradflow("run", "small.conf", "--store", "store", "--set", "execution.lane-width=4")
                .run();

        run.assertExitCode(2);
        assertEquals("", run.stdout(), run::toString);
        assertEquals(
                List.of(
                        "gradflow: the engine lanes needs the module jdk.incubator.vector, which this JVM lacks",
                        "add a flag to java, as scripts/gradflow does: --add-modules jdk.incubator.vector",
                        "or take the slower engine: --set execution.engine=breeze --set execution.lane-width=0"),
                run.notes());
        assertFalse(Files.exists(scratch.resolve("store")));
    }

    @Test
    void aPlanReportsThatTheRunWouldNotStart() throws IOException {
        var plan = gradflow("plan", "small.conf").run();

        plan.assertExitCode(2);
        assertEquals("", plan.stdout(), plan::toString);
        assertEquals(
                List.of(
                        "gradflow: the engine lanes needs the module jdk.incubator.vector, which this JVM lacks",
                        "add a flag to java, as scripts/gradflow does: --add-modules jdk.incubator.vector",
                        "or take the slower engine: --set execution.engine=breeze"),
                plan.notes());
    }

    @Test
    void theOtherEngineNeedsNoModule() throws IOException {
        var run = gradflow(
                        "run",
                        "small.conf",
                        "--store",
                        "store",
                        "--master",
                        "local[1]",
                        "--set",
                        "execution.engine=breeze")
                .run();

        run.assertExitCode(0);
        assertTrue(run.stderr().contains("engine: breeze, one network after the other, "), run::toString);
        assertTrue(
                Files.readString(scratch.resolve("store/store.json")).contains("\"numerics\" : \"breeze-4\""),
                run::toString);
    }
}
