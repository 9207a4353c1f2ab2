package io.gradflow.cli;

import io.gradflow.cli.usage.UsageException;
import io.gradflow.cli.usage.UserPath;
import io.gradflow.query.DuckDbViews;
import io.gradflow.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Writes the views of a store for another program. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes the views of a store as SQL for another program, which then reads the same files.")
final class ExportCommand implements Callable<Integer> {
    private enum Target {
        DUCKDB;

        /** The name as the command line spells it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final class OfTarget implements ITypeConverter<Target> {
        @Override
        public Target convert(String text) {
            return Arrays.stream(Target.values())
                    .filter(target -> target.toString().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("must be duckdb, but is '" + text + "'"));
        }
    }

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
            names = "--as",
            converter = OfTarget.class,
            paramLabel = "PROGRAM",
            required = true,
            description = "the program: duckdb")
    private Target target;

    @Option(
            names = "--output",
            converter = UserPath.OfFile.class,
            paramLabel = "FILE",
            description = "a new file for the SQL; without it the SQL goes to standard output")
    private Path output;

    @Override
    public Integer call() throws Exception {
        String script = switch (target) {
            case DUCKDB -> DuckDbViews.script(Store.existing(storeName, common.hadoop()), common.hadoop());
        };
        if (output == null) {
            System.out.print(script);
        } else {
            try {
                Files.writeString(output, script, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException e) {
                throw new UsageException(output + " exists, must be a new file");
            }
        }
        return ExitCode.OK;
    }
}
