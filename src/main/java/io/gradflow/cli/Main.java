package io.gradflow.cli;

import io.gradflow.query.PrintFormat;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code gradflow}. */
@Command(
        name = "gradflow",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        description = "Sweeps activation x initialisation x scale x seed as a Spark job, and answers in SQL.",
        subcommands = {
            PlanCommand.class,
            RunCommand.class,
            StatusCommand.class,
            SqlCommand.class,
            VerifyCommand.class,
            CompactCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Callable<Integer> {
    private final CommandLine commandLine;

    private Main() {
        commandLine = new CommandLine(this)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(PrintFormat.class, Main::outputFormat)
                .setParameterExceptionHandler(ErrorReporter::usage)
                .setExecutionExceptionHandler(ErrorReporter::failure)
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        // A query may start with a comment, which looks like an option to the parser.
        commandLine.getSubcommands().get("sql").setUnmatchedOptionsArePositionalParams(true);
    }

    /** Runs a command line and returns the exit code. Does not end this JVM. */
    static int run(String... arguments) {
        return new Main().commandLine.execute(arguments);
    }

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        int exitCode = run(arguments);
        // On success the JVM ends by itself, since some cluster managers take a call of exit for a failure.
        if (exitCode != ExitCode.OK) {
            System.exit(exitCode);
        }
    }

    @Override
    public Integer call() {
        commandLine.usage(commandLine.getErr());
        return ExitCode.USAGE;
    }

    private static PrintFormat outputFormat(String name) {
        for (var format : PrintFormat.values()) {
            if (format.toString().equals(name)) {
                return format;
            }
        }
        throw new CommandLine.TypeConversionException("must be table, csv, json or markdown, but is '" + name + "'");
    }
}
