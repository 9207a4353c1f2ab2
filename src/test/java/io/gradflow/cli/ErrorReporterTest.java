package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.ipc.RemoteException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class ErrorReporterTest {
    /** What a server of HDFS adds to each message. */
    private static final String SERVERS_TRACE =
            "\n\tat org.apache.hadoop.hdfs.server.namenode.FSDirectory.verifyQuota(FSDirectory.java:1249)\n";

    @Command(name = "program")
    private static final class Program {}

    @Command(name = "fails")
    private static final class Failing implements Callable<Integer> {
        private final Exception failure;

        private Failing(Exception failure) {
            this.failure = failure;
        }

        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }

    private static List<String> told(Exception failure, String... options) {
        var err = new StringWriter();
        var spec = CommandSpec.forAnnotatedObject(new Failing(failure))
                .addOption(OptionSpec.builder("--verbose").type(boolean.class).build())
                .addOption(OptionSpec.builder("--store").type(String.class).build());
        var program = new CommandLine(new Program())
                .addSubcommand(new CommandLine(spec))
                .setExecutionExceptionHandler(ErrorReporter::failure)
                .setErr(new PrintWriter(err, true));
        var line = new String[options.length + 1];
        line[0] = "fails";
        System.arraycopy(options, 0, line, 1, options.length);
        assertEquals(ExitCode.FAILURE, program.execute(line));
        return err.toString().lines().toList();
    }

    @Test
    void theStackTraceIsForThoseWhoAskForIt() {
        var failure = new IllegalStateException("broken");

        assertEquals(List.of("gradflow: broken", "--verbose tells more"), told(failure));
        var all = told(failure, "--verbose");
        assertEquals("java.lang.IllegalStateException: broken", all.get(1));
        assertTrue(all.get(2).startsWith("\tat "), all::toString);
    }

    @Test
    void theStackTraceOfAServerIsNoPartOfTheMessage() {
        var failure =
                new IOException("Job aborted.", new RemoteException("x.SafeModeException", "closed" + SERVERS_TRACE));

        assertEquals(
                List.of(
                        "gradflow: Job aborted.",
                        "caused by: org.apache.hadoop.ipc.RemoteException(x.SafeModeException): closed",
                        "--verbose tells more"),
                told(failure));
    }

    @Test
    void aQuotaThatIsReachedIsLikeAFullDisk() {
        String quota = "The DiskSpace quota of /stores/s is exceeded: quota = 1 B = 1 B but diskspace consumed = 2 B";
        var failure = new IOException(
                "Job aborted.",
                new RemoteException("org.apache.hadoop.hdfs.protocol.DSQuotaExceededException", quota + SERVERS_TRACE));

        assertEquals(
                List.of(
                        "gradflow: " + quota,
                        "rows that are committed stay in hdfs:///stores/s; when there is room, the same command goes on"
                                + " from there",
                        "--verbose tells more"),
                told(failure, "--store", "hdfs:///stores/s"));
    }
}
