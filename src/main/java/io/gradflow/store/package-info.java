/**
 * A store: its layout on a file system, how rows are committed to it, which rows are committed, and who may write.
 */
package io.gradflow.store;
