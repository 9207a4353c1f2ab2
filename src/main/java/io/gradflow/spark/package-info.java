/** Spark sessions. {@code training} has the job that trains, {@code reading} the datasets of stored rows. */
package io.gradflow.spark;
