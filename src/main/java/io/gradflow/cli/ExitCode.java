package io.gradflow.cli;

import picocli.CommandLine;

/** The exit codes of the command line. The JVM itself ends with 130 when it is interrupted. */
final class ExitCode {
    /** The command is done. A diverged network is a result, not a failure. */
    static final int OK = CommandLine.ExitCode.OK;
    /** Anything went wrong that has no code of its own. */
    static final int FAILURE = CommandLine.ExitCode.SOFTWARE;
    /** The user made a mistake in usage, configuration or query. */
    static final int USAGE = CommandLine.ExitCode.USAGE;
    /** The store has tasks of the sweep that failed. */
    static final int TASKS_FAILED = 3;

    private ExitCode() {}
}
