/**
 * Synthetic datasets and their train/test splits, made from a seed. May not import Spark.
 */
package io.gradflow.data;
