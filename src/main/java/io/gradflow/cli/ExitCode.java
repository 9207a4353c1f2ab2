package io.gradflow.cli;

import picocli.CommandLine;

/** The exit codes of the command line. 130, interrupted, is the JVM's own. */
final class ExitCode {
    /** Done; a diverged network is a result, not a failure. */
    static final int OK = CommandLine.ExitCode.OK;
    /** Anything that has no code of its own. */
    static final int FAILURE = CommandLine.ExitCode.SOFTWARE;
    /** A mistake in usage, configuration or query. */
    static final int USAGE = CommandLine.ExitCode.USAGE;
    /** Some tasks threw. */
    static final int TASKS_FAILED = 3;

    private ExitCode() {}
}
