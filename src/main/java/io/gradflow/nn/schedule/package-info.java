/**
 * Schedules of the learning rate. A new schedule needs a file here and a line in
 * {@link io.gradflow.nn.schedule.Schedules}.
 */
package io.gradflow.nn.schedule;
