package io.gradflow.cli.terminal;

import io.gradflow.query.PrintFormat;
import io.gradflow.query.QueryException;
import io.gradflow.query.StoreQueries;
import io.gradflow.query.Views;
import io.gradflow.store.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands of the prompt, which begin with a backslash. */
@Command(name = "")
final class PromptCommands {
    private final StoreQueries queries;
    private final PromptAnswers answers;
    private final PrintStream out;
    private boolean isOver;

    @Spec
    private CommandSpec spec;

    PromptCommands(StoreQueries queries, PromptAnswers answers, PrintStream out) {
        this.queries = queries;
        this.answers = answers;
        this.out = out;
    }

    /**
     * The commands as picocli runs them.
     *
     * @param files makes the path of a file's name
     * @param tell tells what went wrong
     */
    CommandLine line(ITypeConverter<Path> files, Consumer<Exception> tell) {
        return new CommandLine(this)
                .registerConverter(Path.class, files)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((e, arguments) -> {
                    out.println(mistake(e, arguments));
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    tell.accept(e);
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    private static String mistake(ParameterException e, String... arguments) {
        return e instanceof UnmatchedArgumentException && e.getCommandLine().getParent() == null
                ? "there is no command " + arguments[0] + "; \\? lists them"
                : e.getMessage();
    }

    /** Whether the user has asked for the end. */
    boolean isOver() {
        return isOver;
    }

    static final class ViewNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Views.NAMES.iterator();
        }
    }

    @Command(name = "\\d", description = "the views; \\d VIEW: the columns of a view")
    void describe(@Parameters(arity = "0..1", completionCandidates = ViewNames.class) String view)
            throws QueryException, StoreException {
        if (view == null) {
            var rows = Views.rows().entrySet().stream()
                    .map(entry -> RowFactory.create(entry.getKey(), entry.getValue()))
                    .toList();
            PrintFormat.TABLE.print("view STRING, `a row is` STRING", rows, out);
            return;
        }
        var rows = Arrays.stream(queries.columns(view).fields())
                .<Row>map(field ->
                        RowFactory.create(field.name(), field.dataType().simpleString()))
                .toList();
        PrintFormat.TABLE.print("column STRING, type STRING", rows, out);
    }

    @Command(name = "\\o", description = "answers go to the terminal; \\o FILE: to a new file")
    void output(@Parameters(arity = "0..1") Path file) throws IOException {
        if (file == null) {
            answers.sendToTerminal();
            return;
        }
        try {
            answers.sendTo(file);
        } catch (FileAlreadyExistsException e) {
            out.println(file + " exists, must be a new file");
        }
    }

    @Command(
            name = "\\format",
            description = "the format of answers; \\format table, csv, json, markdown or latex: another")
    void format(@Parameters(arity = "0..1") PrintFormat format) {
        if (format == null) {
            out.println(answers.format());
        } else {
            answers.use(format);
        }
    }

    @Command(name = "\\?", description = "this list")
    void help() {
        out.println("Statements in Spark's SQL end with a semicolon.");
        new TreeMap<>(spec.subcommands())
                .forEach((name, command) -> out.println(
                        name + "  " + command.getCommandSpec().usageMessage().description()[0]));
        out.println("control-C drops what was typed, or cancels the query; control-D ends the prompt.");
    }

    @Command(name = "\\q", description = "the end")
    void quit() {
        isOver = true;
    }
}
