package io.gradflow.cli;

import io.gradflow.cli.output.ResultStream;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.query.ControlCharacters;
import io.gradflow.query.QueryException;
import io.gradflow.store.StoreException;
import io.gradflow.store.UnseenStoreException;
import io.gradflow.sweep.InvalidSweepException;
import java.util.List;
import org.apache.hadoop.util.ShutdownHookManager;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Prints what went wrong on standard error. A user's mistake takes one to three lines; any other error also tells how
 * to see its stack trace.
 */
final class ErrorReporter {
    private static final String PREFIX = "gradflow: ";

    /** What operating systems say when a disk is full. Java has no type of exception for that case. */
    private static final List<String> NO_SPACE = List.of("No space left on device", "Disk quota exceeded");

    /** The end of the names of exceptions of HDFS, whose own types are lost on their way here. */
    private static final String QUOTA = "QuotaExceededException";

    private ErrorReporter() {}

    /** Prints a warning, or another remark that is no result, after the program's name. */
    static void warn(String message) {
        System.err.println(PREFIX + ControlCharacters.escaped(message));
    }

    /** Reports a command line that cannot be understood, and returns the exit code. */
    static int usage(ParameterException e, String[] arguments) {
        var command = e.getCommandLine();
        command.getErr().println(PREFIX + e.getMessage());
        command.getErr().println("see: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    /** Reports an exception that a command has thrown, and returns the exit code. */
    static int failure(Exception e, CommandLine command, ParseResult parsed) {
        if (ShutdownHookManager.get().isShutdownInProgress()) {
            // Errors of a JVM that is ending are consequences of that.
            return ExitCode.FAILURE;
        }
        var unwritten = ResultStream.Failure.in(e);
        if (unwritten.isPresent()) {
            return unwritten(unwritten.get());
        }
        var err = command.getErr();
        if (e instanceof InvalidSweepException invalid) {
            invalid.problems().forEach(problem -> err.println(PREFIX + problem));
            return ExitCode.USAGE;
        }
        Throwable root = root(e);
        // This is checked before the user's mistakes: a full disk can appear as a store that cannot be used. What the
        // user has named otherwise, such as a new folder, is named by the message, and is on another disk perhaps.
        if (isFullDisk(root) && !(e instanceof UsageException)) {
            reportFullDisk(root, command);
            reportDetails(e, command);
            return ExitCode.FAILURE;
        }
        if (isMistake(e)) {
            told(e).forEach(err::println);
            return ExitCode.USAGE;
        }
        if (root instanceof UnseenStoreException) {
            // Spark has put the stack traces of all attempts around it.
            err.println(PREFIX + shown(root));
            reportDetails(e, command);
            return ExitCode.FAILURE;
        }
        told(e).forEach(err::println);
        reportDetails(e, command);
        return ExitCode.FAILURE;
    }

    /** Tells of an exception what went wrong, and unless it is a mistake of the user's, what the cause is. */
    static List<String> told(Exception e) {
        String message = PREFIX + shown(e);
        return isMistake(e) || e.getCause() == null
                ? List.of(message)
                : List.of(
                        message,
                        "caused by: "
                                + ControlCharacters.escapedInLines(StoreException.withoutTrace(root(e).toString())));
    }

    private static boolean isMistake(Exception e) {
        return e instanceof StoreException || e instanceof QueryException || e instanceof UsageException;
    }

    /** A message as a terminal may show it. What is wrong with a store takes one line, whatever its files say. */
    private static String shown(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return e instanceof StoreException
                ? ControlCharacters.escaped(message)
                : ControlCharacters.escapedInLines(message);
    }

    /** Reports that results could not be written, unless nobody wants them any more, and returns the exit code. */
    static int unwritten(ResultStream.Failure e) {
        if (!e.isForWantOfAReader()) {
            warn(e.getMessage());
        }
        return ExitCode.FAILURE;
    }

    private static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static boolean isFullDisk(Throwable root) {
        String message = String.valueOf(root.getMessage());
        return isQuota(root) || NO_SPACE.stream().anyMatch(message::contains);
    }

    private static boolean isQuota(Throwable root) {
        return root.toString().contains(QUOTA);
    }

    private static void reportFullDisk(Throwable root, CommandLine command) {
        String store = command.getParseResult().matchedOptionValue("--store", "");
        String message = PREFIX + StoreException.withoutTrace(root.getMessage());
        // A quota names its folder.
        command.getErr()
                .println(
                        isQuota(root)
                                ? message
                                : message + ": of store " + store + ", or of Spark's temporary files in "
                                        + System.getProperty("java.io.tmpdir"));
        command.getErr()
                .println("rows that are committed stay in " + store
                        + "; when there is room, the same command goes on from there");
    }

    private static void reportDetails(Exception e, CommandLine command) {
        // The result that picocli hands over is that of the program, without the options of this command.
        if (command.getParseResult().hasMatchedOption("--verbose")) {
            e.printStackTrace(command.getErr());
        } else {
            command.getErr().println("--verbose tells more");
        }
    }
}
