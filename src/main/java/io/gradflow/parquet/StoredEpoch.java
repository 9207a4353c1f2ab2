package io.gradflow.parquet;

import io.gradflow.results.MetricValues;
import io.gradflow.results.Outcome;

/**
 * A row that was read from a store, to be written again.
 *
 * @param task the same object for all rows of a task
 * @param epoch from 0, the untrained network
 * @param metrics valid until the next row is read; it has none of the metrics if nothing was measured
 * @param outcome null unless this is the task's last row
 */
public record StoredEpoch(TaskValues task, int epoch, MetricValues metrics, Outcome outcome) {}
