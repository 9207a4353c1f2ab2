package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code sql} in a pseudo-terminal, as a user has it. */
class PromptIT {
    private static final String PROMPT = "sql>";
    private static final String CONTROL_C = "\u0003";
    private static final String CONTROL_D = "\u0004";
    /** As terminals send it in the mode that programs of the whole window use. */
    private static final String ARROW_UP = "\u001bOA";

    @TempDir
    private static Path temporary;

    private static Checkout checkout;
    private static String store;

    @BeforeAll
    static void makeStore() throws IOException {
        checkout = Checkout.shared();
        store = temporary.resolve("store").toString();
        checkout.gradflow("run", "conf/quick.conf", "--store", store, "--set", "sweep.epochs=3")
                .run()
                .assertExitCode(0);
    }

    private static PseudoTerminal prompt(Path state, int columns) throws IOException {
        var command = checkout.gradflow("sql", "--store", store, "--master", "local[2]");
        return PseudoTerminal.running(command.with("XDG_STATE_HOME", state).with("PAGER", "cat"), columns, 24);
    }

    /** Types a statement, and waits for its answer and the prompt after it. */
    private static void answer(PseudoTerminal terminal, String statement, String lastLine) throws Exception {
        terminal.type(statement + "\r");
        terminal.await(
                "'" + lastLine + "' before a prompt",
                screen -> screen.matches("(?s).*\\n *" + lastLine + "\n[^\n]*1 row, [0-9.]+ s\n" + PROMPT));
    }

    /** Types a statement that takes for ever, and control-C when it is at work. */
    private static void cancel(PseudoTerminal terminal, String statement) throws Exception {
        var before = terminal.cpu();
        terminal.type(statement + "\r");
        terminal.await(
                "work for the query", screen -> terminal.cpu().minus(before).compareTo(Duration.ofSeconds(4)) > 0);
        terminal.type(CONTROL_C);
        terminal.await("the end of the query", screen -> screen.endsWith("the query is cancelled\n" + PROMPT));
    }

    @Test
    void namesAreCompletedAndHistoryLasts() throws Exception {
        var state = temporary.resolve("state");
        try (var terminal = prompt(state, 80)) {
            terminal.awaitEnd(PROMPT);
            terminal.type("SELECT count(activa\t");
            terminal.awaitEnd("sql> SELECT count(activation");
            terminal.type(") AS c FROM curv\t");
            terminal.awaitEnd("AS c FROM curves");
            terminal.type("WHERE\rfalse;\r");
            terminal.awaitEnd("\n" + PROMPT);
            assertTrue(terminal.screen().contains("\n 0\n1 row, "), terminal.screen());
            terminal.type(CONTROL_D);
            terminal.assertExitCode(0);
        }
        assertEquals(
                PosixFilePermissions.fromString("rwx------"), Files.getPosixFilePermissions(state.resolve("gradflow")));
        try (var terminal = prompt(state, 80)) {
            terminal.awaitEnd(PROMPT);
            terminal.type(ARROW_UP);
            terminal.awaitEnd("sql> SELECT count(activation ) AS c FROM curves WHERE\n  -> false;");
            answer(terminal, "", "0");
            terminal.type("\\q\r");
            terminal.assertExitCode(0);
        }
    }

    @Test
    void controlCCancelsAQueryAndThePromptGoesOn() throws Exception {
        try (var terminal = prompt(temporary.resolve("cancelling"), 80)) {
            terminal.awaitEnd(PROMPT);
            terminal.type("SELECT 'dropped\r");
            terminal.awaitEnd("\n  ->");
            terminal.type(CONTROL_C);
            terminal.awaitEnd("\n" + PROMPT);
            answer(terminal, "SELECT 7;", "7");

            cancel(terminal, "SELECT count(*) FROM range(1000000000000) a CROSS JOIN range(1000000) b;");
            answer(terminal, "SELECT 8;", "8");
            terminal.type("\\q\r");
            terminal.assertExitCode(0);
        }
    }

    @Test
    void aPasteOfTenLinesIsAnswered() throws Exception {
        try (var terminal = prompt(temporary.resolve("pasting"), 80)) {
            terminal.awaitEnd(PROMPT);
            String lines = "SELECT\r\tcount(*) -- of; all\rFROM runs;\r\rSELECT\r  'a;\rb' AS x;\rSELECT\r  9\rAS y;";
            answer(terminal, "\u001b[200~" + lines + "\u001b[201~", "9");
            assertTrue(terminal.screen().contains("\n a; b\n1 row, "), terminal.screen());
        }
    }

    @Test
    void aWindowOf40ColumnsIsEnoughAndMayChange() throws Exception {
        try (var terminal = prompt(temporary.resolve("narrow"), 40)) {
            terminal.awaitEnd(PROMPT);
            terminal.type("SELECT 'the words of a long statement' AS words;");
            terminal.awaitEnd("sql> SELECT 'the words of a long stateme\nnt' AS words;");
            terminal.type("\u007f\u007f\u007f\u007f\u007f\u007fx;");
            terminal.awaitEnd("\nnt' AS x;");
            answer(terminal, "", "the words of a long statement");

            terminal.type("SELECT 'some more words of a long statement'");
            // What is typed while the window changes may be drawn for either width.
            terminal.awaitEnd("sql> SELECT 'some more words of a long s\ntatement'");
            terminal.resize(60, 24);
            terminal.type(" AS y;");
            terminal.await(
                    "a line of 60 columns",
                    screen -> screen.contains("\nsql> SELECT 'some more words of a long statement' AS y;"));
            answer(terminal, "", "some more words of a long statement");
        }
    }

    @Test
    void aDumbTerminalGivesPlainLines() throws Exception {
        try (var terminal = PseudoTerminal.dumb(checkout.gradflow("sql", "--store", store, "--master", "local[2]")
                .with("XDG_STATE_HOME", temporary.resolve("dumb")))) {
            terminal.awaitEnd(PROMPT);
            terminal.type("SELECT 1\r");
            terminal.awaitEnd("\n  ->");
            terminal.type(CONTROL_C);
            terminal.awaitEnd("\n" + PROMPT);
            answer(terminal, "SELECT 3;", "3");
            cancel(terminal, "SELECT count(*) FROM range(1000000000000000);");
            answer(terminal, "SELECT 4;", "4");
            terminal.type(CONTROL_D);
            terminal.assertExitCode(0);
        }
    }

    @Test
    void longTablesGoToThePagerOrAreCut() throws Exception {
        var command = checkout.gradflow("sql", "--store", store, "SELECT id FROM range(5000)");
        try (var terminal = PseudoTerminal.running(command.with("PAGER", "sed -n 4,5p"), 80, 24)) {
            terminal.assertExitCode(0);
            terminal.awaitEnd(" 1\n    2");
        }
        try (var terminal = PseudoTerminal.running(command.with("PAGER", "no-such-program"), 80, 24)) {
            terminal.assertExitCode(0);
            terminal.awaitEnd(" 999\ngradflow: the first 1000 rows; --format csv or a program in PAGER shows all");
        }
    }
}
