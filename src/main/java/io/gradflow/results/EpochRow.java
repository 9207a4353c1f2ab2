package io.gradflow.results;

import io.gradflow.sweep.Task;

/**
 * The state of one task's network after {@code epoch} epochs of training, before the next.
 *
 * @param epoch from 0, at which the network is untrained
 * @param measurement null if the task has failed
 * @param outcome null unless this is the task's last row
 */
public record EpochRow(Task task, int epoch, Measurement measurement, Outcome outcome) {}
