package io.gradflow.sweep;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A configuration as a test writes it, called {@code sweep.conf} in messages. */
record ConfigurationFile(Path path) {
    /** The study. */
    static final String STUDY = """
            sweep {
              name = study
              dataset = { kind = xor, n = 300, noise = 0.1, test-fraction = 0.25, relabel-after-noise = false }
              architecture = "2-16-16-1"
              activation = [relu, tanh, arctan, softsign]
              init = xavier
              scale = [0.5, 1.0, 2.0]
              loss = { kind = binary-cross-entropy, clip = 1e-8 }
              optimizer = { kind = gd, learning-rate = 0.05 }
              epochs = 2999
              seed = "0..9"
              seeding = study
              log-every = 1
            }
            """;

    /** What every configuration must say, and one task. */
    static final String SHORTEST = "sweep { architecture = 2-3-1, activation = tanh, epochs = 1, seed = 0 }";

    /** What a seed must be. */
    static final String SEEDS = "must be an integer in [0, 9223372036854775807] or an ascending range such as \"0..9\"";

    private static final String SHOWN_AS = "sweep.conf";

    static ConfigurationFile in(Path folder) {
        return new ConfigurationFile(folder.resolve(SHOWN_AS));
    }

    /** The study with another line for a key. */
    static String studyWith(String key, String line) {
        var lines = STUDY.lines().toList();
        return String.join(
                        "\n",
                        lines.stream()
                                .map(l -> l.startsWith("  " + key + " = ") ? "  " + line : l)
                                .toList())
                + "\n";
    }

    Sweep read(String text, String... overrides) throws InvalidSweepException {
        try {
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SweepReader.read(path, entries(overrides));
    }

    /** The values of a key in a sweep, each once. */
    static List<Object> values(Sweep sweep, String path) {
        var key = TaskKey.ALL.stream().filter(k -> k.path().equals(path)).findFirst();
        return Products.tasks(sweep.grid())
                .map(task -> key.orElseThrow().value(task))
                .distinct()
                .toList();
    }

    /** The mistakes in a configuration. */
    List<String> problems(String text, String... overrides) {
        var thrown = assertThrows(InvalidSweepException.class, () -> read(text, overrides));
        return shown(thrown);
    }

    List<String> shown(InvalidSweepException thrown) {
        return thrown.problems().stream()
                .map(problem -> problem.replace(path.toString(), SHOWN_AS))
                .toList();
    }

    static List<Map.Entry<String, String>> entries(String... overrides) {
        return Stream.of(overrides)
                .map(override -> override.split("=", 2))
                .map(parts -> Map.entry(parts[0], parts[1]))
                .toList();
    }
}
