/** Spark datasets of a store's rows, and what is worked out from them: what is missing, digests, checks, compaction. */
package io.gradflow.spark.reading;
