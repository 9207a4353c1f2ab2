package io.gradflow.parquet;

import io.gradflow.results.MetricValues;
import io.gradflow.results.Outcome;

/**
 * A row that was read from a store.
 *
 * @param task the same object for all rows of a task
 * @param epoch from 0, the untrained network
 * @param metrics only good until the next row is read
 * @param outcome null unless this is the task's last row
 */
public record StoredEpoch(TaskValues task, int epoch, MetricValues metrics, Outcome outcome) {}
