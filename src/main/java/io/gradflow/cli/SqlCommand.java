package io.gradflow.cli;

import io.gradflow.cli.text.Utf8Text;
import io.gradflow.query.Query;
import io.gradflow.query.Views;
import io.gradflow.store.Store;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one query over the views of a store. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description = "Runs a Spark SQL query over a store's views: epochs, layers, runs, cells, curves, outcomes.")
final class SqlCommand implements Callable<Integer> {
    /** Text that looks like an option. A query that starts with a comment has a blank in it and does not match. */
    private static final Pattern OPTION = Pattern.compile("-\\S*");

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--store",
            converter = UserPath.OfStore.class,
            paramLabel = "DIR",
            required = true,
            description = "the store that a run has written")
    private String storeName;

    @Option(
            names = "--allow-files",
            description = "let the query also read files that it names, such as parquet.`/path/to/file`")
    private boolean allowFiles;

    @Option(
            names = "--wide",
            description = "keep keys that are the same in the whole store in a table, not in one line above it")
    private boolean wide;

    @Parameters(
            paramLabel = "QUERY",
            arity = "0..1",
            description = "the query; without one it is read from standard input")
    private String query;

    @Override
    public Integer call() throws Exception {
        if (query != null && OPTION.matcher(query).matches()) {
            throw new UsageException("unknown option '" + query + "'; see: gradflow sql --help");
        }
        var store = Store.existing(storeName, common.hadoop());
        String text = query == null ? standardInput() : Utf8Text.withoutMark(query);
        if (text.isBlank()) {
            throw new UsageException("the query is empty, must be SQL such as \"SELECT * FROM cells\"");
        }
        try (var spark = common.startSession()) {
            var same = Views.register(spark, store, text);
            var asked = new Query(spark, text, allowFiles).folding(wide ? Set.of() : same);
            asked.hints().forEach(ErrorReporter::warn);
            asked.print(common.format(), System.out);
        }
        return ExitCode.OK;
    }

    private static String standardInput() throws IOException, UsageException {
        if (Boolean.getBoolean("gradflow.stdin.terminal")) {
            System.err.println("the query, then control-D:");
        }
        try {
            return Utf8Text.decoded(System.in.readAllBytes());
        } catch (CharacterCodingException e) {
            throw new UsageException("the query " + e.getMessage());
        }
    }
}
