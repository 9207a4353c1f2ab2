/**
 * The choice of the training samples for each update: all of them, or mini-batches. A new way needs a file here and a
 * line in {@link io.gradflow.nn.batch.Batchings}.
 */
package io.gradflow.nn.batch;
