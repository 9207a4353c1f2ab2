package io.gradflow.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
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

    private static Sweep check(Config fromFile, List<Map.Entry<String, String>> overrides)
            throws InvalidSweepException {
        var config = fromFile;
        var problems = new ArrayList<String>();
        for (var override : overrides) {
            try {
                config = override(config, override.getKey(), override.getValue());
            } catch (ConfigException e) {
                problems.add(OVERRIDE + SweepChecker.shortened(oneLine(override.getKey() + "=" + override.getValue()))
                        + ": must be a key and a value in HOCON syntax, such as sweep.scale=[0.5, 1]");
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
        var path = ConfigUtil.splitPath(key);
        String origin = OVERRIDE + oneLine(key);
        var overridden = with(config.root(), path, parsed.get("value"), origin);
        return inGrids(overridden, path, parsed.get("value"), origin).toConfig();
    }

    /** A grid that has a key of its own takes the override too: it lies over all grids. */
    private static ConfigObject inGrids(ConfigObject root, List<String> path, ConfigValue value, String origin) {
        if (path.size() < 2
                || !(root.get(path.get(0)) instanceof ConfigObject sweep)
                || !(sweep.get(SweepChecker.GRIDS) instanceof ConfigList grids)
                || path.get(1).equals(SweepChecker.GRIDS)) {
            return root;
        }
        var overridden = grids.stream()
                .map(element -> element instanceof ConfigObject grid && grid.containsKey(path.get(1))
                        ? with(grid, path.subList(1, path.size()), value, origin)
                        : element)
                .toList();
        var list = ConfigValueFactory.fromIterable(overridden, grids.origin().description());
        return root.withValue(path.get(0), sweep.withValue(SweepChecker.GRIDS, list));
    }

    /**
     * The object with that value at a path. On the way, a list takes it in each of its elements, and text becomes an
     * object of that kind, so that neither a component's alternatives nor its kind get lost.
     */
    private static ConfigObject with(ConfigObject object, List<String> path, ConfigValue value, String origin) {
        String key = path.get(0);
        if (path.size() == 1) {
            return object.withValue(key, value);
        }
        return object.withValue(key, within(object.get(key), path.subList(1, path.size()), value, origin));
    }

    private static ConfigValue within(ConfigValue old, List<String> path, ConfigValue value, String origin) {
        if (old instanceof ConfigObject object) {
            return with(object, path, value, origin);
        }
        if (old instanceof ConfigList list) {
            var elements = list.stream()
                    .map(element -> within(element, path, value, origin))
                    .toList();
            return ConfigValueFactory.fromIterable(elements, list.origin().description());
        }
        var empty = ConfigFactory.empty(origin).root();
        boolean kind = old != null && old.valueType() == ConfigValueType.STRING;
        return with(kind ? empty.withValue(SweepChecker.KIND, old) : empty, path, value, origin);
    }

    private static String oneLine(String message) {
        return message.replaceAll("[\\s\\p{Cntrl}]+", " ");
    }
}
