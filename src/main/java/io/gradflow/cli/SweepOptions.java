package io.gradflow.cli;

import io.gradflow.cli.usage.UsageException;
import io.gradflow.cli.usage.UserPath;
import io.gradflow.sweep.InvalidSweepException;
import io.gradflow.sweep.Sweep;
import io.gradflow.sweep.SweepReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that name a configuration and override its keys. */
final class SweepOptions {
    @Parameters(paramLabel = "CONF", converter = UserPath.OfFile.class, description = "the configuration, in HOCON")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "override a key of the configuration, such as sweep.seed=0..99; repeatable")
    private final List<String> overrides = new ArrayList<>();

    Sweep read() throws InvalidSweepException, UsageException {
        var entries = new ArrayList<Map.Entry<String, String>>();
        for (var override : overrides) {
            int equals = override.indexOf('=');
            if (equals < 1) {
                throw new UsageException(
                        "--set must be KEY=VALUE, such as sweep.seed=0..99, but is '" + override + "'");
            }
            entries.add(Map.entry(override.substring(0, equals).strip(), override.substring(equals + 1)));
        }
        return SweepReader.read(file, entries);
    }
}
