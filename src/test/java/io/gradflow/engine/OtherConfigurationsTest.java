package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gradflow.data.Xor;
import io.gradflow.random.Seeding;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks unlike the study's, against the NumPy program {@code make-other-configurations.py}. */
class OtherConfigurationsTest {
    private static final int LOG_EVERY = 25;
    private static final List<String> KEYS = List.of(
            "n",
            "noise",
            "test_fraction",
            "relabel",
            "architecture",
            "activation",
            "init",
            "scale",
            "clip",
            "learning_rate",
            "epochs",
            "seed",
            "seeding");

    private static final Map<String, List<OracleRow>> NETWORKS = OracleRow.byNetwork(
            OracleRow.read("other-configurations.csv.gz"),
            row -> KEYS.stream().map(key -> key + "=" + row.text(key)).collect(Collectors.joining(" ")));

    static Stream<Arguments> networks() {
        return Engines.all()
                .flatMap(engine -> NETWORKS.entrySet().stream()
                        .map(network -> Arguments.of(engine, Named.of(network.getKey(), network.getValue()))));
    }

    @Test
    void theOracleHasAllItsNetworks() {
        assertEquals(90, NETWORKS.size());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyMetricIsThatOfTheNumpyProgram(Trainer engine, List<OracleRow> rows) {
        var training = engine.train(new Pack(List.of(task(rows.get(0)))), Logging.every(LOG_EVERY));
        OracleRow.assertNext(rows, training);
        assertFalse(training.hasNext());
    }

    private static Task task(OracleRow row) {
        return new TaskBuilder()
                .dataset(new Xor(
                        Integer.parseInt(row.text("n")),
                        row.number("noise"),
                        row.number("test_fraction"),
                        Boolean.parseBoolean(row.text("relabel"))))
                .architecture(row.text("architecture"))
                .activation(row.text("activation"))
                .init(row.text("init"))
                .scale(row.number("scale"))
                .clip(row.number("clip"))
                .learningRate(row.number("learning_rate"))
                .epochs(Integer.parseInt(row.text("epochs")))
                .seed(Long.parseLong(row.text("seed")))
                .seeding(Seeding.valueOf(row.text("seeding").toUpperCase(Locale.ROOT)))
                .build();
    }
}
