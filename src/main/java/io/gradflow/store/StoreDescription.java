package io.gradflow.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;

/**
 * The content of {@code store.json}.
 *
 * @param format version of the store's layout
 * @param numerics names what the bits of the rows depend on beside the tasks: rows of different numerics never share a
 *     store
 * @param engine what trained the networks; null in stores that were made before there was a choice
 * @param laneWidth how many networks the engine trained side by side; 0 in those stores
 * @param logEvery which epochs have rows
 * @param configurations the configurations that the store was made from, as HOCON
 * @param versions of gradflow, Spark and the JVM
 */
@JsonPropertyOrder({"format", "numerics", "engine", "lane_width", "log_every", "configurations", "versions"})
// What a later version adds without changing the format does not keep this one from reading the rows.
@JsonIgnoreProperties(ignoreUnknown = true)
public record StoreDescription(
        int format,
        String numerics,
        String engine,
        @JsonProperty("lane_width") int laneWidth,
        @JsonProperty("log_every") int logEvery,
        List<String> configurations,
        Map<String, String> versions) {

    /** The layout that this version of the product writes. */
    static final int CURRENT_FORMAT = 1;

    public StoreDescription(
            String numerics,
            String engine,
            int laneWidth,
            int logEvery,
            List<String> configurations,
            Map<String, String> versions) {
        this(CURRENT_FORMAT, numerics, engine, laneWidth, logEvery, configurations, versions);
    }
}
