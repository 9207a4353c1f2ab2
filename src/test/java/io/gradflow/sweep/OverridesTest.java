package io.gradflow.sweep;

import static io.gradflow.sweep.ConfigurationFile.SHORTEST;
import static io.gradflow.sweep.ConfigurationFile.STUDY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gradflow.data.Dataset;
import io.gradflow.data.Xor;
import io.gradflow.nn.initializer.Gaussian;
import io.gradflow.nn.loss.Loss;
import io.gradflow.nn.loss.Losses;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code --set} does to a configuration. */
class OverridesTest {
    @TempDir
    private Path folder;

    private ConfigurationFile file;

    @BeforeEach
    void inFolder() {
        file = ConfigurationFile.in(folder);
    }

    static Stream<Arguments> plainKeys() {
        return Stream.of(
                arguments("architecture", "2-8-1", "2-8-1"),
                arguments("architecture", "\"2-8-1\"", "2-8-1"),
                arguments("scale", "2.5", 2.5),
                arguments("epochs", "12", 12),
                arguments("seed", "9223372036854775807", Long.MAX_VALUE),
                arguments("seeding", "independent", "independent"),
                arguments("activation", "sigmoid", "sigmoid"),
                arguments("init", "he", "he"));
    }

    @ParameterizedTest
    @MethodSource("plainKeys")
    void replaceAScalar(String path, String written, Object value) throws Exception {
        assertEquals(List.of(value), ConfigurationFile.values(file.read(STUDY, "sweep." + path + "=" + written), path));
    }

    static Stream<Parameters.Place> parameters() {
        return Parameters.all();
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void replaceOneParameterOfAComponent(Parameters.Place place) throws Exception {
        String component = "sweep." + place.catalog().role();
        var value = Parameters.away(place.parameter());
        var loss = loss(place).orElseThrow();
        var required = place.kind().parameters().stream()
                .filter(parameter -> parameter.defaultValue() == null)
                .map(parameter -> ", " + parameter.name() + " = " + Parameters.usual(parameter))
                .collect(Collectors.joining());
        var sweep = file.read(
                STUDY,
                "sweep.loss=" + Losses.CATALOG.kindOf(loss).name(),
                "sweep.architecture=" + dataset(place).features() + "-16-16-"
                        + loss.outputs(dataset(place).classes()).get(0),
                component + "={ kind = " + place.kind().name() + required + " }",
                component + "." + place.parameter().name() + "=" + value);
        assertEquals(
                List.of(value),
                ConfigurationFile.values(
                        sweep, place.catalog().role() + "." + place.parameter().name()));
    }

    private static Record component(Parameters.Place place) {
        var values = Parameters.usual(place.kind());
        values.set(place.index(), Parameters.away(place.parameter()));
        return place.kind().create(values);
    }

    private static Dataset dataset(Parameters.Place place) {
        return component(place) instanceof Dataset dataset ? dataset : new Xor(300, 0.1, 0.25, false);
    }

    /** The place's own loss, or the first that takes as many classes as its dataset has. */
    private static Optional<Loss> loss(Parameters.Place place) {
        if (component(place) instanceof Loss loss) {
            return Optional.of(loss);
        }
        int classes = dataset(place).classes();
        return Losses.CATALOG.kinds().stream()
                .map(kind -> Losses.CATALOG.create(kind, Parameters.usual(kind)))
                .filter(loss -> !loss.outputs(classes).isEmpty())
                .findFirst();
    }

    @Test
    void keepTheParametersBesideTheOneTheyReplace() throws Exception {
        var sweep = file.read(STUDY, "sweep.dataset.noise=[0, 0.5]");
        assertEquals(
                List.of(new Xor(300, 0, 0.25, false), new Xor(300, 0.5, 0.25, false)),
                sweep.grid().values(ConfigurationKeys.DATASET));
    }

    @Test
    void setAParameterOfAComponentThatIsNamedWithoutLosingItsKind() throws Exception {
        var sweep = file.read(SHORTEST, "sweep.init=gaussian", "sweep.init.std=[0.2, 0.3]");
        assertEquals(List.of(new Gaussian(0.2), new Gaussian(0.3)), sweep.grid().values(ConfigurationKeys.INIT));
    }

    @Test
    void setAParameterInEachAlternativeOfAComponent() throws Exception {
        var sweep = file.read(
                SHORTEST, "sweep.dataset=[{ kind = xor, n = 100 }, { n = 200 }, xor]", "sweep.dataset.noise=0");
        assertEquals(
                List.of(new Xor(100, 0, 0.25, false), new Xor(200, 0, 0.25, false), new Xor(300, 0, 0.25, false)),
                sweep.grid().values(ConfigurationKeys.DATASET));
    }

    @Test
    void replaceObjectsAsAWhole() throws Exception {
        var sweep = file.read(STUDY, "sweep.dataset={ n = 40 }");
        assertEquals(List.of(new Xor(40, 0.1, 0.25, false)), sweep.grid().values(ConfigurationKeys.DATASET));
    }

    @Test
    void replaceNameLogEveryAndExecution() throws Exception {
        var sweep = file.read(
                STUDY,
                "sweep.name=other one",
                "sweep.log-every=100",
                "execution.lane-width=4",
                "execution.partitions=7",
                "execution.wave-seconds=5");
        assertEquals("other one", sweep.name());
        assertEquals(100, sweep.logging().every());
        assertEquals(new Execution(Engine.LANES, 4, 7, 5), sweep.execution());
    }

    @Test
    void replaceTheEngineAndItsLaneWidth() throws Exception {
        String text = STUDY + "execution { engine = lanes, lane-width = 4 }";
        var sweep = file.read(text, "execution.engine=breeze", "execution.lane-width=0");
        assertEquals(Engine.BREEZE, sweep.execution().engine());
        assertEquals(0, sweep.execution().laneWidth());
    }

    @Test
    void applyInOrder() throws Exception {
        var sweep = file.read(STUDY, "sweep.scale=3", "sweep.scale=[4, 5]", "sweep.seed=0..1", "sweep.seed=2");
        assertEquals(List.of(4.0, 5.0), sweep.grid().values(ConfigurationKeys.SCALE));
        assertEquals("2", sweep.grid().seeds(ConfigurationKeys.SEED).toString());
    }

    @Test
    void mayQuoteTheirKeys() throws Exception {
        assertEquals(
                List.of(3.0), file.read(STUDY, "\"sweep\".\"scale\"=3").grid().values(ConfigurationKeys.SCALE));
    }

    @Test
    void mayGiveTheWholeConfiguration() throws Exception {
        assertEquals(1, file.read("", "sweep=" + SHORTEST.substring(6)).grid().size());
    }
}
