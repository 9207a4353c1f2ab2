/**
 * How the rows of a sweep become Parquet: the schema, and a writer that fills and encodes one column at a time.
 */
package io.gradflow.parquet;
