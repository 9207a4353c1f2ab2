package io.gradflow.cli;

import io.gradflow.cli.export.StudyFiles;
import io.gradflow.cli.export.TidyRows;
import io.gradflow.cli.output.NewOutput;
import io.gradflow.cli.usage.StoreOption;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.cli.usage.UserPath;
import io.gradflow.query.DuckDbViews;
import io.gradflow.query.PrintFormat;
import io.gradflow.query.StoreQueries;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Writes a store in the form of another program. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes a store in another form: the study's CSV files, one number a row, a table of the cells"
                + " for a document, or its views as SQL for DuckDB, which then reads the same files.")
final class ExportCommand implements Callable<Integer> {
    private enum Target {
        DUCKDB,
        STUDY_CSV,
        TIDY,
        LATEX,
        MARKDOWN;

        /** The name as the command line spells it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final class OfTarget implements ITypeConverter<Target> {
        @Override
        public Target convert(String text) {
            return Arrays.stream(Target.values())
                    .filter(target -> target.toString().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "must be duckdb, study-csv, tidy, latex or markdown, but is '" + text + "'"));
        }
    }

    @Mixin
    private CommonOptions common;

    @Mixin
    private StoreOption storeOption;

    @Option(
            names = "--as",
            converter = OfTarget.class,
            paramLabel = "FORM",
            required = true,
            description = "duckdb: the views as SQL; study-csv: three files, of the rows, of their means and deviations"
                    + " over the seeds, and of the last of these; tidy: CSV, one number a row; latex, markdown: a table"
                    + " of the cells")
    private Target target;

    @Option(
            names = "--output",
            converter = UserPath.OfFile.class,
            paramLabel = "PATH",
            description = "a new file; without it the result goes to standard output. For study-csv, which needs it, a"
                    + " new folder")
    private Path output;

    @Override
    public Integer call() throws Exception {
        if (common.isFormatGiven()) {
            throw new UsageException("--as tells the form of what is written, must not be with --format");
        }
        var store = storeOption.existing(common.hadoop());
        if (target == Target.STUDY_CSV) {
            if (output == null) {
                throw new UsageException("--as study-csv writes three files, must have --output and a new folder");
            }
            requireRows(store);
            try (var spark = common.startSession()) {
                StudyFiles.write(queries(store, spark), output);
            }
        } else if (output == null) {
            print(store, System.out);
        } else {
            NewOutput.writeFile(output, out -> print(store, out));
        }
        return ExitCode.OK;
    }

    private void print(Store store, PrintStream out) throws Exception {
        if (target == Target.DUCKDB) {
            // Without Spark, which takes longer to start than this takes.
            out.print(DuckDbViews.script(store, common.hadoop()));
            return;
        }
        requireRows(store);
        try (var spark = common.startSession()) {
            var queries = queries(store, spark);
            if (target == Target.TIDY) {
                queries.keepRows();
                TidyRows.of(queries, store.description().logging().groups()).print(PrintFormat.CSV, out);
                return;
            }
            queries.preferFasterPlan(true);
            Summary.ofPublication(store, spark)
                    .print(target == Target.LATEX ? PrintFormat.LATEX : PrintFormat.MARKDOWN, out);
        }
    }

    /** Which keys vary, and so the columns, is known once there are rows. */
    private static void requireRows(Store store) throws StoreException {
        if (store.waves().isEmpty()) {
            throw new StoreException("the store has no rows yet, must have some to export");
        }
    }

    private static StoreQueries queries(Store store, SparkSession spark) {
        return new StoreQueries(spark, store, new StoreQueries.Options(false, true));
    }
}
