/**
 * Which training samples an update is made from: all of them, or mini-batches. A new way is a file here and a line in
 * {@link io.gradflow.nn.batch.Batchings}.
 */
package io.gradflow.nn.batch;
