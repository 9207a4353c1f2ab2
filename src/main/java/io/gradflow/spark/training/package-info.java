/** The Spark job that trains packs of tasks, wave by wave, and its progress. Holds no arithmetic of the product. */
package io.gradflow.spark.training;
