package io.gradflow.cli;

import io.gradflow.query.QueryException;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.InvalidSweepException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Tells what went wrong: a user's mistake in a line or a few, all else with where to find more. */
final class ErrorReporter {
    private static final String PREFIX = "gradflow: ";

    /** What operating systems say, in messages of exceptions that have no type of their own. */
    private static final List<String> NO_SPACE = List.of("No space left on device", "Disk quota exceeded");

    private ErrorReporter() {}

    /** A command line that cannot be understood. */
    static int usage(ParameterException e, String[] arguments) {
        var command = e.getCommandLine();
        command.getErr().println(PREFIX + e.getMessage());
        command.getErr().println("see: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    /** A command that threw. */
    static int failure(Exception e, CommandLine command, ParseResult parsed) {
        if (Interruption.isUnderWay()) {
            return ExitCode.FAILURE;
        }
        var err = command.getErr();
        if (e instanceof InvalidSweepException invalid) {
            invalid.problems().forEach(problem -> err.println(PREFIX + problem));
            return ExitCode.USAGE;
        }
        Throwable root = root(e);
        // Before what is a mistake of the user: a store that cannot be written any more is none.
        if (isOutOfSpace(root)) {
            outOfSpace(root.getMessage(), command);
            more(e, err, parsed);
            return ExitCode.FAILURE;
        }
        if (e instanceof StoreException || e instanceof QueryException || e instanceof UsageException) {
            err.println(PREFIX + e.getMessage());
            return ExitCode.USAGE;
        }
        err.println(PREFIX + e.getMessage());
        if (e.getCause() != null) {
            err.println("caused by: " + root);
        }
        more(e, err, parsed);
        return ExitCode.FAILURE;
    }

    private static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static boolean isOutOfSpace(Throwable root) {
        String message = String.valueOf(root.getMessage());
        return NO_SPACE.stream().anyMatch(message::contains);
    }

    private static void outOfSpace(String message, CommandLine command) {
        String store = command.getParseResult().matchedOptionValue("--store", "");
        command.getErr()
                .println(PREFIX + message + ": of store " + store + ", or of Spark's temporary files in "
                        + System.getProperty("java.io.tmpdir"));
        command.getErr()
                .println("rows that are committed stay in " + store
                        + "; when there is room, the same command goes on from there");
    }

    private static void more(Exception e, PrintWriter err, ParseResult parsed) {
        if (parsed.hasMatchedOption("--verbose")) {
            e.printStackTrace(err);
        } else {
            err.println("--verbose tells more");
        }
    }
}
