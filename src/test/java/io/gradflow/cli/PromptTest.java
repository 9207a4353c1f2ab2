package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.cli.terminal.Prompt;
import io.gradflow.cli.usage.UserPath;
import io.gradflow.query.PrintFormat;
import io.gradflow.query.StoreQueries;
import io.gradflow.spark.Sessions;
import io.gradflow.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The prompt of {@code sql}, in a terminal within this JVM. */
@Tag("spark")
class PromptTest {
    private static final String CONTROL_C = "\u0003";
    private static final String CONTROL_D = "\u0004";

    /** What the editor of lines writes before it reads: the terminal is to mark what is pasted. */
    private static final String READS = "\u001b[?2004h";

    private static final Pattern STEERING = Pattern.compile("\\r|\u001b\\[[?0-9;]*[A-Za-z]|\u001b[=>]");

    private static final String LONG_QUERY = "SELECT count(*) FROM range(1000000000000000)";

    @TempDir
    private static Path folder;

    private static SparkSession spark;
    private static StoreQueries queries;

    @BeforeAll
    static void start() throws Exception {
        var configuration = Files.writeString(
                folder.resolve("a.conf"),
                "sweep { dataset.n = 40, architecture = 2-3-1, activation = [tanh, relu], epochs = 2, seed = [0, 1] }");
        String store = folder.resolve("store").toString();
        var run = Invocation.of("run", configuration.toString(), "--store", store, "--master", "local[2]");
        assertEquals(0, run.exitCode(), run.err());
        spark = Sessions.start("local[2]", Map.of());
        queries = new StoreQueries(
                spark, Store.existing(store, new Configuration()), new StoreQueries.Options(false, false));
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** A prompt that runs. Closing it ends it. */
    private static final class Running implements AutoCloseable {
        private final TypedTerminal terminal;
        private final Thread thread;

        private Running(String type, InputStream plain, Optional<Path> history) throws IOException {
            terminal = new TypedTerminal(type);
            var settings = new Prompt.Settings(
                    PrintFormat.CSV, history, Optional.empty(), new UserPath.OfFile(), ErrorReporter::told);
            var prompt = new Prompt(terminal.terminal(), queries, settings, plain);
            thread = new Thread(prompt::run, "prompt");
            thread.start();
        }

        static Running edited() throws InterruptedException, IOException {
            return edited(Optional.empty());
        }

        static Running edited(Optional<Path> history) throws InterruptedException, IOException {
            var running = new Running("xterm", InputStream.nullInputStream(), history);
            running.await(READS);
            return running;
        }

        void type(String text) throws IOException {
            terminal.type(text);
        }

        /** Types a line, and returns what is shown until the next line may be typed. */
        String answer(String line) throws InterruptedException, IOException {
            type(line + "\r");
            return await(READS);
        }

        /** Waits for a text, and returns what is shown until then, without what moves the cursor. */
        String await(String text) throws InterruptedException {
            return STEERING.matcher(terminal.await(text)).replaceAll("");
        }

        void assertEnds() {
            try {
                thread.join(TimeUnit.MINUTES.toMillis(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            assertFalse(thread.isAlive());
        }

        @Override
        public void close() throws IOException {
            terminal.close();
            thread.interrupt();
            assertEnds();
        }
    }

    private static void assertContains(String expected, String shown) {
        assertTrue(shown.contains(expected), shown);
    }

    @Test
    void statementsAreAnsweredWithTheirTime() throws Exception {
        try (var prompt = Running.edited()) {
            String shown = prompt.answer("SELECT count(*) AS n FROM runs;");
            assertTrue(shown.matches("(?s).*\nn\n4\n1 row, [0-9.]+ s\n.*"), shown);
            assertContains("\na\n1\n", prompt.answer("SELECT 1 AS a; SELECT 2 AS a, 3 AS b;"));
        }
    }

    @Test
    void aStatementMayTakeSeveralLines() throws Exception {
        try (var prompt = Running.edited()) {
            prompt.type("SELECT 'a;b' AS x,\r");
            prompt.await("  -> ");
            assertContains("\nx,y\na;b,2\n", prompt.answer("2 AS y;"));
        }
    }

    @Test
    void aPasteIsTakenAsAWhole() throws Exception {
        try (var prompt = Running.edited()) {
            String lines = "SELECT 1 AS a;\rSELECT\r\tcount(*)\r\tAS n\rFROM\rcells;\r-- end\rSELECT\r3 AS c;";
            String shown = prompt.answer("\u001b[200~" + lines + "\u001b[201~");
            assertContains("\na\n1\n", shown);
            assertContains("\nn\n2\n", shown);
            assertContains("\nc\n3\n", shown);
        }
    }

    @Test
    void namesAreCompleted() throws Exception {
        try (var prompt = Running.edited()) {
            assertContains(
                    "\nactivation,outcome_epoch\n",
                    prompt.answer("SELECT activa\t,outcome_e\t FROM runs LIMIT 1;")
                            .replace(" ", ""));
        }
    }

    @Test
    void anErrorIsToldAndThePromptGoesOn() throws Exception {
        try (var prompt = Running.edited()) {
            assertContains(" Did you mean cells?", prompt.answer("SELECT * FROM cels;"));
            assertContains("[DIVIDE_BY_ZERO]", prompt.answer("SELECT 1 / (epoch - epoch) FROM epochs;"));
            assertContains(" is no query, must be SELECT", prompt.answer("DROP VIEW cells;"));
            assertContains("\na\n1\n", prompt.answer("SELECT 1 AS a;"));
        }
    }

    @Test
    void viewsAndTheirColumnsAreDescribed() throws Exception {
        try (var prompt = Running.edited()) {
            assertContains("\n curves   | one cell at one epoch", prompt.answer("\\d"));
            assertContains("\n outcome_epoch ", prompt.answer("\\d runs"));
            assertContains("there is no view rnus, must be one of: epochs,", prompt.answer("\\d rnus"));
        }
    }

    @Test
    void commandsThatDoNotExistAreTold() throws Exception {
        try (var prompt = Running.edited()) {
            assertContains("there is no command \\x; \\? lists them", prompt.answer("\\x"));
            assertContains("\n\\format  ", prompt.answer("\\?"));
            assertContains("xml", prompt.answer("\\format xml"));
        }
    }

    @Test
    void theFormatChanges() throws Exception {
        try (var prompt = Running.edited()) {
            assertContains("\ncsv\n", prompt.answer("\\format"));
            prompt.answer("\\format json");
            assertContains("\n{\"a\":1}\n", prompt.answer("SELECT 1 AS a;"));
        }
    }

    @Test
    void answersGoToANewFile() throws Exception {
        var file = folder.resolve("an answer.csv");
        try (var prompt = Running.edited()) {
            prompt.answer("\\o '" + file + "'");
            assertFalse(prompt.answer("SELECT 1 AS a;").contains("\na\n"));
            prompt.answer("SELECT 2 AS b;");
            assertEquals("a\n1\n\nb\n2\n", Files.readString(file));
            prompt.answer("\\o");
            assertContains("\nc\n3\n", prompt.answer("SELECT 3 AS c;"));
            assertContains(" exists, must be a new file", prompt.answer("\\o '" + file + "'"));
        }
        assertEquals("a\n1\n\nb\n2\n", Files.readString(file));
    }

    @Test
    void controlCDropsWhatWasTyped() throws Exception {
        try (var prompt = Running.edited()) {
            prompt.type("SELECT 'open\r");
            prompt.await("  -> ");
            prompt.type(CONTROL_C);
            prompt.await(READS);
            assertContains("\na\n1\n", prompt.answer("SELECT 1 AS a;"));
        }
    }

    @Test
    void controlCCancelsAQueryAndThePromptGoesOn() throws Exception {
        var jobs = new JobsUnderWay();
        try (var prompt = Running.edited()) {
            spark.sparkContext().addSparkListener(jobs);
            prompt.type(LONG_QUERY + "; SELECT 5 AS e;\r");
            jobs.awaitTask();
            prompt.type(CONTROL_C);
            String shown = prompt.await(READS);
            assertContains("the query is cancelled", shown);
            assertFalse(shown.contains("\ne\n5\n"), shown);
            assertContains("\na\n1\n", prompt.answer("SELECT 1 AS a;"));
            jobs.awaitEnd();
        } finally {
            spark.sparkContext().removeSparkListener(jobs);
        }
    }

    /** What Spark tells of its jobs, which it does somewhat later. */
    private static final class JobsUnderWay extends SparkListener {
        private static final long LIMIT_SECONDS = 60;

        private final CountDownLatch task = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);

        /** The first job; -1 before there is one. */
        private int first = -1;

        @Override
        public void onJobStart(SparkListenerJobStart start) {
            if (first < 0) {
                first = start.jobId();
            }
        }

        @Override
        public void onTaskStart(SparkListenerTaskStart start) {
            task.countDown();
        }

        @Override
        public void onJobEnd(SparkListenerJobEnd ended) {
            if (ended.jobId() == first) {
                end.countDown();
            }
        }

        void awaitTask() throws InterruptedException {
            assertTrue(task.await(LIMIT_SECONDS, TimeUnit.SECONDS), "no task starts");
        }

        /** Waits for the end of the first job. */
        void awaitEnd() throws InterruptedException {
            assertTrue(end.await(LIMIT_SECONDS, TimeUnit.SECONDS), "the job does not end");
        }
    }

    @Test
    void theUserEndsIt() throws Exception {
        for (var end : new String[] {"\\q\r", CONTROL_D}) {
            try (var prompt = Running.edited()) {
                prompt.type(end);
                prompt.assertEnds();
            }
        }
    }

    @Test
    void whatWasTypedIsKept() throws Exception {
        var history = Optional.of(folder.resolve("history"));
        try (var prompt = Running.edited(history)) {
            prompt.answer("SELECT\r'x!y' AS\ra;");
        }
        try (var prompt = Running.edited(history)) {
            prompt.type("\u001bOA");
            assertContains("\na\nx!y\n", prompt.answer(""));
        }
    }

    @Test
    void aDumbTerminalGivesPlainLines() throws Exception {
        try (var out = new PipedOutputStream();
                var in = new PipedInputStream(out);
                var prompt = new Running("dumb", in, Optional.empty())) {
            prompt.await("sql> ");
            write(out, "SELECT 1\n");
            prompt.await("  -> ");
            prompt.type(CONTROL_C);
            prompt.await("sql> ");
            write(out, "SELECT 2 AS a;\n");
            assertContains("a\n2\n1 row, ", prompt.await("sql> "));
            write(out, "\\q\n");
            prompt.assertEnds();
        }
    }

    private static void write(PipedOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
