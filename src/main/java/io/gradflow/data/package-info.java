/** Synthetic datasets and their train/test splits, made from a seed. The package may not import Spark. */
package io.gradflow.data;
