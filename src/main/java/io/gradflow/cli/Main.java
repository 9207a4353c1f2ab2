package io.gradflow.cli;

import io.gradflow.cli.output.ResultStream;
import io.gradflow.query.PrintFormat;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
            CompareCommand.class,
            ReachCommand.class,
            ReplayCommand.class,
            FigureCommand.class,
            ReportCommand.class,
            VerifyCommand.class,
            CompactCommand.class,
            ExportCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Callable<Integer> {
    /** What Java makes of bytes that the locale has no characters for: of a path, another path. */
    private static final char UNDECODABLE = '\uFFFD';

    private static final String ASCII = "a";

    private final CommandLine commandLine;

    private Main() {
        commandLine = new CommandLine(this)
                .setCaseInsensitiveEnumValuesAllowed(true)
                // An argument that begins with @ is no file of arguments.
                .setExpandAtFiles(false)
                .registerConverter(PrintFormat.class, Main::outputFormat)
                .setParameterExceptionHandler(ErrorReporter::usage)
                .setExecutionExceptionHandler(ErrorReporter::failure)
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        // A query may start with a comment, which looks like an option to the parser.
        commandLine.getSubcommands().get("sql").setUnmatchedOptionsArePositionalParams(true);
    }

    /** Runs a command line and returns the exit code. Does not end this JVM. */
    public static int run(String... arguments) {
        // Picocli would print the stack trace of an error of printing help or versions.
        var help = new StringWriter();
        int exitCode = new Main().commandLine.setOut(new PrintWriter(help)).execute(arguments);
        System.out.print(help);
        return exitCode;
    }

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        // Text is UTF-8, whatever the locale.
        var results = new ResultStream("standard output", new FileOutputStream(FileDescriptor.out));
        System.setOut(new PrintStream(results, false, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        int exitCode = run(results, arguments);
        // On success the JVM ends by itself, since some cluster managers take a call of exit for a failure.
        if (exitCode != ExitCode.OK) {
            System.exit(exitCode);
        }
    }

    /** Runs a command line and returns the exit code, which is not that of success if a result was not written. */
    private static int run(ResultStream results, String... arguments) {
        if (!Arrays.equals(ASCII.getBytes(Charset.defaultCharset()), ASCII.getBytes(StandardCharsets.US_ASCII))) {
            ErrorReporter.warn("file.encoding is " + Charset.defaultCharset()
                    + ", must be one in which ASCII is ASCII, such as UTF-8: Spark writes what it computes with in it");
            return ExitCode.USAGE;
        }
        for (var argument : arguments) {
            if (argument.indexOf(UNDECODABLE) >= 0) {
                ErrorReporter.warn("'" + argument + "' is no text in this locale, must be UTF-8, as of LC_ALL=C.UTF-8");
                return ExitCode.USAGE;
            }
        }
        int exitCode = ExitCode.OK;
        try {
            exitCode = run(arguments);
            results.close();
            return exitCode;
        } catch (ResultStream.Failure e) {
            // A command that has failed has told why.
            return exitCode == ExitCode.OK ? ErrorReporter.unwritten(e) : exitCode;
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
        throw new CommandLine.TypeConversionException("must be " + PrintFormat.names() + ", but is '" + name + "'");
    }
}
