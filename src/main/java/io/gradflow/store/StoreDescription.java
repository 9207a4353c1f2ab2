package io.gradflow.store;

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
 * @param logEvery which epochs have rows
 * @param configurations the configurations that the store was made from, as HOCON
 * @param versions of gradflow, Spark and the JVM
 */
@JsonPropertyOrder({"format", "numerics", "log_every", "configurations", "versions"})
public record StoreDescription(
        int format,
        String numerics,
        @JsonProperty("log_every") int logEvery,
        List<String> configurations,
        Map<String, String> versions) {

    /** The layout that this version of the product writes. */
    static final int CURRENT_FORMAT = 1;

    public StoreDescription(String numerics, int logEvery, List<String> configurations, Map<String, String> versions) {
        this(CURRENT_FORMAT, numerics, logEvery, configurations, versions);
    }
}
