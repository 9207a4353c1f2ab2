package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    private static final String BYTES = """
            name=$(printf 'gr\\303\\266\\303\\237e %s' "$1")
            query=$(printf "SELECT '\\303\\251' AS text, activation FROM runs LIMIT 1")
            "$0" run conf/quick.conf --store "$name/store" --set sweep.epochs=1 >/dev/null || exit
            ls -d gr*
            "$0" sql --store "$name/store" "$query" --format csv || exit
            printf '%s' "$query" | "$0" sql --store "$name/store" --format json || exit
            "$0" status --store "$name/none"
            """;

    @TempDir
    private static Path temporary;

    private static Checkout checkout;

    @BeforeAll
    static void copyCheckout() throws IOException {
        checkout = Checkout.built(temporary.resolve("gradflow"));
    }

    @ParameterizedTest
    @CsvSource({"LC_ALL, C", "LC_ALL, xx_XX.UTF-8", "LC_CTYPE, POSIX", "LANG, en_US.ISO-8859-1"})
    void isOfNoConsequence(String variable, String locale) {
        String name = "gr\u00f6\u00dfe " + variable;
        var finished = Command.of("bash", "-c", BYTES, checkout.script().toString(), variable)
                .in(checkout.home())
                .with("LC_ALL", "")
                .with("LANG", "")
                .with(variable, locale)
                .run()
                .assertExitCode(2);

        assertEquals(
                name + "\ntext,activation\n\u00e9,relu\n{\"text\":\"\u00e9\",\"activation\":\"relu\"}\n",
                finished.stdout().replaceAll("(?m)^gr(?!\u00f6\u00dfe " + variable + "$).*\n", ""),
                finished::toString);
        assertEquals(
                "gradflow: store " + name + "/none does not exist, must be a folder that a run has written",
                finished.notes().get(finished.notes().size() - 1));
    }

    @Test
    void aPathThatIsNotUtf8IsRefused() {
        var finished = Command.of(
                        "bash",
                        "-c",
                        "\"$0\" status --store \"$(printf 'gr\\366\\337e')\"",
                        checkout.script().toString())
                .in(checkout.home())
                .run()
                .assertExitCode(2);

        assertEquals(
                List.of("gradflow: 'gr\uFFFD\uFFFDe' is no text in this locale, must be UTF-8, as of LC_ALL=C.UTF-8"),
                finished.notes());
    }
}
