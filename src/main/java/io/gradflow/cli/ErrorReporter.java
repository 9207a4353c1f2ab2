package io.gradflow.cli;

import io.gradflow.query.QueryException;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.InvalidSweepException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Tells what went wrong: a user's mistake in a line or a few, all else with where to find more. */
final class ErrorReporter {
    private static final String PREFIX = "gradflow: ";

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
        if (e instanceof StoreException || e instanceof QueryException || e instanceof UsageException) {
            err.println(PREFIX + e.getMessage());
            return ExitCode.USAGE;
        }
        unexpected(e, err, parsed);
        return ExitCode.FAILURE;
    }

    private static void unexpected(Exception e, PrintWriter err, ParseResult parsed) {
        err.println(PREFIX + e.getMessage());
        Throwable root = e.getCause();
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        if (root != null) {
            err.println("caused by: " + root);
        }
        if (parsed.hasMatchedOption("--verbose")) {
            e.printStackTrace(err);
        } else {
            err.println("--verbose tells more");
        }
    }
}
