package io.gradflow.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.gradflow.sweep.diagnostic.GroupReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads a {@link Sweep} from a HOCON file and {@code key=value} overrides. */
public final class SweepReader {
    /** What the description of an override's place starts with. */
    static final String OVERRIDE = "--set ";

    /** Far more than any grid needs. Sixty lines of substitutions that double each other stand for 2^60 values. */
    private static final int MAX_VALUES = 10_000_000;

    /** Far more than any grid needs. The time of {@code +=} grows with the cube of how often it is used on a key. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** The end of a message about a key below {@code sweep.diagnostics}. */
    private static final String ALL_DIAGNOSTICS = ": must give all of " + AxisReader.path(GroupReader.PARAMETER.name())
            + ", such as --set \"" + AxisReader.path(GroupReader.PARAMETER.name())
            + "=[study, layers, { moments = { every = 10 } }]\"";

    private static final ConfigParseOptions JSON = ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON);

    private SweepReader() {}

    /**
     * Reads and checks a configuration.
     *
     * @param file HOCON
     * @param overrides keys, such as {@code sweep.dataset.n}, to values in HOCON syntax; in order, a later one wins
     * @throws InvalidSweepException naming all mistakes at once
     */
    public static Sweep read(Path file, List<Map.Entry<String, String>> overrides) throws InvalidSweepException {
        return read(file, overrides, System.getenv(), LIMIT);
    }

    static Sweep read(
            Path file, List<Map.Entry<String, String>> overrides, Map<String, String> environment, Duration limit)
            throws InvalidSweepException {
        return withinLimits(file.toString(), () -> check(parse(file, environment), overrides, environment), limit);
    }

    /**
     * Reads a configuration whose author may mean harm.
     *
     * @param name of the configuration, for messages
     */
    private static Sweep withinLimits(String name, Callable<Sweep> read, Duration limit) throws InvalidSweepException {
        var reading = new FutureTask<>(read);
        var thread = new Thread(reading, "configuration");
        thread.setDaemon(true);
        thread.start();
        try {
            return reading.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InvalidSweepException invalid) {
                throw invalid;
            }
            if (e.getCause() instanceof ConfigException) {
                throw new InvalidSweepException(
                        List.of(name + ": " + oneLine(e.getCause().getMessage())));
            }
            if (e.getCause() instanceof StackOverflowError) {
                throw new InvalidSweepException(List.of(name + ": must not nest lists or objects thousands deep"));
            }
            if (e.getCause() instanceof OutOfMemoryError) {
                throw new InvalidSweepException(
                        List.of(name + ": must fit into memory with all that it includes and substitutes"));
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new InvalidSweepException(
                    List.of(name + ": must not take longer to read than " + limit.toSeconds() + " seconds"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads and checks the configuration of a sweep that was read before.
     *
     * @param configuration as {@link Sweep#configuration()} has it
     */
    public static Sweep readAgain(String configuration) throws InvalidSweepException {
        // Plain JSON, since a store that somebody else has made might include other files.
        return withinLimits(
                "a configuration in the store",
                () -> check(ConfigFactory.parseString(configuration, JSON), List.of(), Map.of()),
                LIMIT);
    }

    /**
     * The one task with these values of keys.
     *
     * @param values by key; a key without effect in the task, or at its default, may be missing
     * @throws InvalidSweepException if there is no such task
     */
    public static Task task(Map<TaskKey, Object> values) throws InvalidSweepException {
        var paths = new HashMap<String, Object>();
        values.forEach((key, value) -> paths.put("sweep." + key.pathOfValue(), value));
        return check(ConfigFactory.parseMap(paths, "a run's keys"), List.of(), Map.of())
                .grid()
                .task(0);
    }

    private static Sweep check(
            Config fromFile, List<Map.Entry<String, String>> overrides, Map<String, String> environment)
            throws InvalidSweepException {
        var config = fromFile;
        var problems = new ArrayList<String>();
        for (var override : overrides) {
            try {
                if (isBelowDiagnostics(override.getKey())) {
                    problems.add(OVERRIDE
                            + Problems.shortened(oneLine(override.getKey() + "=" + override.getValue()))
                            + ALL_DIAGNOSTICS);
                } else {
                    config = override(config, override.getKey(), override.getValue(), environment);
                }
            } catch (ConfigException.UnresolvedSubstitution e) {
                problems.add(oneLine(e.getMessage()));
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

    /**
     * Whether a key is a part of the value of {@code sweep.diagnostics}. Such a part cannot be set alone: an object of
     * groups names all that are on, and the elements of a list are groups, not alternatives.
     */
    private static boolean isBelowDiagnostics(String key) {
        var path = ConfigUtil.splitPath(key);
        return path.size() > 2
                && path.get(0).equals(AxisReader.SWEEP)
                && path.get(1).equals(GroupReader.PARAMETER.name());
    }

    private static Config parse(Path file, Map<String, String> environment) throws InvalidSweepException {
        var refusal = FileRefusal.of(file);
        if (refusal.isPresent()) {
            throw new InvalidSweepException(List.of(file + ": " + refusal.get() + ", must be a configuration"));
        }
        try {
            var parsed = ConfigFactory.parseFile(file.toFile(), Includes.of(file));
            var resolved = resolve(parsed, parsed, new EnvironmentVariables(environment));
            if (valuesLeft(resolved.root(), MAX_VALUES) < 0) {
                throw new InvalidSweepException(List.of(file + ": must have at most " + MAX_VALUES + " values"));
            }
            return resolved;
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

    /** What is left of an allowance after this value and those in it were counted; negative if they are more. */
    private static int valuesLeft(ConfigValue value, int allowance) {
        // Not an object's values or entries, which HOCON's library puts into a set: that computes the hash of all
        // below.
        List<ConfigValue> children = switch (value.valueType()) {
            case OBJECT ->
                ((ConfigObject) value)
                        .keySet().stream().map(((ConfigObject) value)::get).toList();
            case LIST -> (ConfigList) value;
            default -> List.of();
        };
        int left = allowance - 1;
        for (var child : children) {
            if (left < 0) {
                return left;
            }
            left = valuesLeft(child, left);
        }
        return left;
    }

    /** Puts values in the place of substitutions. */
    private static Config resolve(Config config, Config source, EnvironmentVariables variables) {
        Config resolved = null;
        ConfigException.UnresolvedSubstitution missing = null;
        try {
            resolved = config.resolveWith(source, variables.options());
        } catch (ConfigException.UnresolvedSubstitution e) {
            missing = e;
        }
        var refused = variables.refused();
        if (refused.isPresent()) {
            throw new ConfigException.UnresolvedSubstitution(
                    missing == null ? config.origin() : missing.origin(),
                    "${" + refused.get() + "} " + EnvironmentVariables.RULE);
        }
        if (missing != null) {
            throw missing;
        }
        return resolved;
    }

    private static Config override(Config config, String key, String value, Map<String, String> environment) {
        String origin = OVERRIDE + oneLine(key);
        var parsed = ConfigFactory.parseString("value = " + value, Includes.none(origin));
        var resolved =
                resolve(parsed, config, new EnvironmentVariables(environment)).root();
        if (resolved.size() != 1) {
            throw new ConfigException.BadValue(key, "more than one value");
        }
        return Overlay.override(config.root(), ConfigUtil.splitPath(key), resolved.get("value"), origin)
                .toConfig();
    }

    private static String oneLine(String message) {
        return message.replaceAll("[\\s\\p{Cntrl}]+", " ");
    }
}
