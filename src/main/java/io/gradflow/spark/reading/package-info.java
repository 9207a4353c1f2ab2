/**
 * Spark datasets of a store's rows, and what is computed from them: the tasks that are missing, digests, checks of
 * files, and compaction.
 */
package io.gradflow.spark.reading;
