package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.activation.Activations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In what is written, {@code limit_rate} is null where it has no meaning, and a number wherever it has one. */
@Tag("spark")
class LimitRateEndToEndTest {
    @TempDir
    private Path folder;

    private String store;

    @ParameterizedTest
    @ValueSource(strings = {"lanes", "breeze"})
    void isNullForActivationsWithoutALimitRegionAlone(String engine) throws IOException {
        store = folder.resolve("store").toString();
        var configuration = Files.writeString(folder.resolve("a.conf"), """
                sweep {
                  dataset = { kind = xor, n = 40 }
                  architecture = "2-4-3-1"
                  activation = [%s]
                  epochs = 2
                  seed = "0..1"
                }
                execution.engine = %s
                """.formatted(
                Activations.CATALOG.kinds().stream().map(Kind::name).collect(Collectors.joining(", ")), engine));
        var run = Invocation.of("run", configuration.toString(), "--store", store, "--master", "local[2]");
        assertEquals(0, run.exitCode(), run.err());

        // Pooled: 3 rows each of 2 seeds, all of them null or none.
        assertEquals(
                List.of("identity,6,0", "sin,6,0"),
                csv("SELECT activation, count(*), count(limit_rate) FROM epochs GROUP BY 1"
                        + " HAVING count(limit_rate) < count(*) ORDER BY 1"));
        // By layer: null for the output layer, whatever the activation.
        assertEquals(
                List.of("identity,1,6,0", "identity,2,6,0", "sin,1,6,0", "sin,2,6,0"),
                csv("SELECT activation, layer, count(*), count(limit_rate) FROM layers WHERE layer < 3 GROUP BY 1, 2"
                        + " HAVING count(limit_rate) < count(*) ORDER BY 1, 2"));
        assertEquals(
                List.of(Activations.CATALOG.kinds().size() * 6 + ",0"),
                csv("SELECT count(*), count(limit_rate) FROM layers WHERE layer = 3"));
        // There is no mean of them.
        assertEquals(
                List.of("identity", "sin"),
                csv("SELECT activation FROM cells WHERE limit_rate_mean IS NULL ORDER BY 1"));
        // What is no null is a share.
        assertEquals(
                List.of("0"),
                csv("SELECT (SELECT count(*) FROM epochs WHERE NOT limit_rate BETWEEN 0 AND 1)"
                        + " + (SELECT count(*) FROM layers WHERE NOT limit_rate BETWEEN 0 AND 1)"));
    }

    private List<String> csv(String query) {
        var answer = Invocation.of("sql", "--store", store, "--master", "local[2]", "--format", "csv", query);
        assertEquals(0, answer.exitCode(), answer.err());
        return answer.outLines().stream().skip(1).toList();
    }
}
