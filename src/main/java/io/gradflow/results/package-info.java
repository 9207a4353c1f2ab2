/**
 * The results of training: the metrics and their definitions, the row of an epoch with the list of its columns, and how
 * a task ended. Code that reads results needs nothing else of training. May not import Spark, Hadoop, Parquet or the
 * engines.
 */
package io.gradflow.results;
