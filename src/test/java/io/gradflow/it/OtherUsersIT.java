package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user of whom the machine knows the number alone, in a checkout and among folders of somebody else. */
class OtherUsersIT {
    private static final String USER = "54321";

    @TempDir
    private static Path temporary;

    private static Checkout checkout;

    /** The other user's own folder. */
    private static Path own;

    @BeforeAll
    static void makeFolders() throws IOException {
        assumeTrue(
                Command.of("setpriv", "--reuid", USER, "--regid", USER, "--clear-groups", "true")
                                .run()
                                .exitCode()
                        == 0,
                "this user may not become another");
        checkout = Checkout.built(temporary.resolve("gradflow"));
        // The jars may be in a folder that nobody else may look into.
        var jars = Files.createDirectory(temporary.resolve("jars"));
        var classPath = checkout.home().resolve("target/launcher/spark-classpath");
        var linked = new ArrayList<String>();
        for (var jar : Files.readString(classPath).strip().split(":", -1)) {
            var link = jars.resolve(Path.of(jar).getFileName());
            linked.add(Files.createLink(link, Path.of(jar)).toString());
        }
        Files.writeString(classPath, String.join(":", linked));
        own = Files.createDirectory(temporary.resolve("own"));
        Command.of("chmod", "-R", "a+rX", temporary.toString()).run().assertExitCode(0);
        Command.of("chown", USER, own.toString()).run().assertExitCode(0);
    }

    private static Command.Finished gradflow(String... arguments) {
        var line = new ArrayList<>(List.of(
                "--reuid",
                USER,
                "--regid",
                USER,
                "--clear-groups",
                checkout.script().toString()));
        line.addAll(List.of(arguments));
        return Command.of("setpriv", line.toArray(String[]::new))
                .in(own)
                .with("HOME", own)
                .run();
    }

    private static void assertMistake(String message, Command.Finished finished) {
        finished.assertExitCode(2);
        assertEquals(List.of("gradflow: " + message), finished.notes());
    }

    @Test
    void runsAndLooksFromACheckoutThatIsNotTheirs() throws IOException {
        gradflow("run", conf(), "--store=~/store", "--set", "sweep.epochs=1").assertExitCode(0);
        var rows = gradflow("sql", "--store", "store", "SELECT count(*) AS networks FROM runs", "--format", "csv");
        var ofProcesses = gradflow("run", conf(), "--store", "two", "--master", "local-cluster[1,1,1024]");

        rows.assertExitCode(0);
        assertEquals("networks\n40\n", rows.stdout());
        ofProcesses.assertExitCode(2);
        assertTrue(ofProcesses.stderr().contains("a user without a name"), ofProcesses::toString);
        try (var left = Files.list(own)) {
            assertEquals(
                    List.of(".cache", "store"),
                    left.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    private static String conf() {
        return checkout.home().resolve("conf/quick.conf").toString();
    }

    @Test
    void whatTheyMayNotLookAtIsNotMissing() throws IOException {
        var closed = Files.createDirectories(temporary.resolve("closed/store")).getParent();
        Files.copy(Path.of(conf()), closed.resolve("quick.conf"));
        Command.of("chmod", "700", closed.toString()).run().assertExitCode(0);

        for (String command : List.of("status", "verify")) {
            assertMistake(
                    "store " + closed + "/store cannot be used: " + closed + "/store/store.json: permission denied",
                    gradflow(command, "--store", closed + "/store"));
        }
        assertMistake(
                "store " + closed + "/new cannot be used: " + closed + "/new: permission denied",
                gradflow("run", conf(), "--store", closed + "/new"));
        assertMistake(
                closed + "/quick.conf: this user may not read it, must be a configuration",
                gradflow("plan", closed + "/quick.conf"));
    }

    @Test
    void aFolderThatTheyMayNotWriteIsTold() {
        assertMistake(
                "store " + temporary + "/new cannot be made: " + temporary + " is not writable",
                gradflow("run", conf(), "--store", temporary + "/new"));
    }

    @Test
    void aCheckoutThatMustBeBuiltByItsOwnerIsTold() throws IOException {
        var other = Checkout.unbuilt(temporary.resolve("unbuilt"));
        Files.createDirectory(other.home().resolve("target"));
        Command.of("chmod", "-R", "a+rX", other.home().toString()).run().assertExitCode(0);

        var finished = Command.of(
                        "setpriv",
                        "--reuid",
                        USER,
                        "--clear-groups",
                        other.script().toString(),
                        "--version")
                .in(own)
                .run()
                .assertExitCode(1);

        assertEquals(1, finished.notes().size(), finished::toString);
        assertTrue(finished.notes().get(0).contains("/target is not writable: "), finished::toString);
    }
}
