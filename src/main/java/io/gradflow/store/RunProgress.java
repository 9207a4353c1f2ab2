package io.gradflow.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * How far a run is.
 *
 * @param configuration the name of the run's configuration
 * @param planned how many tasks the configuration has
 * @param found how many of these tasks the store had when the run started
 * @param trained how many tasks the run has trained, committed or not
 * @param modelEpochs how many epochs the run has trained, summed over these tasks
 * @param started when training started, in UTC, as ISO 8601
 * @param seconds how long the run has been training
 * @param secondsLeft how long it will go on training, as predicted; NaN as long as there is no prediction
 * @param ended whether everything is trained and committed
 */
@JsonPropertyOrder({
    "configuration",
    "planned",
    "found",
    "trained",
    "model_epochs",
    "started",
    "seconds",
    "seconds_left",
    "ended"
})
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunProgress(
        String configuration,
        long planned,
        long found,
        long trained,
        @JsonProperty("model_epochs") long modelEpochs,
        String started,
        double seconds,
        @JsonProperty("seconds_left") double secondsLeft,
        boolean ended) {}
