package io.gradflow.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.catalog.Catalog;
import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.sweep.diagnostic.GroupReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference page of the configuration is what the code says, word for word. */
class ConfigurationReferenceTest {
    private static final Path PAGE = Path.of("src/site/markdown/configuration.md");
    private static final Path EXPECTED = Path.of("target/configuration.md");
    private static final String START = "<!-- generated from here on -->\n";

    @Test
    void pageListsEveryKeyAsTheCodeHasIt() throws IOException {
        String page = Files.readString(PAGE);
        String introduction = page.substring(0, page.indexOf(START) + START.length());
        Files.writeString(EXPECTED, introduction + reference());
        assertEquals(Files.readString(EXPECTED), page, PAGE + " is out of date; what it should be is in " + EXPECTED);
    }

    /** Whoever adds a kind says where it is from, or puts it among those that need no saying. */
    @Test
    void everyKindHasASourceButForTheElementary() {
        var without = ConfigurationKeys.IN_ORDER_OF_COLUMNS.stream()
                .filter(Axis.OfComponents.class::isInstance)
                .map(axis -> ((Axis.OfComponents<?>) axis).catalog())
                .flatMap(catalog -> catalog.kinds().stream())
                .filter(kind -> kind.source().isEmpty())
                .map(kind -> kind.type().getSimpleName())
                .distinct()
                .toList();
        var activations = List.of("Tanh", "Sigmoid", "Arctan", "IdentityActivation", "ErfActivation");
        var initializers = List.of("Gaussian", "StandardNormal", "Uniform", "Constant", "Ones", "Zeros");
        assertEquals(
                Stream.of(
                                List.of("Xor", "Checkerboard", "TwoGaussians"),
                                activations,
                                initializers,
                                List.of("ConstantSchedule", "FullBatch"))
                        .flatMap(List::stream)
                        .toList(),
                without);
    }

    private static String reference() {
        var plain = new ArrayList<Parameter<?>>(List.of(Sweep.NAME));
        var optional = new HashSet<Parameter<?>>();
        var components = new StringBuilder();
        for (var axis : ConfigurationKeys.IN_ORDER_OF_COLUMNS) {
            if (axis instanceof Axis.OfComponents<?> ofComponents) {
                components.append(section(ofComponents.catalog()));
            } else if (axis instanceof Axis.OfScalars<?, ?> ofScalars) {
                plain.add(ofScalars.parameter());
            } else if (axis instanceof Axis.OfSeeds ofSeeds) {
                plain.add(ofSeeds.parameter());
                if (!ofSeeds.isRequired()) {
                    optional.add(ofSeeds.parameter());
                }
            }
        }
        plain.add(Sweep.LOG_EVERY);
        plain.add(GroupReader.PARAMETER);
        return "\n## Keys of `sweep`\n\n"
                + "A list on any of these is an axis, but for `name`, `log-every` and `diagnostics`. Beside them stand"
                + " the components below, `exclude` and `grids`.\n\n"
                + table(plain, optional)
                + components
                + "\n## Keys of `execution`\n\nThey are no part of a task's identity. None changes a number, but that"
                + " the"
                + " engines may differ in the last bits.\n\n"
                + table(Execution.PARAMETERS, Set.of());
    }

    private static String section(Catalog<?> catalog) {
        String byDefault =
                catalog.defaultKind().map(kind -> "default `" + kind + "`").orElse("required");
        return "\n## Kinds of `sweep." + catalog.role() + "` (" + byDefault + ")\n\n"
                + catalog.kinds().stream().map(ConfigurationReferenceTest::kind).collect(Collectors.joining("\n"));
    }

    private static String kind(Kind<?> kind) {
        String head = "`" + kind.name() + "`: " + kind.description() + "."
                + kind.source().map(source -> " Source: " + source + ".").orElse("") + "\n";
        return kind.parameters().isEmpty() ? head : head + "\n" + table(kind.parameters(), Set.of());
    }

    /**
     * A table of keys.
     *
     * @param optional those that are no error when they are missing, though they have no default
     */
    private static String table(List<Parameter<?>> parameters, Set<Parameter<?>> optional) {
        return "| key | must be | default | what it is |\n| --- | --- | --- | --- |\n"
                + parameters.stream()
                        .map(parameter -> row(parameter, optional.contains(parameter)))
                        .collect(Collectors.joining());
    }

    private static String row(Parameter<?> parameter, boolean isOptional) {
        String byDefault = parameter.defaultValue() == null
                ? isOptional ? "the seed" : "required"
                : "`" + parameter.defaultValue() + "`";
        return ("| `" + parameter.name() + "` | " + parameter.rule().description() + " | " + byDefault + " | "
                        + parameter.description() + " |\n")
                .replace("'-'", "`-`");
    }
}
