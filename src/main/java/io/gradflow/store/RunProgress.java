package io.gradflow.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * How far a run is.
 *
 * @param configuration its name
 * @param planned tasks of its configuration
 * @param found tasks that the store had when it started
 * @param trained tasks since then, committed or not
 * @param modelEpochs that these took
 * @param started when training started, in UTC
 * @param seconds since then
 * @param secondsLeft by prediction; NaN when nothing is known yet
 * @param ended whether all is trained
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
