package io.gradflow.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.gradflow.parquet.FileOrigin;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The content of {@code store.json}.
 *
 * @param format version of the store's layout
 * @param numerics name of the engine's arithmetic, on which the bits of the rows depend beside the tasks; rows of
 *     different numerics never share a store
 * @param engine name of the engine that trained the first networks; null in stores that were made before there was a
 *     choice
 * @param laneWidth how many networks that engine trained side by side; 0 in stores that were made before there was a
 *     choice
 * @param logEvery the epochs divisible by this number have rows, and so has the last epoch
 * @param diagnostics the groups of diagnostics that the rows have; null for the default and in stores that were made
 *     before there was a choice
 * @param keys the columns of those keys that at least one sweep in the store has
 * @param configurations the configurations that the store was made from, as HOCON
 * @param versions versions of gradflow, Spark and the JVM that wrote the store last, by name
 */
@JsonPropertyOrder({
    "format",
    "numerics",
    "engine",
    "lane_width",
    "log_every",
    "diagnostics",
    "keys",
    "configurations",
    "versions"
})
// A later version may add fields without changing the format. This version can still read the rows then.
@JsonIgnoreProperties(ignoreUnknown = true)
public record StoreDescription(
        int format,
        String numerics,
        String engine,
        @JsonProperty("lane_width") int laneWidth,
        @JsonProperty("log_every") int logEvery,
        @JsonInclude(JsonInclude.Include.NON_NULL) String diagnostics,
        List<String> keys,
        List<String> configurations,
        Map<String, String> versions) {

    /** The version of the layout that this version of gradflow writes. */
    static final int CURRENT_FORMAT = FileOrigin.CURRENT_FORMAT;

    /** For each numerics, the one before it. They differ in few tasks, which can be found by their rows. */
    private static final Map<String, String> PREDECESSORS = Map.of("lanes-4", "lanes-3", "breeze-4", "breeze-3");

    public StoreDescription(
            String numerics,
            String engine,
            int laneWidth,
            Logging logging,
            List<String> keys,
            List<String> configurations,
            Map<String, String> versions) {
        this(
                CURRENT_FORMAT,
                numerics,
                engine,
                laneWidth,
                logging.every(),
                logging.groups().equals(DiagnosticGroups.DEFAULT)
                        ? null
                        : logging.groups().toString(),
                keys,
                configurations,
                versions);
    }

    /** Which epochs have rows, and what was measured for them. */
    public Logging logging() {
        return new Logging(
                logEvery, diagnostics == null ? DiagnosticGroups.DEFAULT : DiagnosticGroups.parse(diagnostics));
    }

    /** Whether everything is there that reading and growing the store need. */
    boolean isWhole() {
        return numerics != null && logEvery > 0 && isWhole(keys) && isWhole(configurations);
    }

    private static boolean isWhole(List<String> texts) {
        return texts != null && texts.stream().allMatch(Objects::nonNull);
    }

    /**
     * Whether the store holds rows of the numerics just before those of another description. Then it may grow after
     * the rows that may differ have been replaced.
     */
    public boolean precedes(StoreDescription other) {
        return numerics.equals(PREDECESSORS.get(other.numerics));
    }

    /**
     * The description of this store after another sweep is added, and after outdated rows are replaced, if it has any.
     *
     * @param store the store as the user named it, for the message
     * @throws StoreException if the rows of the other sweep must not share a store with the rows that are there
     */
    public StoreDescription plus(StoreDescription other, String store) throws StoreException {
        if (!numerics.equals(other.numerics) && !precedes(other)) {
            throw new StoreException("store " + store + " holds rows of numerics " + numerics
                    + ", but this run's are " + other.numerics
                    + ", which may differ in their last bits: take another store, or the engine and version of"
                    + " gradflow that made it");
        }
        if (logEvery != other.logEvery) {
            throw new StoreException("store " + store + " holds rows of log-every = " + logEvery
                    + ", but this configuration has log-every = " + other.logEvery
                    + ": curves would mix; take another store, or --set sweep.log-every=" + logEvery);
        }
        if (!Objects.equals(diagnostics, other.diagnostics)) {
            throw new StoreException("store " + store + " holds rows of diagnostics = "
                    + logging().groups()
                    + ", but this configuration has diagnostics = "
                    + other.logging().groups()
                    + ": columns would mix; take another store, or --set 'sweep.diagnostics="
                    + logging().groups() + "'");
        }
        return new StoreDescription(
                format,
                other.numerics,
                engine,
                laneWidth,
                logEvery,
                diagnostics,
                union(keys, other.keys),
                union(configurations, other.configurations),
                other.versions);
    }

    private static List<String> union(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).distinct().toList();
    }
}
