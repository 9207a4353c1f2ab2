/** The Spark session. {@code training} has the job that trains, {@code reading} the datasets of what is stored. */
package io.gradflow.spark;
