package io.gradflow.sweep;

import com.typesafe.config.ConfigObject;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import java.util.List;
import java.util.Objects;

/**
 * How the work of a sweep is done, which changes no number.
 *
 * @param engine what trains the networks
 * @param laneWidth how many networks share a vector; 0 leaves the choice to the engine
 * @param partitions how many Spark partitions a wave is cut into; 0 leaves the choice to the product
 * @param waveSeconds about how many seconds a wave takes; its rows become visible together
 */
public record Execution(Engine engine, int laneWidth, int partitions, int waveSeconds) {
    /** The object of a configuration that holds these keys. */
    static final String PATH = "execution";

    private static final Parameter<String> ENGINE = Parameter.text(
            "engine",
            Engine.LANES.toString(),
            new Rule<>(Engine.names(), name -> Engine.named(name).isPresent()),
            "lanes: a network in each lane of a SIMD vector; breeze: one after the other, the readable reference");

    private static final Parameter<Integer> LANE_WIDTH = Parameter.integer(
            "lane-width",
            0,
            new Rule<>("0, 2, 4 or 8", width -> width == 0 || width == 2 || width == 4 || width == 8),
            "networks that share a vector; 0: what suits each machine; only with engine = lanes");

    private static final Parameter<Integer> PARTITIONS = Parameter.integer(
            "partitions",
            0,
            Rule.integerIn(0, 1_000_000),
            "Spark partitions of a wave, at most one a pack; 0: by predicted time, some seconds each");

    private static final Parameter<Integer> WAVE_SECONDS = Parameter.integer(
            "wave-seconds",
            120,
            Rule.integerIn(1, 1_000_000_000),
            "about how long a wave takes, by prediction; the rows of a wave become visible together");

    /** All keys. */
    static final List<Parameter<?>> PARAMETERS = List.of(ENGINE, LANE_WIDTH, PARTITIONS, WAVE_SECONDS);

    /** What holds when a configuration is silent. */
    static final Execution DEFAULT = new Execution(
            Engine.LANES, LANE_WIDTH.defaultValue(), PARTITIONS.defaultValue(), WAVE_SECONDS.defaultValue());

    public Execution {
        Objects.requireNonNull(engine, "engine");
    }

    /** Reads the object at {@link #PATH}; the default takes the place of what is wrong, which becomes a problem. */
    static Execution read(ConfigObject object, AxisReader reader, Problems problems) {
        problems.refuseUnknownKeys(
                PATH,
                object,
                "unknown key",
                PARAMETERS.stream().map(Parameter::name).toList());
        var engine = Engine.named(reader.single(PATH, object, ENGINE)).orElseThrow();
        int laneWidth = reader.single(PATH, object, LANE_WIDTH);
        if (laneWidth > 0 && engine != Engine.LANES) {
            problems.add(
                    PATH + "." + LANE_WIDTH.name(),
                    object.get(LANE_WIDTH.name()),
                    "has no effect with engine = " + engine + ", must be 0 or absent");
        }
        return new Execution(
                engine, laneWidth, reader.single(PATH, object, PARTITIONS), reader.single(PATH, object, WAVE_SECONDS));
    }
}
