package io.gradflow.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a {@link Sweep} from a HOCON file and {@code key=value} overrides. */
public final class SweepReader {
    /** What the description of an override's place starts with. */
    static final String OVERRIDE = "--set ";

    private SweepReader() {}

    /**
     * Reads and checks a configuration.
     *
     * @param file HOCON
     * @param overrides keys, such as {@code sweep.dataset.n}, to values in HOCON syntax; in order, a later one wins
     * @throws InvalidSweepException naming all mistakes at once
     */
    public static Sweep read(Path file, List<Map.Entry<String, String>> overrides) throws InvalidSweepException {
        try {
            return check(parse(file), overrides);
        } catch (StackOverflowError e) {
            throw new InvalidSweepException(List.of(file + ": must not nest lists or objects thousands deep"));
        }
    }

    /**
     * Reads and checks the configuration of a sweep that was read before.
     *
     * @param configuration as {@link Sweep#configuration()} has it
     */
    public static Sweep read(String configuration) throws InvalidSweepException {
        return check(ConfigFactory.parseString(configuration), List.of());
    }

    private static Sweep check(Config fromFile, List<Map.Entry<String, String>> overrides)
            throws InvalidSweepException {
        var config = fromFile;
        var problems = new ArrayList<String>();
        for (var override : overrides) {
            try {
                config = override(config, override.getKey(), override.getValue());
            } catch (ConfigException e) {
                problems.add(OVERRIDE + Problems.shortened(oneLine(override.getKey() + "=" + override.getValue()))
                        + ": must be a key and a value in HOCON syntax, such as sweep.scale=[0.5, 1]");
            }
        }
        var checker = new SweepChecker();
        var sweep = checker.check(config);
        problems.addAll(checker.problems());
        if (!problems.isEmpty()) {
            throw new InvalidSweepException(problems);
        }
        return sweep.orElseThrow();
    }

    private static Config parse(Path file) throws InvalidSweepException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidSweepException(List.of(file + ": "
                    + (Files.exists(file) ? "is not a file" : "no such file") + ", must be a configuration"));
        }
        try {
            return ConfigFactory.parseFile(
                            file.toFile(), ConfigParseOptions.defaults().setOriginDescription(file.toString()))
                    .resolve();
        } catch (ConfigException.WrongType e) {
            throw new InvalidSweepException(
                    List.of(e.origin().description() + ": must be an object, sweep { ... }, not a list"));
        } catch (ConfigException.IO e) {
            throw new InvalidSweepException(List.of(file + ": "
                    + oneLine(
                            e.getCause() == null ? e.getMessage() : e.getCause().getMessage())));
        } catch (ConfigException e) {
            throw new InvalidSweepException(List.of(oneLine(e.getMessage())));
        }
    }

    private static Config override(Config config, String key, String value) {
        var options = ConfigParseOptions.defaults().setOriginDescription(OVERRIDE + oneLine(key));
        var parsed =
                ConfigFactory.parseString("value = " + value, options).resolve().root();
        if (parsed.size() != 1) {
            throw new ConfigException.BadValue(key, "more than one value");
        }
        return Overlay.override(config.root(), ConfigUtil.splitPath(key), parsed.get("value"), OVERRIDE + oneLine(key))
                .toConfig();
    }

    private static String oneLine(String message) {
        return message.replaceAll("[\\s\\p{Cntrl}]+", " ");
    }
}
