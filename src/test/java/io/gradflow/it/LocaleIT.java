package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths and text are UTF-8 whatever the locale. The shell has them as bytes: this JVM's locale may be any, too. */
class LocaleIT {
    private static final String TEXTS = """
            name=$(printf 'gr\\303\\266\\303\\237e')
            query=$(printf "SELECT '\\303\\251' AS text, activation FROM runs LIMIT 1")
            """;

    private static final String MAKE = TEXTS + """
            "$0" run "$1" --store "$name/store" --set sweep.epochs=1 >/dev/null || exit
            test -f "$name/store/store.json"
            """;

    private static final String LOOK = TEXTS + """
            "$0" sql --store "$name/store" "$query" --format csv || exit
            "$0" status --store "$name/none"
            """;

    private static final String READ =
            TEXTS + "printf '%s' \"$query\" | \"$0\" sql --store \"$name/store\" --format json";

    @TempDir
    private static Path temporary;

    private static Checkout checkout;

    @BeforeAll
    static void copyCheckout() throws IOException {
        checkout = Checkout.shared();
        inLocale("LC_ALL", "C", MAKE).assertExitCode(0);
    }

    private static Command.Finished inLocale(String variable, String locale, String script) {
        String quick = checkout.home().resolve("conf/quick.conf").toString();
        return checkout.command("bash", "-c", script, checkout.script().toString(), quick)
                .in(temporary)
                .with("LC_ALL", "")
                .with("LANG", "")
                .with(variable, locale)
                .run();
    }

    @ParameterizedTest
    @CsvSource({"LC_ALL, C", "LC_ALL, xx_XX.UTF-8", "LC_CTYPE, POSIX", "LANG, en_US.ISO-8859-1"})
    void isOfNoConsequence(String variable, String locale) {
        var finished = inLocale(variable, locale, LOOK).assertExitCode(2);

        assertEquals("text,activation\n\u00e9,relu\n", finished.stdout(), finished::toString);
        assertEquals(
                "gradflow: store gr\u00f6\u00dfe/none does not exist, must be a folder that a run has written",
                finished.notes().get(finished.notes().size() - 1));
    }

    @Test
    void isOfNoConsequenceForAQueryThatIsRead() {
        var finished = inLocale("LC_ALL", "C", READ).assertExitCode(0);

        assertEquals("{\"text\":\"\u00e9\",\"activation\":\"relu\"}\n", finished.stdout(), finished::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "JAVA_TOOL_OPTIONS, -Dfile.encoding=UTF-16BE, 'file.encoding is UTF-16BE, must be one in which ASCII is'",
        "SPARK_LOCAL_IP, no.such.address.invalid, 'SPARK_LOCAL_IP in the environment must be an address or a name of'"
    })
    void anEnvironmentInWhichSparkFailsIsRefused(String variable, String value, String told) {
        // What older JVMs print in an encoding that is refused depends on the JVM, the command's own words do not.
        var finished = checkout.command(
                        checkout.script().toString(), "sql", "--store", "gr\u00f6\u00dfe/store", "SELECT 1")
                .in(temporary)
                .with(variable, value)
                .run()
                .assertExitCode(2);

        assertEquals("", finished.stdout());
        assertTrue(finished.stderr().contains("gradflow: " + told), finished::toString);
        assertFalse(finished.stderr().contains("\tat "), finished::toString);
    }

    /** As of any other program: who may read new files is the user's to decide. */
    @Test
    void newFilesHaveTheRightsThatTheUserGives() {
        var finished = checkout.command(
                        "bash",
                        "-c",
                        "umask 027 && \"$0\" run \"$1\" --store private --set sweep.epochs=1 >/dev/null"
                                + " && find private ! -perm /027",
                        checkout.script().toString(),
                        checkout.home().resolve("conf/quick.conf").toString())
                .in(temporary)
                .run()
                .assertExitCode(0);
        var all = Command.of("find", "private").in(temporary).run();

        assertEquals(all.stdout(), finished.stdout());
    }

    @Test
    void aPathThatIsNotUtf8IsRefused() {
        var finished = checkout.command(
                        "bash",
                        "-c",
                        "\"$0\" status --store \"$(printf 'gr\\366\\337e')\"",
                        checkout.script().toString())
                .run()
                .assertExitCode(2);

        assertEquals(
                List.of("gradflow: 'gr\uFFFD\uFFFDe' is no text in this locale, must be UTF-8, as of LC_ALL=C.UTF-8"),
                finished.notes());
    }
}
