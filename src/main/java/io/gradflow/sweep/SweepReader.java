package io.gradflow.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a {@link Sweep} from a HOCON file and {@code key=value} overrides. */
public final class SweepReader {
    private SweepReader() {}

    /**
     * Reads and checks a configuration.
     *
     * @param file HOCON
     * @param overrides keys, such as {@code sweep.dataset.n}, to values in HOCON syntax; in order, a later one wins
     * @throws InvalidSweepException naming all mistakes at once
     */
    public static Sweep read(Path file, List<Map.Entry<String, String>> overrides) throws InvalidSweepException {
        var config = parse(file);
        var problems = new ArrayList<String>();
        for (var override : overrides) {
            try {
                config = override(config, override.getKey(), override.getValue());
            } catch (ConfigException e) {
                problems.add("--set " + override.getKey() + "=" + override.getValue() + ": "
                        + "must be a key and a value in HOCON syntax, such as sweep.scale=[0.5, 1]");
            }
        }
        var checker = new SweepChecker();
        var sweep = checker.check(config);
        problems.addAll(checker.problems());
        if (!problems.isEmpty()) {
            throw new InvalidSweepException(problems);
        }
        return sweep;
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
        } catch (ConfigException e) {
            throw new InvalidSweepException(List.of(firstLine(e.getMessage())));
        }
    }

    private static Config override(Config config, String key, String value) {
        var parsed = ConfigFactory.parseString("value = " + value).resolve();
        if (parsed.root().size() != 1) {
            throw new ConfigException.BadValue(key, "more than one value");
        }
        ConfigValue chosen = parsed.root().get("value").withOrigin(ConfigOriginFactory.newSimple("--set " + key));
        return config.withValue(ConfigUtil.joinPath(ConfigUtil.splitPath(key)), chosen);
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
