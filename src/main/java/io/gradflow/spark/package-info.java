/**
 * The Spark job: a Dataset of tasks, trained in {@code mapPartitions}, written as Parquet; its session and its
 * progress. Holds no arithmetic of the product.
 */
package io.gradflow.spark;
