/**
 * How rows become Parquet: the columns of {@link io.gradflow.results.RowSchema} as Parquet has them, and a writer that
 * encodes a column at a time. May not import Spark.
 */
package io.gradflow.parquet;
