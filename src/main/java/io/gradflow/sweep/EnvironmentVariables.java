package io.gradflow.sweep;

import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The variables of the environment that {@code ${...}} finds when the configuration has no such key. The values end up
 * in the store, which others read. So only variables count that are called like this program, and no secret of another.
 */
final class EnvironmentVariables implements ConfigResolver {
    private static final String PREFIX = "GRADFLOW_";

    /** What is a variable to whoever writes it: no key of a configuration is called like this. */
    private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]*");

    static final String RULE =
            "must be a key of the configuration, or a variable of the environment whose name starts with " + PREFIX;

    private final Map<String, String> environment;
    private final Set<String> refused = new TreeSet<>();

    EnvironmentVariables(Map<String, String> environment) {
        this.environment = environment;
    }

    ConfigResolveOptions options() {
        return ConfigResolveOptions.noSystem().appendResolver(this);
    }

    /** A variable that was asked for and is none of ours: an optional one must not be ignored in silence. */
    Optional<String> refused() {
        return refused.stream().findFirst();
    }

    @Override
    public ConfigValue lookup(String path) {
        // In a file that is included below a key, the path starts with that key.
        var keys = ConfigUtil.splitPath(path);
        String name = keys.get(keys.size() - 1);
        if (name.startsWith(PREFIX)) {
            String value = environment.get(name);
            return value == null ? null : ConfigValueFactory.fromAnyRef(value, "environment variable " + name);
        }
        if (VARIABLE.matcher(name).matches()) {
            refused.add(Problems.shortened(name));
        }
        return null;
    }

    @Override
    public ConfigResolver withFallback(ConfigResolver fallback) {
        return this;
    }
}
