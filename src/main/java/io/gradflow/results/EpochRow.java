package io.gradflow.results;

import io.gradflow.sweep.Task;

/**
 * The state of one task's network after {@code epoch} epochs, before the next.
 *
 * @param epoch from 0, the untrained network
 * @param measurement null for a task that failed
 * @param outcome null unless this is the task's last row
 */
public record EpochRow(Task task, int epoch, Measurement measurement, Outcome outcome) {}
