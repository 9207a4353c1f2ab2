package io.gradflow.cli;

import io.gradflow.cli.terminal.Answers;
import io.gradflow.cli.terminal.HistoryFile;
import io.gradflow.cli.terminal.Pager;
import io.gradflow.cli.terminal.Prompt;
import io.gradflow.cli.terminal.Screen;
import io.gradflow.cli.text.Utf8Text;
import io.gradflow.cli.usage.StoreOption;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.cli.usage.UserPath;
import io.gradflow.query.QueryException;
import io.gradflow.query.StoreQueries;
import io.gradflow.spark.Sessions;
import io.gradflow.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers queries over the views of a store, those of the command line, or those that come in. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description = "Runs Spark SQL queries over a store's views: epochs, layers, runs, cells, curves, outcomes,"
                + " units.")
final class SqlCommand implements Callable<Integer> {
    /** Text that looks like an option. A query that starts with a comment has a blank in it and does not match. */
    private static final Pattern OPTION = Pattern.compile("-\\S*");

    @Mixin
    private CommonOptions common;

    @Mixin
    private StoreOption storeOption;

    @Option(
            names = "--allow-files",
            description = "let the query also read files that it names, such as parquet.`/path/to/file`")
    private boolean allowFiles;

    @Option(
            names = "--wide",
            description = "keep keys that are the same in the whole store in a table, not in one line above it")
    private boolean wide;

    @Option(
            names = "--file",
            converter = UserPath.OfFile.class,
            paramLabel = "FILE",
            description = "a file of queries, each of which ends with a semicolon")
    private Path file;

    @Parameters(
            paramLabel = "QUERY",
            arity = "0..1",
            description = "a query, or several with semicolons between them; without one they are read from standard"
                    + " input, which in a terminal is a prompt")
    private String query;

    @Override
    public Integer call() throws Exception {
        if (query != null && OPTION.matcher(query).matches()) {
            throw new UsageException("unknown option '" + query + "'; see: gradflow sql --help");
        }
        if (query != null && file != null) {
            throw new UsageException("there are a query and --file " + file + ", must be one of them");
        }
        var store = storeOption.existing(common.hadoop());
        if (query == null && file == null && isTerminal("stdin") && isTerminal("stdout")) {
            prompt(store);
        } else if (query != null) {
            answer(store, new StatementReader(new StringReader(Utf8Text.withoutMark(query))));
        } else if (file != null) {
            answerFile(store);
        } else {
            answerStandardInput(store);
        }
        return ExitCode.OK;
    }

    private void answerFile(Store store) throws Exception {
        try (var bytes = open();
                var text = Utf8Text.reader(bytes)) {
            answer(store, new StatementReader(text));
        } catch (CharacterCodingException e) {
            throw new UsageException(file + " " + e.getMessage());
        }
    }

    private InputStream open() throws UsageException {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UsageException("--file cannot be read: " + e);
        }
    }

    private void answerStandardInput(Store store) throws Exception {
        if (isTerminal("stdin")) {
            System.err.println("the query, then control-D:");
        }
        try {
            answer(store, new StatementReader(Utf8Text.reader(System.in)));
        } catch (CharacterCodingException e) {
            throw new UsageException("the query " + e.getMessage());
        }
    }

    /** Answers one statement after the other. The first that fails is the last. */
    private void answer(Store store, StatementReader statements) throws Exception {
        var statement = statements.next();
        if (statement.isEmpty()) {
            throw new UsageException("the query is empty, must be SQL such as \"SELECT * FROM cells\"");
        }
        try (var spark = common.startSession()) {
            var queries = queries(spark, store);
            var answers = new Answers(System.out, isTerminal("stdout") ? Optional.of(screen()) : Optional.empty());
            for (; statement.isPresent(); statement = statements.next()) {
                try {
                    if (queries.readsFewRows(statement.get())) {
                        Sessions.preferInterpretation(spark);
                    } else {
                        Sessions.preferCompilation(spark);
                    }
                    var asked = queries.query(statement.get());
                    asked.hints().forEach(ErrorReporter::warn);
                    var answer = answers.print(asked, common.format());
                    if (answer.isCut()) {
                        ErrorReporter.warn(
                                "the first " + answer.rows() + " rows; --format csv or a program in PAGER shows all");
                    }
                } catch (QueryException e) {
                    if (!statements.hasSeveral()) {
                        throw e;
                    }
                    throw new UsageException("statement " + statements.number() + ": " + e.getMessage());
                }
            }
        }
    }

    private void prompt(Store store) throws Exception {
        try (var spark = common.startSession()) {
            var settings = new Prompt.Settings(
                    common.format(),
                    history(),
                    Pager.ofUser(System.getenv()),
                    new UserPath.OfFile(),
                    ErrorReporter::told);
            Prompt.runInTerminal(queries(spark, store), settings);
        }
    }

    /** Whether a stream of this process is a terminal, which the launcher knows. */
    private static boolean isTerminal(String stream) {
        return Boolean.getBoolean("gradflow." + stream + ".terminal");
    }

    private static Optional<Path> history() {
        try {
            return Optional.of(HistoryFile.prepare(System.getenv()));
        } catch (IOException e) {
            ErrorReporter.warn("the prompt's history is not kept: " + e);
            return Optional.empty();
        }
    }

    private StoreQueries queries(SparkSession spark, Store store) {
        return new StoreQueries(spark, store, new StoreQueries.Options(allowFiles, wide));
    }

    private static Screen screen() {
        int lines = Integer.getInteger("gradflow.stdout.lines", 0);
        return new Screen(() -> lines, Pager.ofUser(System.getenv()));
    }
}
