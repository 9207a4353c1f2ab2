package io.gradflow.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The key {@code sweep.diagnostics}. */
class DiagnosticsConfigurationTest {
    private static final String RULE =
            "must be a list of study, layers, moments, updates, units, noise, jacobian, or all; { layers = { every ="
                    + " 100 } } measures a group at every hundredth epoch";

    @TempDir
    private Path folder;

    private DiagnosticGroups read(String value) throws InvalidSweepException {
        return ConfigurationFile.in(folder)
                .read(ConfigurationFile.SHORTEST, "sweep.diagnostics=" + value)
                .logging()
                .groups();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|[]",
                "study|[study]",
                "[layers, study]|[study, layers]",
                "[study, layers]|[study, layers]",
                "all|[study, layers, moments, updates, units, noise, jacobian]",
                "[layers, { moments = { every = 5 } }]|[layers, { moments = { every = 5 } }]",
                "[{ layers = { every = 100 } }]|[{ layers = { every = 100 } }]",
                "[all, { layers = { every = 7 } }]"
                        + "|[study, { layers = { every = 7 } }, moments, updates, units, noise, jacobian]",
                "[study, { layers {} }]|[study, layers]",
                "[study, { all = { every = 10 } }]"
                        + "|[study, { layers = { every = 10 } }, { moments = { every = 10 } },"
                        + " { updates = { every = 10 } }, { units = { every = 10 } },"
                        + " { noise = { every = 10 } }, { jacobian = { every = 10 } }]",
                "{ all {}, layers { every = 7 } }"
                        + "|[study, { layers = { every = 7 } }, moments, updates, units, noise, jacobian]",
                "{ layers { every = \"5\" } }|[{ layers = { every = 5 } }]",
                "{ study { every = 2 }, layers { every = 1 } }|[{ study = { every = 2 } }, layers]",
                "[{ jacobian = { every = 100, points = 16 } }]|[{ jacobian = { every = 100 } }]",
                "[{ jacobian = { points = 1 } }, study]|[study, { jacobian = { points = 1 } }]",
                "[{ jacobian = { points = 16 } }]|[jacobian]",
                "{ study { every = 3 }, jacobian { points = 40, every = 9 }, updates {} }"
                        + "|[{ study = { every = 3 } }, updates, { jacobian = { every = 9, points = 40 } }]",
                "[{ all = { every = 4 } }, { jacobian = { points = 5 } }]"
                        + "|[{ study = { every = 4 } }, { layers = { every = 4 } }, { moments = { every = 4 } },"
                        + " { updates = { every = 4 } }, { units = { every = 4 } },"
                        + " { noise = { every = 4 } }, { jacobian = { points = 5 } }]"
            })
    void groupsAreNamesAndObjects(String value, String groups) throws Exception {
        assertEquals(groups, read(value).toString());
        assertEquals(read(value), DiagnosticGroups.parse(groups));
    }

    @Test
    void withoutTheKeyTheyAreTheDefault() throws Exception {
        var sweep = ConfigurationFile.in(folder).read(ConfigurationFile.SHORTEST);
        assertEquals(DiagnosticGroups.DEFAULT, sweep.logging().groups());
        assertEquals("[study, layers]", DiagnosticGroups.DEFAULT.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[studdy]|studdy: RULE; did you mean study?",
                "[x]|x: RULE",
                "[1]|1: RULE",
                "[[study]]|[study]: RULE",
                "[study, study]|study: names study twice",
                "[all, all]|all: names all twice",
                "[all, { all = { every = 3 } }]|{ all = { every = 3 } }: names all twice",
                "[{ layers {} }, { layers = { every = 3 } }]|{ layers = { every = 3 } }: names layers twice",
                "[study, { layer = {} }]|{ layer = {} }: RULE; did you mean layers?",
                "[al]|al: RULE; did you mean all?",
                "[{ layers = 5 }]|5: must be the options of a group, { } or { every = 100 }",
                "[{ layers = { each = 5 } }]|{ each = 5 }: must be the options of a group, { } or { every = 100 }",
                "[{ layers = { every = 0 } }]|0: every must be an integer in [1, 2147483647]",
                "[{ layers = { every = 1.0000000000000000001 } }]"
                        + "|1.0000000000000000001: every must be an integer in [1, 2147483647]",
                "[{ all = { every = 1e999 } }]|1e999: every must be an integer in [1, 2147483647]",
                "[{ layers = { every = x } }]|x: every must be an integer in [1, 2147483647]",
                "[{ layers = { points = 5 } }]|{ points = 5 }: must be the options of a group, { } or { every = 100 }",
                "[{ all = { points = 5 } }]|{ points = 5 }: must be the options of a group, { } or { every = 100 }",
                "[{ jacobian = { point = 5 } }]|{ point = 5 }: must be the options of a group, { } or { every = 100 }"
                        + " or { every = 100, points = 8 }",
                "[{ jacobian = { points = 0 } }]|0: points must be an integer in [1, 2147483647]"
            })
    void mistakesNameWhatIsAllowed(String value, String mistake) {
        assertEquals(
                List.of("sweep.diagnostics = " + mistake.replace("RULE", RULE) + " (--set sweep.diagnostics)"),
                ConfigurationFile.in(folder).problems(ConfigurationFile.SHORTEST, "sweep.diagnostics=" + value));
    }

    /** A part of the value would leave out what is not named, or change each element of a list. */
    @ParameterizedTest
    @ValueSource(strings = {"moments.every", "moments", "study.every.x", "\"moments\".every"})
    void overridesGiveAllGroups(String part) {
        for (var configuration : List.of(
                ConfigurationFile.SHORTEST,
                ConfigurationFile.SHORTEST + "\nsweep.diagnostics = [study, moments]",
                ConfigurationFile.SHORTEST + "\nsweep.diagnostics { study {}, moments {} }")) {
            assertEquals(
                    List.of("--set sweep.diagnostics." + part + "=10: must give all of sweep.diagnostics, such as --set"
                            + " \"sweep.diagnostics=[study, layers, { moments = { every = 10 } }]\""),
                    ConfigurationFile.in(folder).problems(configuration, "sweep.diagnostics." + part + "=10"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "study",
                "[study, jacobians]",
                "[{ study = { points = 0 } }]",
                "[{ study = { every = 0 } }]",
                "[study,layers]"
            })
    void otherTextsAreOfNoGroups(String text) {
        assertThrows(IllegalArgumentException.class, () -> DiagnosticGroups.parse(text));
    }
}
