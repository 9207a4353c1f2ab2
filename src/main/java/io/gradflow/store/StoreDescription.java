package io.gradflow.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The content of {@code store.json}.
 *
 * @param format version of the store's layout
 * @param numerics names what the bits of the rows depend on beside the tasks: rows of different numerics never share a
 *     store
 * @param engine what trained the networks; null in stores that were made before there was a choice
 * @param laneWidth how many networks the engine trained side by side; 0 in those stores
 * @param logEvery which epochs have rows
 * @param keys the columns of keys that some sweep in the store has
 * @param configurations the configurations that the store was made from, as HOCON
 * @param versions of gradflow, Spark and the JVM
 */
@JsonPropertyOrder({"format", "numerics", "engine", "lane_width", "log_every", "keys", "configurations", "versions"})
// What a later version adds without changing the format does not keep this one from reading the rows.
@JsonIgnoreProperties(ignoreUnknown = true)
public record StoreDescription(
        int format,
        String numerics,
        String engine,
        @JsonProperty("lane_width") int laneWidth,
        @JsonProperty("log_every") int logEvery,
        List<String> keys,
        List<String> configurations,
        Map<String, String> versions) {

    /** The layout that this version of the product writes. */
    static final int CURRENT_FORMAT = 2;

    public StoreDescription(
            String numerics,
            String engine,
            int laneWidth,
            int logEvery,
            List<String> keys,
            List<String> configurations,
            Map<String, String> versions) {
        this(CURRENT_FORMAT, numerics, engine, laneWidth, logEvery, keys, configurations, versions);
    }

    /**
     * The description of this store when another sweep is added.
     *
     * @throws StoreException if its rows must not share a store with those that are there
     */
    public StoreDescription plus(StoreDescription other, String store) throws StoreException {
        if (!numerics.equals(other.numerics)) {
            throw new StoreException("store " + store + " holds rows of numerics " + numerics
                    + ", but this run's are " + other.numerics
                    + ", which may differ in their last bits: take another store, or the engine and"
                    + " version of gradflow that made it");
        }
        if (logEvery != other.logEvery) {
            throw new StoreException("store " + store + " holds rows of log-every = " + logEvery
                    + ", but this configuration has log-every = " + other.logEvery
                    + ": curves would mix; take another store, or --set sweep.log-every=" + logEvery);
        }
        return new StoreDescription(
                format,
                numerics,
                engine,
                laneWidth,
                logEvery,
                united(keys, other.keys),
                united(configurations, other.configurations),
                other.versions);
    }

    private static List<String> united(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).distinct().toList();
    }
}
