package io.gradflow.sweep;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Reads what a configuration includes: files beside it and in folders below, and nothing else. A configuration may come
 * from a stranger, who must not learn what else is on this machine, or that it was read.
 *
 * <p>A relative path starts at the folder of the file that includes. A link counts as the file that it leads to.
 *
 * @param configuration the file that the user named; null for text that is in no file and includes nothing
 * @param chain the file whose includes these are, after those that include it; none twice
 * @param count of all files included so far
 */
record Includes(Path configuration, List<Path> chain, AtomicInteger count)
        implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    private static final Pattern URL_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    /** What HOCON lets users leave out of a name. */
    private static final List<String> SUFFIXES = List.of("", ".conf", ".json", ".properties");

    /** Files that include each other several times could be read for years. */
    private static final int MAX_INCLUDES = 1000;

    /** How to read a configuration that the user named. */
    static ConfigParseOptions of(Path configuration) {
        return options(configuration, new Includes(configuration, List.of(configuration), new AtomicInteger()));
    }

    /** How to read text that may include nothing. */
    static ConfigParseOptions none(String origin) {
        return ConfigParseOptions.defaults()
                .setOriginDescription(origin)
                .setIncluder(new Includes(null, List.of(), new AtomicInteger()));
    }

    private static ConfigParseOptions options(Path file, Includes includes) {
        return ConfigParseOptions.defaults()
                .setAllowMissing(false)
                .setOriginDescription(file.toString())
                .setIncluder(includes);
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        if (URL_SCHEME.matcher(what).matches()) {
            throw refused(what, rule("a file") + ", and no URL");
        }
        return read(what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return read(what.getPath());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        throw refused(what.toString(), rule("a file") + ", and no URL");
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        throw refused(what, rule("a file") + ", and no resource of the class path");
    }

    /** Nothing is left to HOCON's own way of including. */
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    private ConfigObject read(String what) {
        if (configuration == null) {
            throw new ConfigException.Generic("must not include a file");
        }
        if (count.incrementAndGet() > MAX_INCLUDES) {
            throw refused(what, "must not be one of more than " + MAX_INCLUDES + " includes");
        }
        try {
            var file = find(what);
            // Before anything else is said of the file, or any of it is read.
            if (Files.exists(file) && !isBesideOrBelow(file)) {
                throw refused(what, rule(""));
            }
            FileRefusal.of(file).ifPresent(refusal -> {
                throw refused(what, refusal);
            });
            var real = file.toRealPath();
            for (var including : chain) {
                if (Files.isSameFile(including, real)) {
                    throw refused(what, "must not include itself");
                }
            }
            var longer = new ArrayList<>(chain);
            longer.add(file);
            return ConfigFactory.parseFile(real.toFile(), options(file, new Includes(configuration, longer, count)))
                    .root();
        } catch (IOException | InvalidPathException e) {
            throw refused(what, "cannot be read: " + e.getMessage());
        }
    }

    private boolean isBesideOrBelow(Path file) throws IOException {
        return file.toRealPath()
                .startsWith(configuration.toAbsolutePath().getParent().toRealPath());
    }

    /** The file that a name stands for; the name as it is if there is no such file. */
    private Path find(String what) {
        var including = chain.get(chain.size() - 1);
        return SUFFIXES.stream()
                .map(suffix -> including.resolveSibling(what + suffix))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(including.resolveSibling(what));
    }

    private String rule(String what) {
        return ("must be " + what).strip() + " beside " + (configuration == null ? "" : configuration.getFileName())
                + " or in a folder below";
    }

    private ConfigException refused(String what, String why) {
        String place = chain.isEmpty() ? "" : chain.get(chain.size() - 1) + ": ";
        return new ConfigException.Generic(place + "include \"" + Problems.shortened(what) + "\": " + why);
    }
}
